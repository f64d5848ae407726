"""The browser of the pictures for tests: skips, saying so, where none is installed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from browser import BrowserError, Tab, browser, program


@asynccontextmanager
async def chromium() -> AsyncIterator[Tab]:
    """A browser with a profile of its own."""
    try:
        program()
    except BrowserError as error:
        pytest.skip(str(error))
    async with browser() as tab:
        yield tab
