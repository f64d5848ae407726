"""Title and text of an article → its facts, each kind by its own module. Never raises, never guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from digestbot.extract.facts.dated import find_dated
from digestbot.extract.facts.leftover import find_leftover
from digestbot.extract.facts.money import find_money
from digestbot.extract.facts.names import Name, find_runs, overlaps
from digestbot.extract.facts.organisations import find_organisations
from digestbot.extract.facts.parts import part_of
from digestbot.extract.facts.people import Person, find_people
from digestbot.extract.facts.places import find_places
from digestbot.extract.facts.quotations import find_quotations
from digestbot.types import Fact, FactKind

# Between bodies that have the same part: "sponsored by Midcounties and the law firm Anthony Collins".
_JOINS = re.compile(
    r"(?:,| and|, and)(?: the)?(?: (?:[a-z]+ )?(?:firm|insurer|bank|lender|charity|union|retailer|company|consultancy"
    r"|co-op|foundation|trust|society|group|think tank|agency|newspaper|supermarket))? "
)
MOST = 40  # facts of one kind kept; an article with more is a list


def find(
    title: str, text: str, published: datetime | None, now: datetime, language: str | None = None
) -> tuple[Fact, ...]:
    """The facts of one article, by kind and then in the order of the text.

    ``published`` (aware; None: ``now``) is what days without a year are counted from. ``language`` (ISO 639-1;
    None: English) other than English leaves out what only the English rules can read.
    """
    whole = f"{title}\n{text}"
    runs = find_runs(text)
    organisations = find_organisations(text, runs)
    places = find_places(text, runs, organisations)
    people = find_people(text, runs, organisations, places)
    named = [Name(person.start, person.end, person.name) for person in people]
    places = [place for place in places if not overlaps(place.start, place.end, named)]
    taken = sorted([*organisations, *places, *named], key=lambda name: name.start)
    organisations = sorted(
        [
            *organisations,
            *(name for name in find_leftover(text, runs, organisations, taken) if not _is_short(name, organisations)),
        ],
        key=lambda name: name.start,
    )
    return (
        *find_dated(whole, published or now, language),
        *find_money(whole, language)[:MOST],
        *_persons(people)[:MOST],
        *_bodies(text, organisations)[:MOST],
        *_once("place", places)[:MOST],
        *find_quotations(text, people)[:MOST],
    )


def _is_short(name: Name, organisations: Iterable[Name]) -> bool:
    """Whether it is a body named in full elsewhere: "Lakeland" beside "Lakeland Dairies"."""
    return any(one.text.startswith(f"{name.text} ") for one in organisations)


def _bodies(text: str, names: Iterable[Name]) -> list[Fact]:
    """Each organisation once, with what it is to the matter ("sponsor") where the words beside it say so."""
    roles: dict[str, str] = {}
    last: Name | None = None
    for name in names:
        part = part_of(text, name.start, name.end)
        if not part and last and _JOINS.fullmatch(text, last.end, name.start):
            part = roles[last.text]  # "sponsors Unity Trust Bank and Midcounties"
        roles[name.text] = roles.get(name.text, "") or part
        last = name
    return [Fact("organisation", name, name, role) for name, role in roles.items()]


def _once(kind: FactKind, names: Iterable[Name]) -> list[Fact]:
    return [Fact(kind, name, name) for name in dict.fromkeys(name.text for name in names)]


def _persons(people: Iterable[Person]) -> list[Fact]:
    roles: dict[str, str] = {}
    for person in people:
        roles[person.name] = roles.get(person.name, "") or person.role
    return [Fact("person", name, name, role) for name, role in roles.items()]
