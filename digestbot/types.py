"""The frozen records that pass between rooms, in the order in which a piece of news meets them.

``Source`` → ``Request`` → ``Response`` → ``Entry`` → ``Sighting`` → ``Article`` → ``Judgement`` + ``Reading`` +
``Fingerprint`` → ``Placement`` → ``Item`` → ``Story`` → ``Digest`` → ``Message``. No later stage fills in a field of
an earlier record. All times are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from digestbot.crossing import crosses

SourceKind = Literal["feed", "site", "sitemap"]
SourceStatus = Literal["ok", "unchanged", "failed", "gone", "backing-off", "paused"]
FactKind = Literal["deadline", "event", "money", "person", "organisation", "place", "quotation"]


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)  # as ``date.weekday()`` counts them
TopicKind = Literal["core", "facet"]
Verdict = Literal["useful", "not-relevant", "topics", "relevant"]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text the model learns from; ``topics`` empty and ``relevant`` False: not for us."""

    id: str
    title: str
    text: str
    relevant: bool
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as ``config/topics.yaml`` gives it.

    ``threshold`` None: the model's own, fitted cut-off. ``terms`` carry a topic that has too few examples.
    """

    id: str
    label: str
    emoji: str
    definition: str
    kind: TopicKind = "core"
    threshold: float | None = None
    terms: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """Who gets which digest, and when. ``topics`` empty: every relevant item; ``weekly`` None: no round-up.

    ``editor_channel``: where the day's draft is shown from ``draft_at`` until ``at``, for an editor to change.
    """

    channel: str
    topics: tuple[str, ...] = ()
    at: time = time(8, 30)
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    timezone: str = "Europe/London"
    max_stories: int = 12
    min_stories: int = 1
    quiet_day: Literal["note", "skip"] = "note"
    weekly: Weekday | None = None
    alerts: tuple[str, ...] = ()
    editor_channel: str | None = None
    draft_at: time | None = None


@crosses
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
    url: str = ""  # the configured address that all this is about
    succeeded_at: datetime | None = None  # when it last answered with something to read, or with "unchanged"
    skip_hours: frozenset[int] = frozenset()  # as Feed.skip_hours, when it was last read
    min_interval: timedelta | None = None  # as Feed.min_interval, when it was last read
    hub: str | None = None  # who tells of its news as it comes (WebSub), and under which address
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What one more unchanged answer makes of a source's state; all else in it stays."""

    source_id: str
    checked_at: datetime  # and ``succeeded_at``
    next_check: datetime
    unchanged_run: int
    http_status: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """A WebSub subscription to one source: what its hub calls it, where it is to call, and until when it will.

    ``until`` None: the hub has not confirmed it. ``problem`` says why the last request for it came to nothing.
    """

    source_id: str
    hub: str
    topic: str
    callback: str  # ends in a token that nobody else knows
    secret: str
    asked_at: datetime | None = None
    until: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One GET to make. ``purpose`` decides the robots.txt rule: pages obey it, feeds were asked for."""

    url: str
    purpose: Literal["source", "page"] = "source"
    etag: str | None = None
    last_modified: str | None = None


@crosses
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


@crosses
@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a picture, a recording, a PDF."""

    url: str
    type: str = ""
    length: int | None = None


@crosses
@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, sitemap or listing page. ``summary`` and ``content`` are HTML from outside; ``origin`` names
    the outlet that an aggregator took it over from.
    """

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
    origin: str = ""


@crosses
@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed source: its entries in document order, and what it says of itself.

    ``min_interval`` is the lower bound that ``ttl``, ``sy:updatePeriod`` or ``Cache-Control`` ask for;
    ``problem`` says what was wrong with a body that could be read all the same. ``skip_hours`` are the hours of the
    week (UTC, 0 = Monday 00:00 … 167) in which ``skipHours`` and ``skipDays`` ask not to call; ``children`` are the
    addresses of further sitemaps that a sitemap index names, newest first; ``hub`` is the WebSub hub that tells of
    news as it comes, and ``topic`` the address it knows the feed by (None: the one it was read from).
    """

    kind: SourceKind
    format: str
    title: str
    entries: tuple[Entry, ...]
    language: str | None = None
    min_interval: timedelta | None = None
    problem: str | None = None
    skip_hours: frozenset[int] = frozenset()
    children: tuple[str, ...] = ()
    hub: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found at an address, before anything is saved. ``newest`` holds at most five entries, newest first;
    ``last_week``: how many the week before brought; ``others``: addresses of further feeds there.
    """

    url: str
    kind: SourceKind
    title: str
    newest: tuple[Entry, ...]
    last_week: int
    others: tuple[str, ...] = ()
    known_as: str | None = None  # id of the source that watches this address already


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """What the store remembers of an entry it has seen, enough to know it again."""

    id: int
    source_id: str
    guid: str
    url: str
    canonical_url: str
    title_key: str  # folded title, see sources.identity.title_key
    content_hash: str
    item_id: int | None
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry, and whether it was seen before: ``new``, ``changed`` (same entry, other words) or ``seen``."""

    entry: Entry
    kind: Literal["new", "changed", "seen"]
    record_id: int | None
    reason: str


