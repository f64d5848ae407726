"""A ``Digest`` → Slack messages: the main one, and replies in its thread for what does not fit. Every message is valid
before it leaves, every story is in exactly one of them, and none is cut short without its whole text a click away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digestbot.render import blocks as make
from digestbot.render import wording
from digestbot.render.actions import CALENDAR
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate, validate_view
from digestbot.render.slack_answers import alert, notice
from digestbot.render.splitting import BLOCKS, CHARS, Group, pack, plain_fallback, split_smaller
from digestbot.text import shorten
from digestbot.types import Digest, DigestStory, Message, Topic

__all__ = ["alert", "messages", "notice", "plain_fallback", "split_smaller", "validate", "validate_view"]

TITLE_CHARS = 250  # a headline; longer ones are paragraphs put into the wrong field
SUMMARY_CHARS = 900
STORY_CHARS = 5_000  # serialized, of one story with everything around it
ALSO_SHOWN = 6  # outlets named; the rest are counted
CLOSING_SHOWN = 8
CLOSING_CHARS = 3_000  # serialized, of the whole closing-soon list
SOURCE_CHARS = 80
DATELINE_CHARS = 500
OTHER_TOPICS = 2  # topics named beside the heading's own
TREND_SHOWN = 7
SAVED_SHOWN = 5
TEXT_CHARS = 3_000  # of the text that notifications read; Slack takes 40,000, nobody listens to it


def messages(digest: Digest, topics: Sequence[Topic] = (), *, revision: int = 0) -> tuple[Message, ...]:
    """The digest as messages, each valid; the first is the main one, the others replies in its thread.

    ``topics`` name the topics of a story's other headings; ``revision`` counts edits of a posted digest, because Slack
    wants new block ids for each. Raises RenderError should a message break a limit all the same.
    """
    tag = f".r{revision}" if revision else ""
    labels = {topic.id: topic.label for topic in topics}
    head = _head(digest, tag)
    tail = [*_trend(digest, tag), *_saved(digest, tag), *_closing(digest, tag), *_foot(digest, tag)]
    parts = pack(_stories(digest, labels, tag), first=BLOCKS - len(head) - len(tail), room=CHARS - size([*head, *tail]))
    made = []
    for number, groups in enumerate(parts):
        content = [block for group, _ in groups for block in group]
        titles = [title for _, group_titles in groups for title in group_titles]
        if number == 0:
            rest = sum(len(group_titles) for later in parts[1:] for _, group_titles in later)
            note = [make.context(f"⤵ {wording.count(rest, 'more story')} in the thread", f"rest{tag}")] if rest else []
            text = inert(wording.in_short(digest, titles))
            made.append(Message(shorten(text, TEXT_CHARS), (*head, *content, *note, *tail)))
        else:
            text = inert(f"{wording.name(digest)}, continued: {'; '.join(titles)}")
            made.append(Message(shorten(text, TEXT_CHARS), tuple(content), in_thread=True))
    for message in made:
        validate(message)
    return tuple(made)


def _head(digest: Digest, tag: str) -> list[Block]:
    title = f"{wording.name(digest)} · {wording.long_day(digest.date)}"
    return [make.header(title, f"head{tag}"), make.context(wording.overview(digest), f"overview{tag}")]


def _stories(digest: Digest, labels: Mapping[str, str], tag: str) -> list[tuple[Group, list[str]]]:
    """Each story's blocks with its title; a heading stays with the first story under it."""
    found: list[tuple[Group, list[str]]] = []
    lead = wording.lead_of(digest)
    if lead is not None:
        heading = make.header("⭐ Lead story", f"lead{tag}")
        found.append(([heading, *_story(lead, digest, labels, tag, "")], [wording.title_of(lead)]))
    for number, section in enumerate(wording.sections_after_lead(digest)):
        for place, story in enumerate(section.stories):
            heading = make.header(wording.heading(section), f"section-{number}{tag}")
            group = [] if place else [make.divider(f"line-{number}{tag}"), heading]
            found.append(([*group, *_story(story, digest, labels, tag, section.topic)], [wording.title_of(story)]))
    return found


