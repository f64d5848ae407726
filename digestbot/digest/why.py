"""One item and the ranking of its channel's digest → why it is, or is not, in it, in plain sentences. Decides nothing
anew: it reads the ranking that composes the digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from digestbot.digest.rank import LeftOut, Ranking, Scored, heading
from digestbot.digest.scoring import score
from digestbot.digest.window import Window
from digestbot.types import EXAMPLE_SUFFIX, Channel, Item, Placement, Story, Topic, Why

DECISIONS: Final[Mapping[str, str]] = {
    "shown": "It is in the next digest as things stand",
    "was-shown": "It was in a digest of this channel",
    "version": "Its story is in the next digest, in another outlet's version",
    "told": "The channel was told this story before, and it brings nothing new",
    "not-relevant": "It was judged not to be about this sector",
    "topics": "The channel follows none of its topics",
    "cut-off": "There was no room: other stories scored higher",
    "source-limit": "Its source had as many stories as one source may have",
    "topic-limit": "Its topic had as many stories as one topic may have",
    "archive": "It was no news when it came: it went into the archive only",
    "outside": "It became news outside the time that this digest covers",
}
PART_NAMES: Final[Mapping[str, str]] = {
    "relevance": "how sure it is about the sector",
    "topic": "how well it fits the channel's topics",
    "outlets": "how many outlets tell it",
    "freshness": "how new it is",
    "source": "the weight of its source",
    "novelty": "whether it was told before",
    "feedback": "what the team said of it",
    "substance": "sums and dates that readers can use",
}
RELEVANCE_NEEDED = 0.5  # what the sentence names when the model gives no cut-off of its own


class Telling(Protocol):
    """When and where a channel was last told a story, and by which item."""

    @property
    def item_id(self) -> int: ...
    @property
    def permalink(self) -> str | None: ...
    @property
    def at(self) -> datetime: ...


def explain(
    item: Item,
    story: Story,
    channel: Channel,
    topics: Sequence[Topic],
    *,
    ranking: Ranking,
    window: Window,
    because: Mapping[str, tuple[str, ...]] | None = None,
    placement: Placement | None = None,
    told: Telling | None = None,
    feedback: Mapping[int, int] | None = None,
    threshold: float = RELEVANCE_NEEDED,
) -> Why:
    """The answer for any stored item.

    ``story`` is the item's; ``ranking`` that of the ``window``'s stories for this channel; ``because`` what spoke for
    each topic, ``placement`` where it was put and why, ``told`` when the channel was told its story, ``threshold`` the
    relevance that is needed.
    """
    scored, left = _find(ranking, story.id)
    decision = _decision(item, scored, left, window, told)
    if decision == "was-shown" and told is not None:
        parts = _parts(item, story, channel, topics, told.at, feedback or {})
    elif scored is not None:
        parts = dict(scored.parts)
    else:
        parts = _parts(item, story, channel, topics, window.end, feedback or {})
    total = round(sum(parts.values()), 3)
    reasons = [DECISIONS[decision] + "."]
    reasons += _detail(decision, item, scored, left, told, channel, window, threshold)
    reasons += _topic_reasons(item, topics, because or {})
    reasons += _story_reasons(item, story, placement)
    if decision not in ("not-relevant", "archive", "outside"):
        best = sorted(parts.items(), key=lambda pair: -abs(pair[1]))
        told_parts = ", ".join(f"{PART_NAMES[name]} {value:+.2f}" for name, value in best)
        reasons.append(f"Its score of {total:.2f} comes from {told_parts}.")
    return Why(
        item=item,
        channel=channel.channel,
        shown=decision in ("shown", "was-shown", "version"),
        score=total,
        parts=parts,
        reasons=tuple(reasons),
        decision=decision,
        cutoff=left.cutoff if left and decision == left.reason else None,
        topics={topic: tuple((because or {}).get(topic, ())) for topic in item.topics},
    )


def _find(ranking: Ranking, story_id: int) -> tuple[Scored | None, LeftOut | None]:
    for scored in ranking.chosen:
        if scored.story.id == story_id:
            return scored, None
    for left in ranking.left_out:
        if left.scored.story.id == story_id:
            return left.scored, left
    return None, None


def _decision(item: Item, scored: Scored | None, left: LeftOut | None, window: Window, told: Telling | None) -> str:
    if not item.relevant:
        return "not-relevant"
    if scored is not None and left is None:
        return "shown" if scored.item.id == item.id else "version"
    if told is not None and (left is None or left.reason == "told"):
        return "was-shown" if told.item_id == item.id else "told"
    if left is not None:
        return left.reason
    if item.news_at is None:
        return "archive"
    if not window.start <= item.news_at < window.end:
        return "outside"
    return "topics"  # the window's stories are those that the channel follows


def _parts(
    item: Item,
    story: Story,
    channel: Channel,
    topics: Sequence[Topic],
    now: datetime,
    feedback: Mapping[int, int],
) -> dict[str, float]:
    topic = heading(item, story, channel, topics)
    return score(story, item, topic, channel, now=now, update=None, feedback=feedback)


def _detail(
    decision: str,
    item: Item,
    scored: Scored | None,
    left: LeftOut | None,
    told: Telling | None,
    channel: Channel,
    window: Window,
    threshold: float,
) -> list[str]:
    if decision == "not-relevant" and item.relevance >= threshold:
        return [
            (
                f"The model gave {item.relevance:.0%}, which would do: the team said that it is not about this sector,"
                " or more was needed when it came."
            )
        ]
    if decision == "not-relevant":
        return [f"The model gave {item.relevance:.0%}; {threshold:.0%} is needed."]
    if decision == "topics":
        return [f"Its topics are {_listed(item.topics) or 'none'}; the channel follows {_listed(channel.topics)}."]
    if decision == "outside" and item.news_at is not None:
        span = f"{_moment(window.start)} to {_moment(window.end)}"
        return [f"It became news on {_moment(item.news_at)}; the digest covers {span} (UTC)."]
    if decision in ("told", "was-shown") and told is not None:
        link = f": {told.permalink}" if told.permalink else ""
        return [f"It was told on {told.at.day} {told.at:%B %Y}{link}."]
    if left is not None and left.cutoff is not None:
        missed = left.cutoff - left.scored.score
        return [f"The lowest score that got in was {left.cutoff:.2f}; it missed that by {missed:.2f}."]
    if decision == "version" and scored is not None:
        return [f"The version shown is that of {scored.item.source_title}: {scored.item.url}"]
    if scored is not None and scored.update is not None:
        return [f"It is an update; what is new: {scored.update.news}."]
    return []


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%b %H:%M}"


def _topic_reasons(item: Item, topics: Sequence[Topic], because: Mapping[str, tuple[str, ...]]) -> list[str]:
    labels = {topic.id: topic.label for topic in topics}
    found = []
    for topic in item.topics:
        sure = f" ({item.scores[topic]:.0%} sure)" if topic in item.scores else ""
        spoke = because.get(topic, ())
        words = f", because it says {_listed([f'“{one}”' for one in spoke])}" if spoke else ""
        example = because.get(topic + EXAMPLE_SUFFIX)
        alike = f"; most like the example “{example[0]}”" if example else ""
        found.append(f"Topic {labels.get(topic, topic)}{sure}{words}{alike}.")
    return found


def _story_reasons(item: Item, story: Story, placement: Placement | None) -> list[str]:
    others = [one for one in story.items if one.id != item.id]
    found = []
    if item.duplicate_of is not None:
        original = next((one for one in others if one.id == item.duplicate_of), None)
        of = f" of {original.source_title}'s" if original else ""
        found.append(f"Its text is a copy{of}.")
    if others:
        outlets = list(dict.fromkeys(one.source_title for one in others))
        found.append(f"{_listed(outlets[:5])} tell{'s' if len(outlets) == 1 else ''} the same story.")
    if placement is not None and placement.reason:
        later = any(one.id < item.id for one in others)
        joined = "joined its story" if later else "began a story of its own"
        found.append(f"It {joined}: {placement.reason}.")
    return found


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