@crosses
@dataclass(frozen=True, slots=True)
class Fact:
    """Something lifted out of an article: ``text`` as written, ``value`` normalised.

    deadline/event: ISO 8601 date or date-time; money: ``GBP 2000000``; quotation: the words, with the
    speaker in ``detail``; organisation, person, place: the name, with the role in ``detail``. ``occasion``: what takes
    place on the day of an event ahead, in a word or two ("AGM"); "" if unknown.
    """

    kind: FactKind
    text: str
    value: str
    detail: str = ""
    occasion: str = ""


@crosses
@dataclass(frozen=True, slots=True)
class Article:
    """What one entry says in full, from its page or, where that is better, from the feed itself.

    ``wall`` names what stood in the way of the page (``consent``, ``paywall``, ``javascript``, ``login``,
    ``not-found``, ``bot-check``, ``empty``, ``file``); the text is then the feed's own, or a paywall's teaser where
    that is longer. ``published`` None means undated; ``outlet`` is whose article it is, where that is not its source.
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
    outlet: str = ""


EXAMPLE_SUFFIX = "/example"
LANGUAGE = "language"  # the key of ``because`` that says in which language a text is that was not judged


@crosses
@dataclass(frozen=True, slots=True)
class Judgement:
    """What an article is about. ``scores`` and ``relevance`` are probabilities in [0, 1].

    ``because`` maps a topic to the words that spoke for it, and the topic with ``EXAMPLE_SUFFIX`` to the title of the
    example most like the article.
    """

    relevant: bool
    relevance: float
    topics: tuple[str, ...]
    scores: Mapping[str, float] = field(default_factory=dict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@crosses
@dataclass(frozen=True, slots=True)
class Reading:
    """What a relevant article says, lifted out: two or three of its own sentences, and facts."""

    summary: str
    facts: tuple[Fact, ...] = ()


@crosses
@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping needs to know of an article, small enough to keep for every item stored.

    ``minhash`` holds the 4-byte little-endian hashes; ``bands`` their locality-sensitive keys; ``terms`` the
    weighted terms (term id → term frequency weight, 16 added for a name) by which a story is found.
    """

    canonical_url: str
    text_hash: str
    minhash: bytes
    bands: tuple[int, ...]
    terms: Mapping[int, float]
    published: datetime | None
    title: str = ""
    length: int = 0  # words of text
    roundup: bool = False  # names many stories, so joins none
    posted: tuple[int, ...] = ()  # the rarest of ``terms``, rarest first: only these are posted and looked up


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored item that a new one might repeat or continue."""

    item_id: int
    story_id: int
    duplicate_of: int | None
    fingerprint: Fingerprint
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many items are stored, and in how many of them each term asked for occurs (absent: none)."""

    total: int
    counts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs among those stored: a copy, part of a story, or news of its own."""

    story_id: int | None  # None: a new story
    duplicate_of: int | None  # item id of the copy it repeats
    reason: str
    similarity: float = 0.0
    merge: tuple[int, ...] = ()  # further stories that turn out to be this one
    move: tuple[tuple[int, int | None], ...] = ()  # item id → story it fits better; None: the new item's story
    split: tuple[tuple[int, ...], ...] = ()  # stored items that are stories of their own after all
    copies: tuple[int, ...] = ()  # stored originals that turn out to be copies: of ``duplicate_of``, or else of this
    roundup: bool = False  # it names many stories and joins none, nor may anything join it


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
class View:
    """What somebody else thinks of the matter: an opinion beside another of one story. ``says``: a sentence of it."""

    title: str
    url: str
    source: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All items about one event; ``lead`` is the version to show, ``items`` holds every one of them."""

    id: int
    lead: Item
    items: tuple[Item, ...]
    follows: str | None = None  # digest id in which an earlier part of it was told
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
    news: str = ""  # of an update: what it brings that was not told before
    opinion: bool = False  # it argues, it does not report
    view: View | None = None  # of an opinion: another one


