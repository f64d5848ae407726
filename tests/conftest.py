"""Hypothesis looks for new cases at a developer's, and tries the same ones at every run of CI: there a red run is about
the change, here a red run is a find.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import uvloop
from hypothesis import settings

settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests run on the product's event loop."""
    return {"uvloop": uvloop.new_event_loop}
