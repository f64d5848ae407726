"""Throw-away newsrooms for the measurements: a configuration folder of given sources, and the server they are at."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from benchmarks.serving import ENTRIES, feed, rss, serve
from benchmarks.world import SPELL_ITEMS, spell
from digestbot.reading import Intake, ModelSpec, Parsed, parse_keyed, read_all
from digestbot.types import Source

CONCURRENCY = 20
TEASER = 70  # words, as ``language.invent`` writes


def configured(folder: Path, urls: Sequence[str], *, fetch_pages: bool = False, more: str = "") -> Path:
    """A configuration of these sources, ids s0, s1 …, with no politeness towards loopback; ``more``: further YAML."""
    config = folder / "config"
    config.mkdir(exist_ok=True)
    lines = [f"  - {{url: '{url}', id: s{number}, every: 5m}}" for number, url in enumerate(urls)]
    (config / "sources.yaml").write_text("sources:\n" + "\n".join(lines) + "\n" if urls else "sources: []\n")
    (config / "settings.yaml").write_text(
        f"network: {{allow_private_addresses: true, per_host_delay: 0s, per_host_concurrency: {CONCURRENCY},"
        f" concurrency: {CONCURRENCY}, fetch_pages: {str(fetch_pages).lower()}, pages_per_host: 10000}}\n{more}"
    )
    return config


@contextmanager
def serving(answers: Mapping[str, tuple[bytes, str]]) -> Iterator[str]:
    """The base address of a server of these answers (path → body, content type)."""
    context = get_context("spawn")
    ready = context.Queue()
    server = context.Process(target=serve, args=(ready, answers), daemon=True)
    server.start()
    try:
        yield ready.get(timeout=120)
    finally:
        server.terminate()
        server.join()


@contextmanager
def feeds(count: int, entries: int = ENTRIES) -> Iterator[list[str]]:
    """Addresses of ``count`` served feeds of invented entries."""
    now = datetime.now(UTC)
    answers = {f"/{number}.xml": (feed(number, now, entries), "application/rss+xml") for number in range(count)}
    with serving(answers) as base:
        yield [f"{base}/{number}.xml" for number in range(count)]


@contextmanager
def told(count: int) -> Iterator[list[str]]:
    """Addresses of ``count`` served feeds in which the events of an invented world are told, cut to teasers."""
    now = datetime.now(UTC)
    chance = random.Random(count)
    spells = -(-count * ENTRIES // SPELL_ITEMS)
    reports = [report for number in range(spells) for report in spell(number, now)]
    chance.shuffle(reports)
    answers = {}
    for number in range(count):
        some = reports[number * ENTRIES : (number + 1) * ENTRIES]
        entries = [(one.article.title, " ".join(one.article.text.split()[:TEASER]), one.seen) for one in some]
        answers[f"/{number}.xml"] = rss(number, entries), "application/rss+xml"
    with serving(answers) as base:
        yield [base + path for path in answers]


def warm_up(spec: ModelSpec) -> None:
    """Brings a worker to where one of a running service is: modules, model and what is loaded when a feed needs it.

    The latter is the language detector, the list of public suffixes, dateparser and ftfy. Runs in the worker.
    """
    now = datetime.now(UTC)
    source = Source("s", "http://feed.example/")
    parsed = parse_keyed(_ODD, source.url, "application/rss+xml", source, now)
    assert isinstance(parsed, Parsed), "it is well-formed"
    read_all([Intake(entry) for entry in parsed.feed.entries], [()] * len(parsed.feed.entries), spec, now)


# A relevant entry; one from another site; one with a date in words, its letters broken; and one in another language.
_ODD = """<rss version="2.0"><channel><title>F</title><link>http://site.example/</link>
<item><title>A co-op opens</title><link>http://site.example/1</link><description>It has a shop.</description></item>
<item><title>From elsewhere</title><link>http://a.other.example/2</link><source url="http://b.example/">B</source></item>
<item><title>Studentsâ€™ day</title><link>http://site.example/3</link><pubDate>3 tuntia sitten</pubDate></item>
<item><title>Uudet asunnot</title><link>http://site.example/4</link><description>Osuuskunta rakentaa kaupunkiin sata
uutta asuntoa, ja asukkaat saavat itse valita hallituksensa, kertoo puheenjohtaja, joka odottaa ensimmaisten muuttavan
jo ensi kesana, kun talot ovat valmiita.</description></item>
</channel></rss>""".encode()
