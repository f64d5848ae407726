"""The stages that cost processor time, in two calls that may run in another process: bytes → ``Feed``, and entries with
their pages → articles judged, read and fingerprinted. Touches no network and no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from digestbot.crossing import crosses
from digestbot.errors import ExtractError, ParseError
from digestbot.garbage import settle
from digestbot.types import Article, Entry, Feed, Fingerprint, Judgement, Reading, Response, Source, Topic

if TYPE_CHECKING:
    from digestbot.sources.identity import EntryKeys
    from digestbot.topics import TopicModel

_JUDGING = Lock()  # a Dask worker reads in several threads, and a model remembers the words that it sees
_OWN_WORDS = "The members of the co-operative have bought the village shop for £40,000 and will vote on 3 March."


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model a worker is to load: the file (None: the shipped one), its time of change, and the topics."""

    path: Path | None
    changed: float
    topics: tuple[Topic, ...]
    relevance_threshold: float | None = None

    @classmethod
    def of(cls, path: Path | None, topics: Sequence[Topic], relevance_threshold: float | None = None) -> ModelSpec:
        """The spec of a file as it is now; a file trained anew gets another spec, so workers load it."""
        found = path if path is not None and path.exists() else None
        return cls(found, found.stat().st_mtime if found else 0.0, tuple(topics), relevance_threshold)


@crosses
@dataclass(frozen=True, slots=True)
class Intake:
    """One entry to read, and its page where one was fetched."""

    entry: Entry
    page: Response | None = None


@crosses
@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and the keys of its entries, in their order."""

    feed: Feed
    keys: tuple[EntryKeys, ...]


@crosses
@dataclass(frozen=True, slots=True)
class Read:
    """One entry as read: everything the store keeps of it, before it is placed among the stories."""

    article: Article
    judgement: Judgement
    reading: Reading
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that gave no text, and why; it is remembered, so that it is not tried at every poll."""

    reason: str


@lru_cache(maxsize=2)  # the old model may still be asked for while a newer one comes in
def load_model(spec: ModelSpec) -> TopicModel:
    """The topic model of a spec, loaded once a process."""
    from digestbot.topics import load

    model = load(spec.path, spec.topics)
    settle()  # most of what a worker keeps is there now
    return model


def relevance_needed(spec: ModelSpec) -> float:
    """The relevance from which an article is taken: the model's own, or the settings' where that is higher."""
    return max(load_model(spec).relevance_needed, spec.relevance_threshold or 0.0)


def warm_up(spec: ModelSpec) -> None:
    """Read a few words of our own: what reading needs is loaded then, and a fault that any entry would meet shows."""
    words = Entry("", "", "https://example.org/", _OWN_WORDS, content=f"<p>{_OWN_WORDS}</p>")
    read_all([Intake(words)], [()], spec, datetime(2026, 1, 1, tzinfo=UTC))


def parse_body(body: bytes, url: str, content_type: str, source: Source, now: datetime) -> Feed | ParseError:
    """``sources.parse``, with the error as a value: ours do not survive the way between processes as exceptions."""
    from digestbot.sources import parse

    try:
        return parse(body, url=url, content_type=content_type, source=source, now=now)
    except ParseError as error:
        return error


def parse_keyed(body: bytes, url: str, content_type: str, source: Source, now: datetime) -> Parsed | ParseError:
    """``parse_body`` with each entry's keys, which cost as much: made here, they cost the database's thread nothing."""
    from digestbot.sources import entry_keys

    found = parse_body(body, url, content_type, source, now)
    return found if isinstance(found, ParseError) else Parsed(found, tuple(map(entry_keys, found.entries)))


def parse_all(
    answers: Sequence[tuple[bytes, str, str, Source, datetime]],
) -> list[Parsed | ParseError]:
    """``parse_keyed`` for several answers, in order."""
    return [parse_keyed(*answer) for answer in answers]


def read_all(
    intakes: Sequence[Intake], priors: Sequence[tuple[str, ...]], spec: ModelSpec, now: datetime
) -> list[Read | Unreadable]:
    """Extract, classify, lift facts out of and fingerprint a batch, in order. One bad page is set aside, no more.

    ``priors`` are each entry's: the topics that its source is said to write about.
    """
    from digestbot.extract import from_entry, read_page
    from digestbot.extract.reading import read
    from digestbot.grouping import fingerprint

    articles: dict[int, Article] = {}
    failed: dict[int, str] = {}
    for number, intake in enumerate(intakes):
        try:
            if intake.page is not None:
                articles[number] = read_page(intake.page, intake.entry, now)
            else:
                articles[number] = from_entry(intake.entry, now)
        except ExtractError as error:
            failed[number] = error.reason
    # All through one stage before any is at the next: its code and tables then stay in the processor's cache.
    model = load_model(spec)
    texts = [(article.title, article.text or article.summary) for article in articles.values()]
    with _JUDGING:
        judgements = model.judge(texts, priors=[priors[number] for number in articles])
    judgements = [_with_threshold(one, spec.relevance_threshold) for one in judgements]
    judged = list(zip(articles.values(), texts, judgements, strict=True))
    readings = [
        read(title, text, article.published or now, now, article.language)
        if judgement.relevant
        else Reading(summary=article.summary)
        for article, (title, text), judgement in judged
    ]
    prints = [
        fingerprint(title, text, article.canonical_url, article.published, story=judgement.relevant)
        for article, (title, text), judgement in judged
    ]
    done = map(Read, articles.values(), judgements, readings, prints)
    return [next(done) if number in articles else Unreadable(failed[number]) for number in range(len(intakes))]


def _with_threshold(judgement: Judgement, threshold: float | None) -> Judgement:
    if threshold is None or judgement.relevance >= threshold or not judgement.relevant:
        return judgement
    scores: Mapping[str, float] = judgement.scores
    return Judgement(relevant=False, relevance=judgement.relevance, topics=(), scores=scores, because={})
