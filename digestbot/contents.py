"""A source's answer → its entries: the parsed body, the parts of a sitemap index, or what a page leads to.

Parsing runs in a worker, and each entry's keys are made there too. Touches no database.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from digestbot.errors import FetchError, ParseError
from digestbot.executors import Workers
from digestbot.fetch import Fetcher, schedule
from digestbot.reading import Parsed, parse_keyed
from digestbot.sources.discovery import find
from digestbot.types import Request, Response, Source, SourceState

log = logging.getLogger(__name__)

FEEDS_TRIED = 3  # feeds that a page names and that are tried, best first
CHILD_SITEMAPS = 3  # newest parts of a sitemap index that are read in one round


@dataclass(frozen=True, slots=True)
class Contents:
    """What a source holds, and where and as what it was found."""

    source: Source
    state: SourceState
    response: Response
    parsed: Parsed


async def read_contents(
    fetcher: Fetcher, workers: Workers, source: Source, state: SourceState, response: Response
) -> Contents:
    """The parsed body; of a sitemap index also its newest parts; of a page whose kind nobody has named, what is found
    there: a feed that it names, else its own list of articles.

    Raises ParseError; FetchError when no part of a sitemap index can be had.
    """
    named = source if source.kind or not state.kind else replace(source, kind=state.kind)
    try:
        parsed = await parse_answer(workers, named, response)
    except ParseError:
        if named.kind is not None:
            raise
        return await _found(fetcher, workers, named, state, response)
    return Contents(named, state, response, await _with_children(fetcher, workers, named, parsed))


async def _found(
    fetcher: Fetcher, workers: Workers, source: Source, state: SourceState, response: Response
) -> Contents:
    found = await workers.run(find, response.body, response.url, response.content_type)
    for one in found.feeds[:FEEDS_TRIED]:
        try:
            answer = await fetcher.get(Request(one.url))
            parsed = await parse_answer(workers, source, answer)
        except (FetchError, ParseError) as error:
            log.info("source.not_there source=%s reason=%s", source.id, error)
            continue
        # Remembered like a lasting move: dropped, and looked for anew, when it stops answering.
        moved = replace(state, kind=parsed.feed.kind, moved_to=one.url, moved_seen=schedule.MOVED_AFTER)
        return Contents(source, moved, answer, parsed)
    site = replace(source, kind="site")
    parsed = await parse_answer(workers, site, response)
    return Contents(site, state, response, await _with_children(fetcher, workers, site, parsed))


async def _with_children(fetcher: Fetcher, workers: Workers, source: Source, parsed: Parsed) -> Parsed:
    feed = parsed.feed
    if not feed.children:
        return parsed
    entries, keys = list(feed.entries), list(parsed.keys)
    failed: list[FetchError | ParseError] = []
    children = feed.children[:CHILD_SITEMAPS]
    for child in children:
        try:
            part = await parse_answer(workers, source, await fetcher.get(Request(child)))
        except (FetchError, ParseError) as error:
            log.info("sitemap.part_failed source=%s reason=%s", source.id, error)
            failed.append(error)
            continue
        entries += part.feed.entries
        keys += part.keys
    if failed and len(failed) == len(children):
        raise failed[0]
    if failed:
        feed = replace(feed, problem=f"{len(failed)} of {len(children)} parts failed: {failed[0].reason}")
    return Parsed(replace(feed, entries=tuple(entries)), tuple(keys))


async def parse_answer(workers: Workers, source: Source, response: Response) -> Parsed:
    """The body alone, parsed. Raises ParseError."""
    parsed = await workers.run(
        parse_keyed, response.body, response.url, response.content_type, source, response.fetched_at
    )
    if isinstance(parsed, ParseError):
        raise parsed
    return parsed