@dataclass(frozen=True, slots=True)
class Section:
    """The stories under one topic heading, best first."""

    topic: str
    label: str
    emoji: str
    stories: tuple[DigestStory, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that closes or takes place on a day ahead.

    ``what`` closes, or where it takes place; ``occasion``: what takes place. Each is "" if unknown.
    """

    day: date
    kind: Literal["closes", "event"]
    title: str
    url: str
    source: str
    story_id: int
    what: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An article in another ``language`` than the one that is judged, as it would be named: German."""

    title: str
    url: str
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What a channel was told of a story so far, and where.

    ``link`` leads to the latest message that told it, None until Slack gave one; ``facts`` are those of all items told.
    ``astray`` are articles of the story that the channel saw only behind another story's headline, whenever that was.
    """

    link: str | None
    item_ids: tuple[int, ...]
    facts: tuple[Fact, ...]
    when: datetime
    digest_id: str = ""
    astray: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class StoryMember:
    """One article of a story, where grouping put it and why, and whether a person has spoken of it."""

    item: Item
    placement: Placement
    ruled: bool


@dataclass(frozen=True, slots=True)
class StoryShown:
    """A story as people ask for it: its articles, the id of the version that leads and why, and the digests that told
    it, oldest first (``item_ids``: the article shown; ``facts`` empty).
    """

    id: int
    members: tuple[StoryMember, ...]
    lead: int
    because: str
    told: tuple[ToldBefore, ...]


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """How many relevant articles a topic had in each week, oldest first; the last is the week reported on.

    None: not known, for nothing was watched then or not all week.
    """

    topic: str
    label: str
    emoji: str
    weeks: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MostSaved:
    """An article that ``people`` of the team kept."""

    title: str
    url: str
    source: str
    people: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one channel gets at one time. ``id`` is stable: channel, kind and day.

    Every story is in exactly one section; the one whose id is ``lead`` is shown before them all, and not again.
    """

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
    lead: int | None = None  # story id
    trend: tuple[TopicTrend, ...] = ()  # weekly only
    most_saved: tuple[MostSaved, ...] = ()  # weekly only
    note: str = ""  # an editor's word to the readers
    unjudged: tuple[Unjudged, ...] = ()  # daily only: the newest of them …
    unjudged_count: int = 0  # … and how many there were

    @property
    def stories(self) -> tuple[DigestStory, ...]:
        return tuple(story for section in self.sections for story in section.stories)


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item is, or is not, in a channel's digest: the answer in order, one plain sentence each.

    ``decision`` is one of ``digest.why.DECISIONS``; ``cutoff`` the score it would have needed, None where the score did
    not decide; ``topics`` what spoke for each topic, ids in the item's order.
    """

    item: Item
    channel: str
    shown: bool
    score: float
    parts: Mapping[str, float]
    reasons: tuple[str, ...]
    decision: str = ""
    cutoff: float | None = None
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a search. ``snippet`` is plain text with the found words between «U+2068» and «U+2069»."""

    item: Item
    snippet: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of answers; ``notes`` say how the query was understood or what to try instead."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    offset: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One correction from the team: who said what about which item, and when."""

    item_id: int
    user: str
    verdict: Verdict
    topics: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest on its way to one channel, as the outbox keeps it.

    ``state``: ``pending`` (composed, nothing sent), ``sending`` (a post may be under way: look before posting
    again), ``sent``, ``skipped`` (quiet day), ``failed`` (given up, digest kept). ``next_part`` counts messages sent.
    """

    digest_id: str
    channel: str
    kind: Literal["daily", "weekly", "alert"]
    state: Literal["pending", "sending", "sent", "skipped", "failed"]
    window_start: datetime
    window_end: datetime
    messages: tuple[Message, ...]
    next_part: int = 0
    ts: str | None = None  # Slack's id of the main message
    channel_id: str | None = None
    attempts: int = 0
    not_before: datetime | None = None
    error: str | None = None


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


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one round did; the counts are of items stored in it."""

    sources: tuple[SourceReport, ...]
    new: int = 0
    relevant: int = 0
    duplicates: int = 0
    stories: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source has been doing, in numbers and in one plain sentence with what to do."""

    source: Source
    state: SourceState
    items: int
    items_per_week: float
    share_relevant: float
    last_item: datetime | None
    ok: bool
    advice: str
