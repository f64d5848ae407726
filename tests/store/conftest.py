"""A real database file for each test, and a short way to put an article into it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digestbot.store import Store
from digestbot.types import Article, Fact, Fingerprint, Judgement, Placement, Reading, Source

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
Add = Callable[..., int]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "digestbot.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def fingerprint_of(title: str, text: str, url: str, published: datetime | None) -> Fingerprint:
    """A plain fingerprint: every word a term, the text's own hash as its only band."""
    words = list(dict.fromkeys(f"{title} {text}".lower().split()))
    ids = tuple(zlib.crc32(word.encode("utf-8", "replace")) for word in words)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return Fingerprint(
        canonical_url=url,
        text_hash=digest.hex(),
        minhash=digest,
        bands=(int.from_bytes(digest[:4], "little"),),
        terms={number: 1.0 + place / 1000 for place, number in enumerate(ids)},
        published=published,
        title=title,
        length=len(text.split()),
        posted=ids[:24],
    )


@pytest.fixture
def article() -> Article:
    return Article(
        url="https://news.example/leeds?from=feed",
        canonical_url="https://news.example/leeds",
        title="Leeds co-operative bakery opens",
        text="Twelve members opened a bakery in Leeds on Monday.",
        published=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    )


@pytest.fixture
def add(store: Store, article: Article) -> Add:
    """Stores one article and returns its id; every argument has a default."""

    def put(
        title: str = article.title,
        text: str = article.text,
        *,
        into: Store = store,
        url: str = "",
        source: str = "coop-news",
        source_title: str = "Co-op News",
        topics: tuple[str, ...] = ("co-operatives",),
        relevant: bool = True,
        relevance: float = 0.9,
        score: float = 0.8,
        published: datetime | None = article.published,
        news_at: datetime | None = NOW,
        now: datetime = NOW,
        story: int | None = None,
        copy_of: int | None = None,
        merge: tuple[int, ...] = (),
        split: tuple[tuple[int, ...], ...] = (),
        facts: tuple[Fact, ...] = (),
        wall: str | None = None,
    ) -> int:
        address = url or f"https://news.example/{zlib.crc32((title + text).encode('utf-8', 'replace'))}"
        return into.items.add(
            replace(
                article, title=title, text=text, url=address, canonical_url=address, published=published, wall=wall
            ),
            Judgement(relevant, relevance, topics, dict.fromkeys(topics, score), dict.fromkeys(topics, ("bakery",))),
            Reading("A bakery opened.", facts),
            fingerprint_of(title, text, address, published),
            Placement(story, copy_of, "said so by the test", 0.5, merge, split=split),
            Source(source, "https://news.example/feed", title=source_title, weight=1.5),
            news_at,
            now,
        )

    return put


@pytest.fixture
def fingerprint() -> Callable[..., Fingerprint]:
    return fingerprint_of
