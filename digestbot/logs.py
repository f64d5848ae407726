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

_FIELD = re.compile(r"(?:(?<= )([a-z_]+)=)?%(?:\.[0-9])?[a-z]")  # what a line of ours is made of: source=%s
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
            **_event(record),
        }
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        return _SECRETS.sub("…", json.dumps(event, ensure_ascii=False))


def _event(record: logging.LogRecord) -> dict[str, object]:
    """The event's name and its fields, where the line is made of such; else the line. Numbers stay numbers."""
    named = _FIELD.findall(str(record.msg))
    values = record.args if isinstance(record.args, tuple) else ()
    if not named or len(named) != len(values) or not all(named):
        return {"event": record.getMessage()}
    plain = [value if isinstance(value, int | float | None) else str(value) for value in values]
    return {"event": str(record.msg).partition(" ")[0], **dict(zip(named, plain, strict=True))}


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
