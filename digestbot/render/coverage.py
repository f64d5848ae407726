"""What the sources brought in a month → the report that admins get: plain text, Slack messages, JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from digestbot.render import blocks as make
from digestbot.render import wording
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate
from digestbot.render.splitting import CHARS, Group, pack
from digestbot.text import shorten
from digestbot.types import Message

LINES = 40  # rows of a list in one message
NAME_CHARS = 100
ADVICE_CHARS = 300


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source and what there is to say of it."""

    id: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TopicNote:
    """A topic, and the one source that feeds it ("" for none) with so many articles."""

    id: str
    label: str
    source: str = ""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class OutletNote:
    """An outlet that nobody watches: so many relevant ``articles`` of it came ``by_way_of`` sources (their titles).

    ``feed`` is what there is to watch, "" where its home page names nothing.
    """

    host: str
    articles: int
    by_way_of: tuple[str, ...]
    feed: str = ""


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """From ``first`` to ``last``, both included. ``never``: sources of which no digest has told a story yet;
    ``consider``: outlets worth watching.
    """

    first: date
    last: date
    articles: int
    copies: int
    stories: int
    never: tuple[SourceNote, ...] = ()
    one_source: tuple[TopicNote, ...] = ()
    no_source: tuple[TopicNote, ...] = ()
    silent: tuple[SourceNote, ...] = ()
    failing: tuple[SourceNote, ...] = ()
    consider: tuple[OutletNote, ...] = ()


def text(report: CoverageReport) -> str:
    """The report for a terminal or a file."""
    lines = [_title(report), _overview(report)]
    for heading, rows in _lists(report):
        lines += ["", heading, *(f"  - {row}" for row in rows)]
    return "\n".join(lines) + "\n"


def messages(report: CoverageReport) -> tuple[Message, ...]:
    """The report for the admins' channel; what does not fit goes into its thread."""
    head = [make.header(f"🧭 {_title(report)}", "coverage"), make.context(_overview(report), "coverage-overview")]
    groups: list[tuple[Group, list[str]]] = []
    for number, (heading, rows) in enumerate(_lists(report)):
        for place, row in enumerate(rows):
            bullet = make.bullets([[make.words(row)]], f"coverage-{number}-{place}")
            title = [] if place else [make.header(heading, f"coverage-{number}")]
            groups.append(([*title, bullet], []))
    made = []
    for number, part in enumerate(pack(groups, first=LINES, room=CHARS - size(head)) or [[]]):
        found = [block for group, _ in part for block in group]
        blocks = tuple(found if number else [*head, *found])
        made.append(Message(inert(f"{_title(report)}. {_overview(report)}"), blocks, in_thread=number > 0))
    for message in made:
        validate(message)
    return tuple(made)


def as_json(report: CoverageReport) -> dict[str, Any]:
    """The report as plain values; days are dates."""
    return asdict(report)


def _title(report: CoverageReport) -> str:
    return f"Coverage, {report.first.day} {report.first:%B} to {report.last.day} {report.last:%B %Y}"


def _overview(report: CoverageReport) -> str:
    saved = report.articles - report.stories
    return (
        f"{wording.count(report.articles, 'relevant article')} told {wording.count(report.stories, 'story')}: "
        f"{saved} need not be read twice, {report.copies} of them word for word"
    )


def _lists(report: CoverageReport) -> Iterator[tuple[str, list[str]]]:
    """Every list that has something in it, under its heading."""
    if report.failing:
        yield "Sources that fail", [_source(one) for one in report.failing]
    if report.silent:
        yield "Sources that have gone quiet", [_source(one) for one in report.silent]
    if report.never:
        yield "Sources that never made a digest", [_source(one) for one in report.never]
    if report.one_source:
        yield (
            "Topics that one source feeds",
            [
                f"{_name(one.label)}: {_name(one.source)} alone, {wording.count(one.articles, 'article')}"
                for one in report.one_source
            ],
        )
    if report.no_source:
        yield "Topics without an article", [_name(one.label) for one in report.no_source]
    if report.consider:
        yield "Feeds to consider", [_outlet(one) for one in report.consider]


def _source(one: SourceNote) -> str:
    note = shorten(wording.tidy(one.note), ADVICE_CHARS)
    return f"{_name(one.title or one.id)}: {note}" if note else _name(one.title or one.id)


def _outlet(one: OutletNote) -> str:
    came = f"{wording.count(one.articles, 'article')} by way of {', '.join(_name(title) for title in one.by_way_of)}"
    what = f"to watch it: digestbot sources add {one.feed}" if one.feed else "its home page names no feed"
    return f"{_name(one.host)}: {came}; {what}"


def _name(label: str) -> str:
    return shorten(wording.tidy(label), NAME_CHARS) or wording.UNTITLED
