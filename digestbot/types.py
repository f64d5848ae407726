"""The frozen records that pass between rooms, in the order in which a piece of news meets them.

``Source`` → ``Request`` → ``Response`` → ``Entry`` → ``Article`` → ``Judgement`` + ``Placement`` →
``Item`` → ``Story`` → ``Digest``. No later stage fills in a field of an earlier record.
All times are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

SourceKind = Literal["feed", "site", "sitemap"]
SourceStatus = Literal["ok", "unchanged", "failed", "gone", "backing-off", "paused"]
FactKind = Literal["deadline", "event", "money", "person", "organisation", "place", "quotation"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to watch, as the configuration gives it."""

    id: str
    url: str
    kind: SourceKind | None = None  # None: found out on the first poll
    title: str = ""
    weight: float = 1.0
    every: timedelta | None = None  # None: adapts to how often the source publishes
    topics: tuple[str, ...] = ()
    paused: bool = False
    link_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store remembers about a source between polls."""

    source_id: str
    kind: SourceKind | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    next_check: datetime | None = None
    failures: int = 0
    status: SourceStatus | None = None
    http_status: int | None = None
    error: str | None = None
    moved_to: str | None = None  # target of a permanent redirect
    moved_seen: int = 0  # how often in a row that target was seen
    added_at: datetime | None = None
    unchanged_run: int = 0  # answers "unchanged" in a row, for the full fetch now and then


@dataclass(frozen=True, slots=True)
class Request:
    """One GET to make. ``purpose`` decides the robots.txt rule: pages obey it, feeds were asked for."""

    url: str
    purpose: Literal["source", "page"] = "source"
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: status 200 with a body, or 304 with none.

    ``url`` is the final address; ``moved_to`` is set when every hop that led there was a permanent
    redirect. ``headers`` has lower-case names.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    moved_to: str | None = None

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a picture, a recording, a PDF."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, sitemap or listing page. ``summary`` and ``content`` are HTML from outside."""

    source_id: str
    guid: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    author: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed source: its entries in document order, and what it says of itself.

    ``min_interval`` is the lower bound that ``ttl``, ``sy:updatePeriod`` or ``Cache-Control`` ask for;
    ``problem`` says what was wrong with a body that could be read all the same.
    """

    kind: SourceKind
    format: str
    title: str
    entries: tuple[Entry, ...]
    language: str | None = None
    min_interval: timedelta | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something lifted out of an article: ``text`` as written, ``value`` normalised.

    deadline/event: ISO 8601 date or date-time; money: ``GBP 2000000``; quotation: the words, with the
    speaker in ``detail``; organisation, person, place: the name, with the role in ``detail``.
    """

    kind: FactKind
    text: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What one entry says in full, from its page or, where that is better, from the feed itself.

    ``wall`` names what stood in the way of the page (``consent``, ``paywall``, ``javascript``,
    ``login``, ``not-found``); the text is then the feed's own. ``published`` None means undated.
    """

    url: str
    canonical_url: str
    title: str
    text: str
    summary: str = ""
    author: str | None = None
    published: datetime | None = None
    language: str | None = None
    image: str | None = None
    wall: str | None = None
    from_page: bool = False
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an article is about. ``scores`` and ``relevance`` are probabilities in [0, 1]."""

    relevant: bool
    relevance: float
    topics: tuple[str, ...]
    scores: Mapping[str, float] = field(default_factory=dict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs among those stored: a copy, part of a story, or news of its own."""

    story_id: int | None  # None: a new story
    duplicate_of: int | None  # item id of the copy it repeats
    reason: str
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """A stored article with its judgement and placement."""

    id: int
    source_id: str
    source_title: str
    url: str
    title: str
    text: str
    summary: str
    author: str | None
    published: datetime
    first_seen: datetime
    relevant: bool
    relevance: float
    topics: tuple[str, ...]
    story_id: int
    duplicate_of: int | None = None
    language: str | None = None
    image: str | None = None
    wall: str | None = None
    source_weight: float = 1.0
    news_at: datetime | None = None  # when it (last) became news; None: archive only
    scores: Mapping[str, float] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another outlet that tells the same story."""

    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Story:
    """All items about one event; ``lead`` is the version to show, ``items`` holds every one of them."""

    id: int
    lead: Item
    items: tuple[Item, ...]
    follows: int | None = None  # digest id in which an earlier part of it was told
    follows_link: str | None = None


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story as a digest tells it. ``score`` is the sum of ``parts``."""

    id: int
    item_id: int
    title: str
    url: str
    source: str
    published: datetime
    topics: tuple[str, ...]
    summary: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    also: tuple[AlsoIn, ...] = ()
    update_of: str | None = None  # link to the earlier Slack message, or ""


@dataclass(frozen=True, slots=True)
class Section:
    """The stories under one topic heading, best first."""

    topic: str
    label: str
    emoji: str
    stories: tuple[DigestStory, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that closes or takes place on a day ahead."""

    day: date
    kind: Literal["closes", "event"]
    title: str
    url: str
    source: str
    story_id: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one channel gets at one time. ``id`` is stable: channel, kind and day."""

    id: str
    channel: str
    date: date
    kind: Literal["daily", "weekly"]
    window_start: datetime
    window_end: datetime
    timezone: str
    sections: tuple[Section, ...]
    deadlines: tuple[Deadline, ...] = ()
    omitted: int = 0
    gap_days: int = 0  # > 0: catching up after downtime

    @property
    def stories(self) -> tuple[DigestStory, ...]:
        return tuple(story for section in self.sections for story in section.stories)


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message ready to send: blocks and the text that notifications read.

    ``in_thread`` messages are replies to the first message of their digest.
    """

    text: str
    blocks: tuple[Mapping[str, object], ...]
    in_thread: bool = False


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one poll of one source did."""

    id: str
    status: SourceStatus
    http_status: int | None = None
    new: int = 0
    error: str | None = None
    seconds: float = 0.0
