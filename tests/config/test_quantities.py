"""The notations of durations and sizes: read, refused, and written so that they read back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.config.quantities import LONGEST, duration, duration_text, size, size_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(days=14)),
        ("5y", timedelta(days=1825)),
        ("0s", timedelta()),
        ("250ms", timedelta(milliseconds=250)),
        (" 1.5 h ", timedelta(minutes=90)),
    ],
)
def test_durations(text: str, value: timedelta) -> None:
    assert duration(text) == value


@pytest.mark.parametrize("text", ["", "30", "m", "-5m", "5M", "1h30m", "101y", "999999999y", "٣m", "1e3s", "P1D"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        duration(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("10MB", 10_000_000), ("500 kB", 500_000), ("1GiB", 2**30), ("1.5MB", 1_500_000), ("42", 42), ("1b", 1)],
)
def test_sizes(text: str, value: int) -> None:
    assert size(text) == value


@pytest.mark.parametrize("text", ["", "MB", "-1MB", "10 XB", "1TB", "1,5MB", "9" * 20])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        size(text)


@given(st.integers(0, int(LONGEST.total_seconds() * 1000)))
def test_a_duration_is_written_as_it_is_read(milliseconds: int) -> None:
    value = timedelta(milliseconds=milliseconds)
    if value < timedelta(days=1) or milliseconds % 1000 == 0:
        assert duration(duration_text(value)) == value


@given(st.integers(0, 10**12 - 1))
def test_a_size_is_written_as_it_is_read(value: int) -> None:
    assert size(size_text(value)) == value
