"""Logs as events with fields, one a line, on standard error; as JSON where an operator collects them.

Passwords in addresses and Slack's tokens are taken out of every line, whoever wrote it: a library's trace, too.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

_SECRETS = re.compile(r"(?<=://)[^/\s@?#]+(?=@)|\bx(?:ox[a-z]|app)-[\w-]{6,}")


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("…", super().format(record))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        return _SECRETS.sub("…", json.dumps(event, ensure_ascii=False))


class _Handler(logging.Handler):
    """Writes to standard error as it is at the time, which tests and progress bars may have replaced."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001  # logging's own way: a reader that has gone must not end the service
            self.handleError(record)


def set_up(form: Literal["text", "json"], level: int = logging.INFO) -> None:
    """Send every event of digestbot, and warnings of the libraries, to standard error. May be called again."""
    handler = _Handler()
    handler.setFormatter(_Json() if form == "json" else _Text("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if not isinstance(other, _Handler)] + [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("digestbot").setLevel(level)
