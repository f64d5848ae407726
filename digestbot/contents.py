"""A source's answer → its entries: the parsed body, the parts of a sitemap index, or what a page leads to.

Parsing runs in a worker, and each entry's keys are made there too. Touches no database.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digestbot.errors import FetchError, ParseError
from digestbot.executors import Workers
from digestbot.fetch import Fetcher, schedule
from digestbot.reading import Parsed, parse_all
from digestbot.sources.discovery import find
from digestbot.together import Together
from digestbot.types import Request, Response, Source, SourceState

log = logging.getLogger(__name__)
_Answer = tuple[bytes, str, str, Source, datetime]  # body, address, content type, whose, when fetched

FEEDS_TRIED = 3  # feeds that a page names and that are tried, best first
PARSED_TOGETHER = 1_000_000  # bytes of bodies in one call of a worker: some seconds of a slow parser's work
LEAST_WEIGHT = 60_000  # bytes that the smallest body counts for: sixteen feeds a call leave hardly any overhead
CHILD_SITEMAPS = 3  # newest parts of a sitemap index that are read in one round


@dataclass(frozen=True, slots=True)
class Contents:
    """What a source holds, and where and as what it was found."""

    source: Source
    state: SourceState
    response: Response
    parsed: Parsed


class Parsing:
    """Answers of several sources are parsed in one call of a worker: the way there and back costs as much as parsing a
    small feed. What one of them does to the worker costs no other anything but time.
    """

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self._together = Together(self._visit, most=PARSED_TOGETHER, weight=_weight, at_once=workers.count)

    async def __call__(self, source: Source, response: Response) -> Parsed:
        """The body alone, parsed. Raises ParseError."""
        return await self._together((response.body, response.url, response.content_type, source, response.fetched_at))

    async def _visit(self, answers: Sequence[_Answer]) -> Sequence[Parsed | Exception]:
        try:
            return await self.workers.run(parse_all, answers)
        except Exception as error:
            if len(answers) == 1:
                raise
            log.warning("parsing.failed answers=%d reason=%s %s", len(answers), type(error).__name__, error)
        return [await self._alone(answer) for answer in answers]

    async def _alone(self, answer: _Answer) -> Parsed | Exception:
        try:
            (parsed,) = await self.workers.run(parse_all, [answer], alone=True)
        except Exception as error:  # noqa: BLE001  # it is raised where this answer is waited for
            return error
        return parsed


def _weight(answer: _Answer) -> int:
    return max(len(answer[0]), LEAST_WEIGHT)


async def read_contents(
    fetcher: Fetcher, parse: Parsing, source: Source, state: SourceState, response: Response
) -> Contents:
    """The parsed body; of a sitemap index also its newest parts; of a page whose kind nobody has named, what is found
    there: a feed that it names, else its own list of articles.

    Raises ParseError; FetchError when no part of a sitemap index can be had.
    """
    named = source if source.kind or not state.kind else replace(source, kind=state.kind)
    try:
        parsed = await parse(named, response)
    except ParseError:
        if named.kind is not None:
            raise
        return await _found(fetcher, parse, named, state, response)
    return Contents(named, state, response, await _with_children(fetcher, parse, named, parsed))


async def _found(fetcher: Fetcher, parse: Parsing, source: Source, state: SourceState, response: Response) -> Contents:
    found = await parse.workers.run(find, response.body, response.url, response.content_type)
    for one in found.feeds[:FEEDS_TRIED]:
        try:
            answer = await fetcher.get(Request(one.url))
            parsed = await parse(source, answer)
        except (FetchError, ParseError) as error:
            log.info("source.not_there source=%s reason=%s", source.id, error)
            continue
        # Remembered like a lasting move: dropped, and looked for anew, when it stops answering.
        moved = replace(state, kind=parsed.feed.kind, moved_to=one.url, moved_seen=schedule.MOVED_AFTER)
        return Contents(source, moved, answer, parsed)
    site = replace(source, kind="site")
    parsed = await parse(site, response)
    return Contents(site, state, response, await _with_children(fetcher, parse, site, parsed))


async def _with_children(fetcher: Fetcher, parse: Parsing, source: Source, parsed: Parsed) -> Parsed:
    feed = parsed.feed
    if not feed.children:
        return parsed
    entries, keys = list(feed.entries), list(parsed.keys)
    failed: list[FetchError | ParseError] = []
    children = feed.children[:CHILD_SITEMAPS]
    for child in children:
        try:
            part = await parse(source, await fetcher.get(Request(child)))
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
