"""One page of a search → a Slack message with buttons for more, for sharing and for keeping the search. Answers that do
not fit are left to the next page, never out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from digestbot.render import actions, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate
from digestbot.render.splitting import CHARS
from digestbot.text import shorten
from digestbot.types import Hit, Message, SearchPage

TITLE_CHARS = 200
SNIPPET_CHARS = 300
URL_CHARS = 600  # of a link in a list; a longer one stands as words alone, so that a page of answers fits
QUERY_CHARS = 400  # serialized, of a query kept in each of five buttons; people type 30
SHOWN_QUERY_CHARS = 80
PAGE = 5  # answers asked for at once: what a phone shows without much scrolling
HITS = 20  # answers on one page at most
HIT_CHARS = 2_000  # serialized, of one answer: at least one fits beside the longest query and notes
NOTES = 3
NOTE_CHARS = (400, 100)  # the second where they hold much that is sent as long escapes
NOTE_SIZE = 800  # serialized, of one note
FOUND_BEGIN, FOUND_END = "\u2068", "\u2069"  # around the words that a search found, see types.Hit


def search(page: SearchPage, *, share: bool = True) -> Message:
    """One page of answers that only the asker sees, with buttons for more, for sharing and for keeping the search.

    Answers that do not fit are left to the next page; the count above and the button below say so.
    """
    query = shorten(wording.tidy(page.query), SHOWN_QUERY_CHARS)
    notes = [_note(note, n) for n, note in enumerate(page.notes[:NOTES])]
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


def _note(note: str, number: int) -> Block:
    for most in NOTE_CHARS:
        block = make.context(f"💡 {shorten(note, most)}", f"note-{number}")
        if size([block]) <= NOTE_SIZE:
            break
    return block


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
        previous = max(page.offset - max(len(page.hits), PAGE), 0)
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
        parts = [title_link(item.url, shorten(wording.tidy(item.title), title), bold=True), make.newline()]
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


def title_link(url: str, title: str, *, bold: bool = False) -> Block:
    """A headline with its link; one whose address is too long for a list stands alone."""
    label = shorten(wording.tidy(title), TITLE_CHARS) or wording.UNTITLED
    return make.anchor(url if len(url) <= URL_CHARS else "", label, bold=bold)
