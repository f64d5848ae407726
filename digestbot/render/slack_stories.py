"""One story → its Slack blocks: told in full with the menu beside it, or in a list in brief or as its headline. Fits it
into a room by naming fewer outlets and cutting words; never drops it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from digestbot.render import blocks as make
from digestbot.render import key_facts, wording
from digestbot.render.blocks import Block
from digestbot.render.limits import size
from digestbot.text import sentences, shorten
from digestbot.types import Digest, DigestStory

# Most outlets named, and most characters of headline, summary and dateline: as many as fit, tried in this order. A
# headline of more than 250 characters is a paragraph put into the wrong field.
SHRINKING = ((4, 250, 900, 500), (2, 250, 450, 300), (0, 120, 200, 80))
STORY_CHARS = 5_000  # serialized, of one story with everything around it
BRIEF_CHARS = 1_400  # serialized, of one story told in brief
BRIEF_SUMMARY, BRIEF_DATELINE = 200, 200  # characters: two lines each on a wide screen
ROW_URL_CHARS = 400  # of an address in a list; longer ones cost more room than they are worth there
LINE_CHARS = 125  # of a headline in a list
SOURCE_CHARS = 80


def told(story: DigestStory, digest: Digest, tag: str) -> list[Block]:
    """Two blocks: headline, summary and outlets; then source, day and facts beside the menu.

    ``tag`` ends every block id.
    """
    dateline = " · ".join(key_facts.dateline(story, digest))
    menu = make.story_menu(story.item_id)
    # Addresses and non-Latin text can be long without end: outlets go first, then words, never the story.
    for also, title, summary, facts in SHRINKING:
        words = make.rich_text(_telling(story, also, title, summary), f"story-{story.id}{tag}")
        beside = make.section(shorten(dateline, facts), f"story-{story.id}.menu{tag}", menu)
        if size([words, beside]) <= STORY_CHARS:
            return [words, beside]
    bare = make.words(shorten(wording.title_of(story), 120), bold=True)
    return [make.rich_text([bare], f"story-{story.id}{tag}"), beside]


def brief(story: DigestStory, digest: Digest) -> list[Block]:
    """One item of a list: headline, two lines of summary, and where and when; ``row`` where that is too long."""
    others = [wording.tidy(one.source) for one in story.also if wording.tidy(one.source)]
    said = _first(wording.tidy(story.summary), BRIEF_SUMMARY)
    dateline = key_facts.dateline(story, digest, said=said)
    dateline[2:2] = [f"also in {', '.join(others)}"] if others else []
    parts = [
        make.anchor(story.url, shorten(wording.title_of(story), LINE_CHARS), bold=True),
        *([make.line(said)] if said else []),
        *_view(story, LINE_CHARS, 0),
        make.line(shorten(" · ".join([*_mark(story), *dateline]), BRIEF_DATELINE), italic=True),
    ]
    return parts if size(parts) <= BRIEF_CHARS else row(story)


def _view(story: DigestStory, title: int, says: int) -> Iterable[Block]:
    """A line with the opinion that stands beside this one; ``says`` characters of source and what it says, at least
    the source.
    """
    if story.view is not None:
        yield make.line("⇄ Another view: ")
        yield make.anchor(story.view.url, shorten(key_facts.view_title(story.view), title))
        source = shorten(key_facts.view_says(replace(story.view, says="")), SOURCE_CHARS)
        yield make.words(shorten(key_facts.view_says(story.view), says) if says else source)


def _first(text: str, most: int) -> str:
    """As many whole sentences as fit; the first, cut, where not even that does."""
    found = sentences(text)
    while len(found) > 1 and len(" ".join(found)) > most:
        found.pop()
    return shorten(" ".join(found), most)


def _mark(story: DigestStory) -> list[str]:
    mark = wording.update_mark(story)
    return [f"↻ {mark}"] if mark else []


def row(story: DigestStory) -> list[Block]:
    """One line of a list: the headline as a link, and its source."""
    title = shorten(wording.title_of(story), LINE_CHARS)
    url = story.url if len(story.url) <= ROW_URL_CHARS else ""
    mark = "↻ " if story.update_of is not None else ""
    source = shorten(wording.tidy(story.source), SOURCE_CHARS)
    return [
        *([make.words(mark)] if mark else []),
        make.anchor(url, title),
        *([make.words(f" · {source}")] if source else []),
    ]


def _telling(story: DigestStory, also: int, title: int, summary: int) -> Iterable[Block]:
    yield make.anchor(story.url, shorten(wording.title_of(story), title), bold=True)
    mark = wording.update_mark(story)
    if mark:
        yield make.line("↻ ")
        yield make.anchor(story.update_of or "", shorten(mark, 200), italic=True)
    said = shorten(wording.tidy(story.summary), summary)
    if said:
        yield make.line(said)
    quoted = shorten(key_facts.quotation(story), summary)
    if quoted:
        yield make.line(quoted, italic=True)
    yield from _view(story, title, summary)
    if story.also and also:
        yield make.line("Also in ")
        for number, one in enumerate(story.also[:also]):
            if number:
                yield make.words(", ")
            yield make.anchor(one.url, shorten(wording.tidy(one.source) or "another outlet", SOURCE_CHARS))
    rest = len(story.also) - also
    if story.also and rest > 0:
        yield make.words(f" and {rest} more") if also else make.line(f"Also in {wording.count(rest, 'more outlet')}")
