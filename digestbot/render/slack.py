"""A ``Digest`` → Slack messages: the main one, and replies in its thread for what does not fit. Every message is valid
before it leaves, every story is in exactly one of them, and none is cut short without its whole text a click away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digestbot.render import blocks as make
from digestbot.render import chart, wording
from digestbot.render.actions import CALENDAR
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate, validate_view
from digestbot.render.slack_answers import alert, notice
from digestbot.render.splitting import (
    BLOCKS,
    CHARS,
    Group,
    fitting,
    pack,
    plain_fallback,
    split_smaller,
    without_pictures,
)
from digestbot.text import shorten
from digestbot.types import Digest, DigestStory, Message, Topic

__all__ = [
    "alert",
    "messages",
    "notice",
    "plain_fallback",
    "split_smaller",
    "validate",
    "validate_view",
    "without_pictures",
]

# Most outlets named, and most characters of headline, summary and dateline: as many as fit, tried in this order. A
# headline of more than 250 characters is a paragraph put into the wrong field.
SHRINKING = ((6, 250, 900, 500), (2, 250, 450, 300), (0, 120, 200, 80))
STORY_CHARS = 5_000  # serialized, of one story with everything around it
CLOSING_SHOWN = 8
CLOSING_CHARS = 2_500  # serialized, of the whole list; so are the next two, which only the weekly has
TREND_CHARS = 1_500
SAVED_CHARS = 1_500
LINE_CHARS = 125  # of a headline in a list
LABEL_CHARS = 60
ALT_CHARS = 1_000  # of the chart in words; Slack takes 2,000
SOURCE_CHARS = 80
NOTE_WORDS = 500  # characters of an editor's note
NOTE_CHARS = 900  # serialized, of the line that says what is in the thread
NOTED_CHARS = 80  # of a headline in it
OTHER_TOPICS = 2  # topics named beside the heading's own
TREND_SHOWN = 7
SAVED_SHOWN = 5
TEXT_CHARS = 3_000  # of the text that notifications read; Slack takes 40,000, nobody listens to it


def messages(
    digest: Digest, topics: Sequence[Topic] = (), *, revision: int = 0, chart_file: str = ""
) -> tuple[Message, ...]:
    """The digest as messages, each valid; the first is the main one, the others replies in its thread.

    ``topics`` name the topics of a story's other headings; ``revision`` counts edits of a posted digest, because Slack
    wants new block ids for each; ``chart_file`` is Slack's id of the uploaded ``chart.png``, "" for none. Raises
    RenderError should a message break a limit all the same.
    """
    tag = f".r{revision}" if revision else ""
    labels = {topic.id: topic.label for topic in topics}
    head = _head(digest, tag)
    tail = [*_trend(digest, tag, chart_file), *_saved(digest, tag), *_closing(digest, tag), *_foot(digest, tag)]
    parts = pack(
        _stories(digest, labels, tag),
        first=BLOCKS - len(head) - len(tail),
        room=CHARS - NOTE_CHARS - size([*head, *tail]),
    )
    made = []
    for number, groups in enumerate(parts):
        content = [block for group, _ in groups for block in group]
        titles = [title for _, group_titles in groups for title in group_titles]
        if number == 0:
            rest = [title for later in parts[1:] for _, group_titles in later for title in group_titles]
            note = [_rest(rest, tag)] if rest else []
            text = inert(wording.in_short(digest, titles))
            made.append(Message(shorten(text, TEXT_CHARS), (*head, *content, *note, *tail)))
        else:
            text = inert(f"{wording.name(digest)}, continued: {'; '.join(titles)}")
            made.append(Message(shorten(text, TEXT_CHARS), tuple(content), in_thread=True))
    for message in made:
        validate(message)
    return tuple(made)


def _rest(titles: Sequence[str], tag: str) -> Block:
    """What the thread holds, by headline where there is room for that."""
    counted = f"⤵ {wording.count(len(titles), 'more story')} in the thread"
    named = make.context(f"{counted}: {'; '.join(shorten(title, NOTED_CHARS) for title in titles)}", f"rest{tag}")
    return named if size([named]) <= NOTE_CHARS else make.context(counted, f"rest{tag}")


def _head(digest: Digest, tag: str) -> list[Block]:
    title = f"{wording.name(digest)} · {wording.long_day(digest.date)}"
    note = [make.section(f"✍️ {shorten(wording.tidy(digest.note), NOTE_WORDS)}", f"note{tag}")] if digest.note else []
    return [make.header(title, f"head{tag}"), make.context(wording.overview(digest), f"overview{tag}"), *note]


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
    dateline = " · ".join([*wording.dateline(story, digest), *about])
    menu = make.story_menu(story.item_id, story.id, digest.id)
    # Addresses and non-Latin text can be long without end: outlets go first, then words, never the story.
    for also, title, summary, facts in SHRINKING:
        words = make.rich_text(_telling(story, also, title, summary), f"story-{story.id}{tag}")
        beside = make.section(shorten(dateline, facts), f"story-{story.id}.menu{tag}", menu)
        if size([words, beside]) <= STORY_CHARS:
            return [words, beside]
    bare = make.words(shorten(wording.title_of(story), 120), bold=True)
    return [make.rich_text([bare], f"story-{story.id}{tag}"), beside]


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
    rows = [
        [
            make.words(wording.when(one, digest.date) + ": ", bold=True),
            make.anchor(one.url, shorten(wording.tidy(one.title) or wording.UNTITLED, LINE_CHARS)),
        ]
        for one in digest.deadlines
    ]
    more = "and {} more: /digest deadlines"
    shown = fitting(rows[:CLOSING_SHOWN], len(rows), more, CLOSING_CHARS, f"closing-list{tag}")
    press = make.buttons([make.button("🗓 Add to calendar", CALENDAR, digest.id)], f"calendar{tag}")
    return [make.header("⏰ Closing soon", f"closing{tag}"), shown, press]


def _trend(digest: Digest, tag: str, chart_file: str) -> list[Block]:
    if not digest.trend:
        return []
    heading = make.header("📈 This week against the eight before", f"trend{tag}")
    if chart_file:
        alt = shorten(chart.alt_text(digest.trend), ALT_CHARS)
        return [heading, make.picture(chart_file, alt, f"trend-chart{tag}")]
    rows = [
        [
            make.words(f"{shorten(wording.tidy(f'{one.emoji} {one.label}'), LABEL_CHARS)}: ", bold=True),
            make.words(wording.trend(one)),
        ]
        for one in digest.trend
    ]
    shown = fitting(rows[:TREND_SHOWN], len(rows), "and {} topics that changed less", TREND_CHARS, f"trend-list{tag}")
    return [heading, shown]


def _saved(digest: Digest, tag: str) -> list[Block]:
    if not digest.most_saved:
        return []
    rows = [
        [
            make.anchor(one.url, shorten(wording.tidy(one.title) or wording.UNTITLED, LINE_CHARS)),
            make.words(f" · {shorten(wording.tidy(one.source), SOURCE_CHARS)} · {wording.count(one.people, 'reader')}"),
        ]
        for one in digest.most_saved
    ]
    shown = fitting(rows[:SAVED_SHOWN], len(rows), "and {} more", SAVED_CHARS, f"saved-list{tag}")
    return [make.header("🔖 Most saved", f"saved{tag}"), shown]


def _foot(digest: Digest, tag: str) -> list[Block]:
    omitted = wording.omitted(digest)
    told = f"{omitted}: /news finds them. " if omitted else "/news finds every story ever told. "
    return [
        make.divider(f"foot-line{tag}"),
        make.context(
            f"{told}Press ⋯ beside a story to say what you think of it, or to ask why it is here."
            if digest.stories
            else told,
            f"foot{tag}",
        ),
    ]
