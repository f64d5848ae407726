"""The archive in a web browser: Datasette on loopback, reading only."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from digestbot.errors import DigestbotError
from digestbot.store import FILE_NAME
from digestbot.store.browsing import ARTICLES, metadata


def open_archive(state_folder: Path, port: int) -> None:
    """Serve the archive until interrupted; says on standard error which page to open.

    Raises DigestbotError when there is no archive yet, or Datasette is not installed or does not start.
    """
    database = state_folder / FILE_NAME
    if not database.exists():
        raise DigestbotError(f"{database} does not exist: run `digestbot poll` first, or check --state")
    if find_spec("datasette") is None:
        raise DigestbotError("browsing needs Datasette 0.65: .venv/bin/pip install 'datasette<1'")
    with TemporaryDirectory(prefix="digestbot-browse-") as folder:
        described = Path(folder, "metadata.json")
        described.write_text(json.dumps(metadata()), encoding="utf-8")
        command = [
            *(sys.executable, "-m", "datasette", "serve", str(database)),
            *("--host", "127.0.0.1", "--port", str(port), "--metadata", str(described)),
            *("--setting", "sql_time_limit_ms", "3000", "--setting", "allow_download", "off"),
        ]
        if port:  # 0: any free one, which Datasette names
            print(f"Articles: http://127.0.0.1:{port}{ARTICLES}", file=sys.stderr, flush=True)  # noqa: T201
        try:
            done = subprocess.run(command, check=False)  # noqa: S603  # our own interpreter, a fixed command
        except KeyboardInterrupt:
            return
    if done.returncode not in (0, 130, -2):  # 130 and -2: interrupted, as it is meant to be
        raise DigestbotError(f"Datasette ended with status {done.returncode}; is port {port} taken?")
