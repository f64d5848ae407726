"""Where a month's articles stand, and what is watched → outlets that reach the newsroom only by way of others, with
what there is to watch at them. An aggregator is how a new outlet is first met.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from digestbot.errors import DigestbotError
from digestbot.render.coverage import OutletNote
from digestbot.types import Preview, Source
from digestbot.urls import host

log = logging.getLogger(__name__)

AT_LEAST = 2  # articles in the span: one may be chance
SHOWN = 8  # outlets of one report: what an admin looks into in a quarter of an hour
OWN_SHARE = (
    0.5  # a host with more than half of a source's articles is where that source lives, whatever serves its feed
)

Look = Callable[[str], Awaitable[Preview]]


def consider(addresses: Mapping[str, Sequence[str]], sources: Sequence[Source]) -> list[OutletNote]:
    """The outlets with most articles that no source watches, most first.

    ``addresses`` maps a source's id to the addresses of its relevant articles. An outlet counts as watched where it is
    the host of a source's own address or the home of most of a source's articles.
    """
    titles = {source.id: source.title or source.id for source in sources}
    by_source = {source: Counter(_site(url) for url in urls) for source, urls in addresses.items()}
    watched = {_site(source.url) for source in sources} | {""}
    for counted in by_source.values():
        watched |= {site for site, count in counted.items() if count > OWN_SHARE * counted.total()}
    found: dict[str, Counter[str]] = {}
    for source, counted in by_source.items():
        for site, count in counted.items():
            if site not in watched:
                found.setdefault(site, Counter())[titles.get(source, source)] += count
    notes = [
        OutletNote(site, by_way.total(), tuple(title for title, _ in by_way.most_common()))
        for site, by_way in found.items()
        if by_way.total() >= AT_LEAST
    ]
    return sorted(notes, key=lambda one: (-one.articles, one.host))[:SHOWN]


async def looked_at(notes: Sequence[OutletNote], look: Look) -> tuple[OutletNote, ...]:
    """The same with what there is to watch on each one's home page; those that turn out to be watched are left out."""

    async def one(note: OutletNote) -> OutletNote | None:
        try:
            found = await look(f"https://{note.host}/")
        except DigestbotError as error:  # a home page that does not answer costs the report only the address
            log.info("outlet.not_looked_at host=%s reason=%s", note.host, error)
            return note
        return None if found.known_as else replace(note, feed=found.url)

    return tuple(note for note in await asyncio.gather(*map(one, notes)) if note is not None)


def _site(url: str) -> str:
    return host(url).removeprefix("www.")
