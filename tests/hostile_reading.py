"""Reading, for tests, that dies or hangs over some pages; quick to load in a worker, since it knows no model."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from digestbot.errors import ParseError
from digestbot.reading import Intake, ModelSpec, Parsed, Read, Unreadable, parse_all
from digestbot.types import Article, Fingerprint, Judgement, Reading, Source

KILLS, HANGS = "/3", "/5"  # ends of the addresses of such pages


def load_nothing(spec: ModelSpec) -> None:
    pass


def read_or_die(
    intakes: Sequence[Intake], priors: Sequence[tuple[str, ...]], spec: ModelSpec, now: datetime
) -> list[Read | Unreadable]:
    """As ``reading.read_all``; the text says whether there was a page."""
    for intake in intakes:
        if intake.page is not None and intake.page.url.endswith(KILLS):
            os._exit(9)
        if intake.page is not None and intake.page.url.endswith(HANGS):
            time.sleep(600)
    return [_read(intake) for intake in intakes]


def parse_or_die(answers: Sequence[tuple[bytes, str, str, Source, datetime]]) -> list[Parsed | ParseError]:
    """As ``reading.parse_all``, but the feed at ``…/kills`` ends its worker; at ``…/breaks`` is a fault."""
    for _, url, *_ in answers:
        if url.endswith("/kills"):
            os._exit(9)
        if url.endswith("/breaks"):
            raise RecursionError("too deep")
    return parse_all(answers)


def _read(intake: Intake) -> Read:
    entry = intake.entry
    text = "page" if intake.page is not None else "headline"
    article = Article(entry.url, entry.url, entry.title, text, published=entry.published)
    fingerprint = Fingerprint(
        canonical_url=entry.url,
        text_hash=entry.url,
        minhash=b"",
        bands=(),
        terms={},
        published=entry.published,
        title=entry.title,
        length=1,
    )
    return Read(article, Judgement(False, 0.1, ()), Reading(""), fingerprint)


def unfit(*_: Any, **__: Any) -> Any:
    """What a model that does not fit does to every entry alike, and to our own words."""
    raise ValueError("the model does not fit")
