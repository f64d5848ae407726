"""Puts a new text in the place of a file so that a reader finds the old one or the new one, never half of either.

One edit at a time: a lock on a file in the folder, which the system gives back even when a process dies.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digestbot.errors import ConfigError

LOCK = ".lock"
PATIENCE = 10.0  # seconds to wait for another edit; one takes well under a second
_PAUSE = 0.02  # seconds between two tries
_NEW_FILE_MODE = 0o644  # configuration holds no secrets, and editors of the team should see it

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the folder's lock. Raises ConfigError when another edit does not end within ``patience`` seconds."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as exc:
        raise ConfigError([f"{folder}: cannot be written ({exc.strerror}). Give digestbot the right to."]) from exc
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                _try_lock(descriptor)
                break
            except OSError as exc:
                if time.monotonic() > deadline:
                    raise ConfigError([f"{folder}: another edit is under way. Try again in a moment."]) from exc
                time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def replace_file(path: Path, text: str) -> None:
    """Writes ``text`` to ``path`` in one step, through links, keeping its mode. Raises ConfigError."""
    target = path.resolve()
    temporary = ""
    try:
        mode = target.stat().st_mode & 0o7777 if target.exists() else _NEW_FILE_MODE
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
        temporary = ""
        _sync_folder(target.parent)
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be written ({exc.strerror or exc}). The old file is untouched."]) from exc
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself survive a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