def _story(story: DigestStory, digest: Digest, labels: Mapping[str, str], tag: str, under: str) -> list[Block]:
    """Two blocks: headline, summary and outlets; then source, day and facts beside the menu."""
    others = [labels[topic] for topic in story.topics if topic != under and topic in labels]
    about = [f"🏷 {', '.join(others[:OTHER_TOPICS])}"] if others else []
    menu = make.section(
        shorten(" · ".join([*wording.dateline(story, digest), *about]), DATELINE_CHARS),
        f"story-{story.id}.menu{tag}",
        make.story_menu(story.item_id, story.id, digest.id),
    )
    # Addresses and non-Latin text can be long without end: outlets go first, then words, never the story.
    for also, title, summary in ((ALSO_SHOWN, TITLE_CHARS, SUMMARY_CHARS), (2, TITLE_CHARS, 450), (0, 120, 200)):
        words = make.rich_text(_telling(story, also, title, summary), f"story-{story.id}{tag}")
        if size([words, menu]) <= STORY_CHARS:
            break
    else:
        words = make.rich_text([make.words(shorten(wording.title_of(story), 120), bold=True)], f"story-{story.id}{tag}")
    return [words, menu]


def _telling(story: DigestStory, also: int, title: int, summary: int) -> Iterable[Block]:
    yield make.anchor(story.url, shorten(wording.title_of(story), title), bold=True)
    mark = wording.update_mark(story)
    if mark:
        yield make.newline()
        yield make.words("↻ ")
        yield make.anchor(story.update_of or "", shorten(mark, 200), italic=True)
    told = shorten(wording.tidy(story.summary), summary)
    if told:
        yield make.newline()
        yield make.words(told)
    if story.also and also:
        yield make.newline()
        yield make.words("Also in ", italic=True)
        for number, one in enumerate(story.also[:also]):
            if number:
                yield make.words(", ", italic=True)
            yield make.anchor(one.url, shorten(wording.tidy(one.source) or "another outlet", SOURCE_CHARS), italic=True)
    rest = len(story.also) - also
    if story.also and rest > 0:
        yield make.words(f" and {rest} more", italic=True) if also else make.words(f"\u2004Also in {rest} more outlets")


def _closing(digest: Digest, tag: str) -> list[Block]:
    if not digest.deadlines:
        return []
    heading = make.header("⏰ Closing soon", f"closing{tag}")
    press = make.buttons([make.button("🗓 Add to calendar", CALENDAR, digest.id)], f"calendar{tag}")
    for shown in range(min(CLOSING_SHOWN, len(digest.deadlines)), 0, -1):
        rows = [
            [
                make.words(wording.when(one, digest.date) + ": ", bold=True),
                make.anchor(one.url, shorten(wording.tidy(one.title) or wording.UNTITLED, TITLE_CHARS // 2)),
            ]
            for one in digest.deadlines[:shown]
        ]
        rest = len(digest.deadlines) - shown
        if rest:
            rows.append([make.words(f"and {rest} more: /digest deadlines")])
        block = make.bullets(rows, f"closing-list{tag}")
        if size([block]) <= CLOSING_CHARS:
            return [heading, block, press]
    return [heading, make.context(f"{len(digest.deadlines)} dates: /digest deadlines", f"closing-list{tag}"), press]


def _trend(digest: Digest, tag: str) -> list[Block]:
    if not digest.trend:
        return []
    lines = [
        [make.words(f"{one.emoji} {shorten(one.label, 60)}: ", bold=True), make.words(wording.trend(one))]
        for one in digest.trend[:TREND_SHOWN]
    ]
    heading = make.header("📈 This week against the eight before", f"trend{tag}")
    return [heading, make.bullets(lines, f"trend-list{tag}")]


SAVED_SHOWN = 5


def _saved(digest: Digest, tag: str) -> list[Block]:
    if not digest.most_saved:
        return []
    rows = [
        [
            make.anchor(one.url if len(one.url) < 300 else "", shorten(wording.tidy(one.title), 120)),
            make.words(f" · {shorten(wording.tidy(one.source), SOURCE_CHARS)} · {wording.count(one.people, 'reader')}"),
        ]
        for one in digest.most_saved[:SAVED_SHOWN]
    ]
    return [make.header("🔖 Most saved", f"saved{tag}"), make.bullets(rows, f"saved-list{tag}")]


def _foot(digest: Digest, tag: str) -> list[Block]:
    omitted = wording.omitted(digest)
    told = f"{omitted}: /news finds them. " if omitted else "/news finds every story ever told. "
    return [
        make.divider(f"foot-line{tag}"),
        make.context(
            f"{told}Press ⋯ beside a story to say what you think of it, or to ask why it is here.", f"foot{tag}"
        ),
    ]
