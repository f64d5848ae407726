"""What Slack shows in answer to a question: search, why, dates, health, help; and alerts and notices. Each answer is
one valid message or more; text from outside is inert in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from digestbot.render import actions, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate
from digestbot.render.splitting import BLOCKS, CHARS, Group, pack
from digestbot.text import shorten
from digestbot.types import Deadline, Hit, Item, Message, SearchPage, SourceHealth, Why

TITLE_CHARS = 200
SNIPPET_CHARS = 300
URL_CHARS = 600  # of a link in a list; a longer one stands as words alone, so that a page of answers fits
QUERY_CHARS = 1_500  # of a query kept in a button
FOUND_BEGIN, FOUND_END = "\u2068", "\u2069"  # around the words that a search found, see types.Hit
LINES = 40  # rows of a list in one message

HELP: tuple[tuple[str, str], ...] = (
    ("/news WORDS", 'search everything; "phrases", -not, topic:housing, source:…, since:30d, before:2026-01'),
    ("/digest now", "send this channel's digest now"),
    ("/digest preview", "see it first, only you"),
    ("/digest why ID or address", "why an article is, or is not, in the digest"),
    ("/digest deadlines", "what closes and takes place in the weeks ahead"),
    ("/digest topics", "the topics and what each one means"),
    ("/digest channel", "when this channel's digest comes, and what is in it"),
    ("/digest sources", "what is watched"),
    ("/digest add ADDRESS", "watch a site or feed"),
    ("/digest pause ID, resume ID", "leave a source alone, or watch it again"),
    ("/digest health", "how the sources are doing"),
    ("/digest coverage", "which sources and topics bring what"),
    ("/digest log, undo ID", "who changed what; put a change back"),
)


def search(page: SearchPage, *, share: bool = True) -> Message:
    """One page of answers that only the asker sees, with buttons for more, for sharing and for keeping the search."""
    query = shorten(wording.tidy(page.query), 80)
    last = page.offset + len(page.hits)
    counted = f"{page.offset + 1}–{last} of {wording.count(page.total, 'article')}" if page.hits else "Nothing found"
    head = [make.header(f"🔎 {query or 'Everything'}", "search"), make.context(counted, "search-count")]
    notes = [make.context(f"💡 {note}", f"search-note-{number}") for number, note in enumerate(page.notes[:5])]
    buttons = _search_buttons(page, share=share)
    foot = [make.buttons(buttons, "search-more")] if buttons else []
    room = CHARS - size([*head, *notes, *foot])
    hits: list[Block] = []
    for hit in page.hits:
        block = _hit(hit)
        spent = size(hits)
        if spent + size([block]) > room or len(hits) >= BLOCKS - 8:
            block = make.rich_text([make.words(shorten(wording.tidy(hit.item.title), 60))], f"hit-{hit.item.id}")
        hits.append(block)
    message = Message(f"{counted} for {inert(query)}", (*head, *hits, *notes, *foot))
    validate(message)
    return message


def why(answer: Why) -> Message:
    """The decision, its reasons in order, and the parts of the score."""
    verdict = "✅ Shown" if answer.shown else "➖ Not shown"
    title = make.rich_text([_link(answer.item.url, answer.item.title, bold=True)], "why-item")
    reasons = make.bullets(
        [[make.words(shorten(wording.tidy(one), 400))] for one in answer.reasons[:12]], "why-reasons"
    )
    parts = " + ".join(f"{name} {value:.2f}" for name, value in answer.parts.items())
    score = [make.context(f"Score {answer.score:.2f} = {parts}", "why-score")] if parts else []
    item = answer.item
    press = make.buttons(
        [
            make.button("👎 Not relevant", actions.NOT_RELEVANT, actions.story_value(item.id, item.story_id, "")),
            make.button("🏷 Wrong topic…", actions.WRONG_TOPIC, actions.story_value(item.id, item.story_id, "")),
        ],
        "why-actions",
    )
    head = make.header(f"{verdict} in {wording.tidy(answer.channel)}", "why")
    message = Message(f"{verdict}: {inert(answer.item.title)}", (head, title, reasons, *score, press))
    validate(message)
    return message


def deadlines(found: Sequence[Deadline], today: date) -> tuple[Message, ...]:
    """What closes and what takes place, soonest first, with a button for a calendar file."""
    rows = [
        [
            make.words(f"{wording.when(one, today)}: ", bold=True),
            _link(one.url, one.title),
            make.words(f" · {shorten(wording.tidy(one.source), 80)}"),
        ]
        for one in found
    ]
    empty = "Nothing that closes or takes place in that time is known."
    made = _list("⏰ Closing soon", rows, "dates", empty)
    if found:
        press = make.buttons([make.button("🗓 Add to calendar", actions.CALENDAR, "all")], "dates-calendar")
        made[-1] = Message(made[-1].text, (*made[-1].blocks, press), made[-1].in_thread)
    return _valid(made)


def health(found: Sequence[SourceHealth]) -> tuple[Message, ...]:
    """Every source with what it brings and what to do, those in trouble first."""
    ordered = sorted(found, key=lambda one: one.ok)
    rows = [
        [
            make.words(f"{'🟢' if one.ok else '🔴'} {shorten(wording.tidy(one.source.id), 60)}: ", bold=not one.ok),
            make.words(f"{one.items_per_week:.1f} a week, {one.share_relevant:.0%} relevant. "),
            make.words(shorten(wording.tidy(one.advice), 300) or "—"),
        ]
        for one in ordered
    ]
    bad = sum(not one.ok for one in found)
    title = f"🩺 {wording.count(len(found), 'source')}, {bad} in trouble"
    return _valid(_list(title, rows, "health", "No sources yet: /digest add ADDRESS"))


def help_text(unknown: str = "") -> Message:
    """What can be asked, and, after an unknown word, that it was not understood."""
    rows = [[make.words(f"{command}: ", bold=True), make.words(told)] for command, told in HELP]
    head = [make.header("📰 What I can do", "help")]
    if unknown:
        head.append(
            make.context(f"I do not know “{shorten(wording.tidy(unknown), 60)}”; this is what I know.", "help-no")
        )
    message = Message("What /news and /digest can do", (*head, make.bullets(rows, "help-list")))
    validate(message)
    return message


def alert(item: Item, phrase: str) -> tuple[Message, ...]:
    """One article, told at once because it says ``phrase``."""
    digest_id = f"alert-{item.story_id}"
    head = make.context(f"🔔 New, and it says “{shorten(wording.tidy(phrase), 100)}”", "alert")
    parts = [_link(item.url, item.title, bold=True)]
    if item.summary:
        parts += [make.newline(), make.words(shorten(wording.tidy(item.summary), 600))]
    told = f"{shorten(wording.tidy(item.source_title), 80)} · {item.published.day} {item.published:%b}"
    menu = make.section(told, "alert.menu", make.story_menu(item.id, item.story_id, digest_id))
    text = f"Alert for “{inert(shorten(phrase, 100))}”: {inert(shorten(item.title, TITLE_CHARS)) or wording.UNTITLED}"
    return _valid([Message(text, (head, make.rich_text(parts, "alert-item"), menu))])


def notice(text: str) -> tuple[Message, ...]:
    """A few plain words of ours: to admins, or that something was done."""
    shown = shorten(text, 2_000)
    return _valid([Message(inert(shown) or "Notice", (make.section(shown, "notice"),))])


def _search_buttons(page: SearchPage, *, share: bool) -> list[Block]:
    query = shorten(page.query, QUERY_CHARS)
    found: list[Block] = []
    size_of_page = max(len(page.hits), 1)
    if page.offset > 0:
        previous = max(page.offset - size_of_page, 0)
        found.append(make.button("◀ Newer page", actions.SEARCH_BACK, actions.page_value(previous, query)))
    if page.offset + len(page.hits) < page.total:
        following = page.offset + len(page.hits)
        found.append(make.button("More ▶", actions.SEARCH_MORE, actions.page_value(following, query)))
    if page.hits and share:
        found.append(make.button("Share here", actions.SEARCH_SHARE, actions.page_value(page.offset, query)))
    if query.strip():
        found.append(make.button("Save this search", actions.SEARCH_SAVE, actions.page_value(0, query)))
        found.append(make.button("🔔 Alert me", actions.SEARCH_ALERT, actions.page_value(0, query)))
    return found


def _hit(hit: Hit) -> Block:
    item = hit.item
    parts = [_link(item.url, item.title, bold=True), make.newline(), *_snippet(hit.snippet), make.newline()]
    told = f"{shorten(wording.tidy(item.source_title), 80)} · {item.published.day} {item.published:%b %Y}"
    parts.append(make.words(f"{told} · {', '.join(item.topics) or 'not relevant'} · id {item.id}", italic=True))
    return make.rich_text(parts, f"hit-{item.id}")


def _snippet(snippet: str) -> Iterable[Block]:
    """The words found are bold; the marks around them are not shown."""
    room = SNIPPET_CHARS
    for number, part in enumerate(snippet.split(FOUND_BEGIN)):
        found, _, rest = part.partition(FOUND_END) if number else ("", "", part)
        for text, bold in ((found, True), (rest, False)):
            if text and room > 0:
                yield make.words(shorten(text, room), bold=bold)
                room -= len(text)


def _link(url: str, title: str, *, bold: bool = False) -> Block:
    label = shorten(wording.tidy(title), TITLE_CHARS) or wording.UNTITLED
    return make.anchor(url if len(url) <= URL_CHARS else "", label, bold=bold)


def _list(title: str, rows: Sequence[Sequence[Block]], name: str, empty: str) -> list[Message]:
    """Rows in as many messages as they need, each under the title."""
    if not rows:
        return [Message(empty, (make.header(title, name), make.context(empty, f"{name}-0")))]
    groups: list[tuple[Group, list[str]]] = [
        ([make.bullets([row], f"{name}-{number}")], []) for number, row in enumerate(rows)
    ]
    head = make.header(title, name)
    parts = pack(groups, first=LINES, room=CHARS - size([head]))
    made = []
    for number, part in enumerate(parts):
        blocks = [block for group, _ in part for block in group]
        made.append(Message(inert(title), (head, *blocks) if not number else tuple(blocks), in_thread=number > 0))
    return made


def _valid(messages: Iterable[Message]) -> tuple[Message, ...]:
    made = tuple(messages)
    for message in made:
        validate(message)
    return made
