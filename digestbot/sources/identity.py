"""Entries + what the store remembers → sightings: which are new, which changed, which were seen before.

Two sightings are the same entry by, in this order, **guid → link → canonical URL → title within the source**:

1. the same guid, unless the source gives that guid to several entries, or link and title both became others;
2. the same link, unless several entries share it, or guid and title both became others;
3. the same canonical URL, by the rule for links: tracking parameters, http/https, AMP variants do not matter;
4. the same title, when the text is equal too, or the entry is dated before we knew the title, or half of
   the feed matches in this way alone (a site that moved and re-numbered everything).

Where it is in doubt an entry is new: grouping finds copies, but nothing finds what was lost. There is no cursor: the
order of entries and their dates decide nothing, only what was seen. Nothing is stored here and no clock is read.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digestbot import text
from digestbot.crossing import crosses
from digestbot.types import Entry, EntryRecord, Sighting, SourceState
from digestbot.urls import canonical_url

# Share of words two titles must have in common to be versions of one headline. Edited headlines in the test pack
# keep a third and more; two different headlines of one source share 0.05 on average.
ALIKE = 0.3
# A title this long names one thing; shorter ones ("Minutes", "Weekly links") come back with other contents. In words.
DISTINCT_TITLE = 4
# From this share of a document on, matching by title alone means that the site moved.
MOVED_SHARE = 0.5
MOVED_LEAST = 3
# An unseen entry dated this long before our last call was added to the feed late (a longer feed, an import of old
# posts): archive, not news. Two weeks is longer than publishers we know date back.
LATE = timedelta(days=14)
# More undated entries than this behind all that were seen before are old ones too: documents run from the newest to the
# oldest, and no source adds so many at its end between two calls.
GROWN = 20

_TAG = re.compile(r"<[^<>]*>")


@crosses
@dataclass(frozen=True, slots=True)
class EntryKeys:
    """What an entry is known by; any of them may be empty but ``content_hash``."""

    guid: str
    url: str
    canonical_url: str
    title_key: str
    content_hash: str


def entry_keys(entry: Entry) -> EntryKeys:
    """The keys to store for ``entry``, and to look earlier sightings of it up by."""
    canonical = canonical_url(entry.url) if entry.url else ""
    title = title_key(entry.title)
    return EntryKeys(entry.guid, entry.url, canonical, title, content_hash(entry, title))


def title_key(title: str) -> str:
    """``title`` folded to its words, so that quotes, dashes, case and punctuation make no difference."""
    return " ".join(text.words(text.fold(title)))


def content_hash(entry: Entry, title: str | None = None) -> str:
    """16 hex digits of title, summary and content as plain words: markup, images and trackers change nothing.

    ``title``: its key, where that is made already.
    """
    words = "\n".join(
        [title_key(entry.title) if title is None else title, _bare_words(entry.summary), _bare_words(entry.content)]
    )
    return hashlib.blake2b(words.encode("utf-8"), digest_size=8).hexdigest()


def _bare_words(markup: str) -> str:
    return title_key(html.unescape(_TAG.sub(" ", markup))) if markup else ""


def sightings(
    entries: Sequence[Entry], known: Sequence[EntryRecord], now: datetime, keys: Sequence[EntryKeys] | None = None
) -> list[Sighting]:
    """One sighting per entry, in the order of ``entries``; ``keys``: theirs, where they are made already.

    ``known`` are the source's records that share a key with any of the entries (more do no harm). ``record_id`` is
    the record an entry was matched to; None for new entries and for a second copy of one inside this document.
    """
    made = keys if keys is not None else [entry_keys(entry) for entry in entries]
    return _Document(list(zip(entries, made, strict=True)), known, now).sightings()


def newsworthy(
    entry: Entry, state: SourceState, now: datetime, new_source_days: int | timedelta, first_poll: bool
) -> datetime | None:
    """When a new entry became news, which is ``now``; None when it belongs into the archive only.

    On the first poll of a source only entries of the last ``new_source_days`` are news, and undated ones are not.
    Later every new entry is, undated ones too, save those dated LATE before our previous call.
    """
    dated = entry.published or entry.updated
    if first_poll:
        window = new_source_days if isinstance(new_source_days, timedelta) else timedelta(days=new_source_days)
        return now if dated is not None and dated >= now - window else None
    previous = min(state.checked_at or now, now)
    return None if dated is not None and dated < previous - LATE else now


def grown_from(found: Sequence[Sighting]) -> int:
    """The place from which undated new entries of a document are old ones, shown since it grew longer; its length where
    it did not.
    """
    last = max((place for place, one in enumerate(found) if one.record_id is not None), default=-1)
    behind = sum((one.entry.published or one.entry.updated) is None for one in found[last + 1 :])
    return last + 1 if last >= 0 and behind > GROWN else len(found)


class _Document:
    """One fetched document against what is known: which keys tell its entries apart, and which do not."""

    def __init__(self, entries: Sequence[tuple[Entry, EntryKeys]], known: Sequence[EntryRecord], now: datetime) -> None:
        self.entries = entries
        self.known = known
        self.now = now
        keys = [key for _, key in entries]
        both: list[EntryKeys | EntryRecord] = [*keys, *known]
        self.shared_guids = _shared((key.guid, (key.canonical_url, key.title_key)) for key in both)
        self.shared_links = _shared((key.canonical_url, (key.guid, key.title_key)) for key in keys)
        self.shared_links |= _shared((record.canonical_url, record.title_key) for record in known if record.guid)
        self.by_key: dict[tuple[str, str], list[EntryRecord]] = {}
        for record in known:
            for name in ("guid", "url", "canonical_url", "title_key"):
                value = getattr(record, name)
                if value:
                    self.by_key.setdefault((name, value), []).append(record)

    def sightings(self) -> list[Sighting]:
        matches = [self._best(key) for _, key in self.entries]
        by_title = [
            self._by_title(entry, key) if match is None else None
            for (entry, key), match in zip(self.entries, matches, strict=True)
        ]
        moved = self._moved(matches, by_title)
        found: list[Sighting] = []
        new: set[tuple[str, str, str]] = set()
        for (entry, key), match, titled in zip(self.entries, matches, by_title, strict=True):
            if match is None and titled is not None and (titled[1] or moved):
                match = (titled[0], "same title" + (": the site moved" if moved and not titled[1] else ""))
            if match is not None:
                found.append(_again(entry, key, *match))
                continue
            fingerprint = (key.guid, key.canonical_url, key.title_key)
            if fingerprint in new:
                found.append(Sighting(entry, "seen", None, "twice in the same document"))
                continue
            new.add(fingerprint)
            found.append(Sighting(entry, "new", None, "not seen before"))
        return found

    def _best(self, key: EntryKeys) -> tuple[EntryRecord, str] | None:
        best: tuple[int, EntryRecord, str] | None = None
        candidates = {
            record.id: record
            for name, value in (("guid", key.guid), ("url", key.url), ("canonical_url", key.canonical_url))
            if value
            for record in self.by_key.get((name, value), ())
        }
        for record in candidates.values():
            rank, reason = self._same(key, record)
            if rank and (best is None or rank > best[0]):
                best = (rank, record, reason)
        return (best[1], best[2]) if best else None

    def _same(self, key: EntryKeys, record: EntryRecord) -> tuple[int, str]:
        """How surely ``record`` is the entry with ``key`` (0: it is not), and by what."""
        same_guid = bool(key.guid) and key.guid == record.guid
        same_url = bool(key.canonical_url) and key.canonical_url == record.canonical_url
        same_title = key.title_key == record.title_key
        if same_guid and key.guid not in self.shared_guids:
            if same_url or not key.canonical_url or not record.canonical_url or alike(key.title_key, record.title_key):
                return 8 + same_url + same_title, "same guid"
            return 0, ""
        if same_guid:  # a guid that tells nothing needs both others, or one where the other is shared as well
            link_tells = same_url and key.canonical_url not in self.shared_links
            return (
                (7, "same guid and title")
                if same_title and (same_url or key.content_hash == record.content_hash)
                else ((5, "same guid and link") if link_tells else (0, ""))
            )
        if not same_url:
            return 0, ""
        reason = "same link" if key.url == record.url else "same address"
        if key.canonical_url in self.shared_links:
            guids_differ = bool(key.guid) and bool(record.guid) and not _derived(key) and not _derived(record)
            if not same_title or (guids_differ and key.content_hash != record.content_hash):
                return 0, ""
            return 4, reason + " and title"
        if same_title or _derived(key) or _derived(record) or alike(key.title_key, record.title_key):
            return 5 + same_title, reason
        return 0, ""

    def _by_title(self, entry: Entry, key: EntryKeys) -> tuple[EntryRecord, bool] | None:
        """A record with the same title, and whether that is enough on its own."""
        records = self.by_key.get(("title_key", key.title_key), ()) if key.title_key else ()
        for record in records:
            if record.content_hash == key.content_hash:
                return record, True
        for record in records:
            dated = entry.published
            older = dated is not None and dated <= record.first_seen
            undated = dated is None and len(key.title_key.split()) >= DISTINCT_TITLE
            distinct = len(key.title_key.split()) >= DISTINCT_TITLE
            return record, undated or (older and distinct)
        return None

    def _moved(
        self,
        matches: Sequence[tuple[EntryRecord, str] | None],
        by_title: Sequence[tuple[EntryRecord, bool] | None],
    ) -> bool:
        titled = len({match[0].id for match in by_title if match is not None})
        return titled >= MOVED_LEAST and titled >= MOVED_SHARE * len(matches)


def alike(one: str, other: str) -> bool:
    """Whether two title keys may be versions of one headline. An empty one may be anything."""
    first, second = set(one.split()), set(other.split())
    if not first or not second:
        return True
    return len(first & second) >= ALIKE * len(first | second)


def _again(entry: Entry, key: EntryKeys, record: EntryRecord, reason: str) -> Sighting:
    if key.content_hash == record.content_hash:
        return Sighting(entry, "seen", record.id, reason)
    changed = "headline edited" if key.title_key != record.title_key else "text edited"
    return Sighting(entry, "changed", record.id, f"{reason}, {changed}")


def _derived(key: EntryKeys | EntryRecord) -> bool:
    """Whether the guid says no more than the link: it is missing, or the address itself with something behind it."""
    return not key.guid or (bool(key.canonical_url) and canonical_url(key.guid) == key.canonical_url)


def _shared(pairs: Iterable[tuple[str, object]]) -> set[str]:
    """Keys that stand for several different things."""
    counts = Counter(key for key, _ in set(pairs) if key)
    return {key for key, count in counts.items() if count > 1}
