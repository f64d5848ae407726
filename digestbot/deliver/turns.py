"""One deliverer at a time on one database and workspace, in any process: two would look, see nothing, and both post."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from digestbot.workspace import HOME, Workspace

LOCK_FILE = "deliver{}.lock"
WAIT = 0.1  # seconds between looks at a lock that is held


@asynccontextmanager
async def turn(database: Path, workspace: Workspace = HOME) -> AsyncIterator[None]:
    """Hold the lock beside ``database``."""
    async with held(database.with_name(LOCK_FILE.format(f"-{workspace.team}" if workspace.team else ""))):
        yield


@asynccontextmanager
async def held(file: Path) -> AsyncIterator[None]:
    """Hold a lock file; the system lets go of it whatever way the process ends."""
    with file.open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(WAIT)
            else:
                break
        yield
