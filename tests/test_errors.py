"""Errors keep their text and their facts on the way between processes."""

from __future__ import annotations

import inspect
import pickle
from datetime import timedelta
from pathlib import Path

import pytest

from digestbot import errors
from digestbot.errors import (
    ConfigError,
    DigestbotError,
    NewerStoreError,
    ParseError,
    TransientFetchError,
)

ADDRESS = "https://example.org/feed.xml"


@pytest.mark.parametrize(
    "error",
    [
        DigestbotError("no such channel"),
        ConfigError(["sources.yaml:3: one", "sources.yaml:4: two"]),
        ParseError(ADDRESS, "it is no feed"),
        TransientFetchError(ADDRESS, "answered 503", status=503, retry_after=timedelta(minutes=5)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_survives_pickling_with_its_facts(error: DigestbotError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_every_error_survives_whatever_it_is_made_from() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, DigestbotError)]
    assert NewerStoreError in kinds
    for kind in kinds:
        made = kind.__new__(kind, "what it says")
        made.__dict__["path"] = Path("state")
        back = pickle.loads(pickle.dumps(made))
        assert (type(back), str(back), vars(back)) == (kind, "what it says", {"path": Path("state")})
