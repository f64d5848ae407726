"""What Slack shows in answer to a question: search, why, dates, health, help; and alerts and notices. Each answer is
one valid message or more; text from outside is inert in all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from digestbot.render import actions, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate
from digestbot.render.splitting import CHARS, Group, fitting, pack
from digestbot.text import shorten
from digestbot.types import Deadline, Hit, Item, Message, SearchPage, SourceHealth, Why

TITLE_CHARS = 200
SNIPPET_CHARS = 300
URL_CHARS = 600  # of a link in a list; a longer one stands as words alone, so that a page of answers fits
QUERY_CHARS = 400  # serialized, of a query kept in each of five buttons; people type 30
SHOWN_QUERY_CHARS = 80
HITS = 20  # answers on one page
HIT_CHARS = 2_000  # serialized, of one answer: at least one fits beside the longest query and notes
NOTES, NOTE_CHARS = 3, 100
ALERT_CHARS = 6_000  # serialized, of an alert's headline and summary
ALERT_SUMMARY_CHARS = (600, 250, 80)  # tried in this order
NOTICE_CHARS = 2_800  # of one message of plain words
REASON_CHARS = 300
REASONS_CHARS = 6_000  # serialized, of all reasons
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
    """One page of answers that only the asker sees, with buttons for more, for sharing and for keeping the search.

    Answers that do not fit are left to the next page; the count above and the button below say so.
    """
    query = shorten(wording.tidy(page.query), SHOWN_QUERY_CHARS)
    notes = [make.context(f"💡 {shorten(note, NOTE_CHARS)}", f"note-{n}") for n, note in enumerate(page.notes[:NOTES])]
    hits: list[Block] = []
    room = CHARS - size(notes) - size(_search_head(page, query, len(page.hits))) - size(_search_foot(page, share, 1))
    for hit in page.hits[:HITS]:
        block = _hit(hit)
        room -= size([block])
        if room < 0:
            break
        hits.append(block)
    head = _search_head(page, query, len(hits))
    message = Message(
        f"{_counted(page, len(hits))} for {inert(query) or 'everything'}",
        (*head, *hits, *notes, *_search_foot(page, share, len(hits))),
    )
    validate(message)
    return message


def why(answer: Why) -> Message:
    """The decision, its reasons in order, and the parts of the score."""
    verdict = "✅ Shown" if answer.shown else "➖ Not shown"
    item = answer.item
    rows = [[make.words(shorten(wording.tidy(one), REASON_CHARS) or "—")] for one in answer.reasons]
    reasons = [fitting(rows, len(rows), "and {} more reasons", REASONS_CHARS, "why-reasons")] if rows else []
    parts = " + ".join(f"{name} {value:.2f}" for name, value in answer.parts.items())
    score = [make.context(f"Score {answer.score:.2f} = {parts}", "why-score")] if parts else []
    value = actions.story_value(item.id, item.story_id, "")
    press = [
        make.button("👎 Not relevant", actions.NOT_RELEVANT, value),
        make.button("🏷 Wrong topic…", actions.WRONG_TOPIC, value),
    ]
    message = Message(
        f"{verdict}: {inert(shorten(item.title, TITLE_CHARS)) or wording.UNTITLED}",
        (
            make.header(f"{verdict} in {shorten(wording.tidy(answer.channel), 100)}", "why"),
            make.rich_text([_link(item.url, item.title, bold=True)], "why-item"),
            *reasons,
            *score,
            make.buttons(press, "why-actions"),
        ),
    )
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
    for most in ALERT_SUMMARY_CHARS:
        parts = [_link(item.url, item.title, bold=True)]
        if item.summary:
            parts += [make.newline(), make.words(shorten(wording.tidy(item.summary), most))]
        body = make.rich_text(parts, "alert-item")
        if size([body]) <= ALERT_CHARS:
            break
    told = f"{shorten(wording.tidy(item.source_title), 80)} · {item.published.day} {item.published:%b}"
    menu = make.section(told, "alert.menu", make.story_menu(item.id, item.story_id, digest_id))
    text = f"Alert for “{inert(shorten(phrase, 100))}”: {inert(shorten(item.title, TITLE_CHARS)) or wording.UNTITLED}"
    return _valid([Message(text, (head, body, menu))])


def notice(text: str) -> tuple[Message, ...]:
    """A few plain words of ours: to admins, or that something was done. As many messages as the words need."""
    flat = wording.tidy(text) or "—"
    width = NOTICE_CHARS if flat.isascii() else NOTICE_CHARS // 4  # what is not ASCII is sent as escapes
    pieces = [flat[start : start + width] for start in range(0, len(flat), width)]
    return _valid(
        Message(inert(piece) or "—", (make.section(piece, f"notice-{number}"),), in_thread=number > 0)
        for number, piece in enumerate(pieces)
    )


def _counted(page: SearchPage, shown: int) -> str:
    if not shown:
        return "Nothing found"
    return f"{page.offset + 1}–{page.offset + shown} of {wording.count(page.total, 'article')}"


def _search_head(page: SearchPage, query: str, shown: int) -> list[Block]:
    return [make.header(f"🔎 {query or 'Everything'}", "search"), make.context(_counted(page, shown), "search-count")]


def _search_foot(page: SearchPage, share: bool, shown: int) -> list[Block]:
    """The buttons that carry the query. A query too long for that can still be asked again, narrower."""
    query = page.query
    if len(json.dumps(query)) > QUERY_CHARS:
        return [make.context("This query is too long for more pages, sharing or saving.", "search-long")]
    found: list[Block] = []
    if page.offset > 0:
        previous = max(page.offset - max(len(page.hits), 1), 0)
        found.append(make.button("◀ Back", actions.SEARCH_BACK, actions.page_value(previous, query)))
    if shown and page.offset + shown < page.total:
        found.append(make.button("More ▶", actions.SEARCH_MORE, actions.page_value(page.offset + shown, query)))
    if shown and share:
        found.append(make.button("Share here", actions.SEARCH_SHARE, actions.page_value(page.offset, query)))
    if query.strip():
        found.append(make.button("Save this search", actions.SEARCH_SAVE, actions.page_value(0, query)))
        found.append(make.button("🔔 Alert me", actions.SEARCH_ALERT, actions.page_value(0, query)))
    return [make.buttons(found, "search-more")] if found else []


def _hit(hit: Hit) -> Block:
    item = hit.item
    told = f"{shorten(wording.tidy(item.source_title), 60)} · {item.published.day} {item.published:%b %Y}"
    about = f"{told} · {', '.join(item.topics) or 'not relevant'} · id {item.id}"
    for title, snippet in ((TITLE_CHARS, SNIPPET_CHARS), (80, 80), (40, 0)):
        parts = [_link(item.url, shorten(wording.tidy(item.title), title), bold=True), make.newline()]
        found = list(_snippet(hit.snippet, snippet))
        parts += [*found, make.newline()] if found else []
        parts.append(make.words(about, italic=True))
        block = make.rich_text(parts, f"hit-{item.id}")
        if size([block]) <= HIT_CHARS:
            break
    return block


def _snippet(snippet: str, room: int) -> Iterable[Block]:
    """At most ``room`` characters; the words found are bold, the marks around them are not shown."""
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
