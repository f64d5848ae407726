"""One tree of errors, each carrying the ids needed to act on it.

DigestbotError
├── ConfigError            a file of the config folder is wrong: file, line, key, value, what is allowed
├── FetchError             a request did not give a body
│   ├── TransientFetchError    may work later: time-out, 5xx, 429, connection lost
│   ├── PermanentFetchError    will not work until somebody acts: 404, 410, bad TLS, bad address
│   └── BlockedFetchError      we refuse: private address, robots.txt, too large, too many redirects
├── ParseError             bytes that are no feed, sitemap or listing page
├── WorkerError            a worker process that died or hung over what it was given
├── ExtractError           a page that gives no article text
├── ModelError             a model file that is missing, tampered with or of another version
├── StoreError             the database refused
│   └── NewerStoreError        the database was written by a newer digestbot
├── RenderError            a message that breaks a limit of Slack
└── DeliveryError          a digest that could not be delivered
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any


class DigestbotError(Exception):
    """Base of every error that digestbot raises on purpose; its text is fit for an admin.

    Each survives the way between processes: by default an exception is made anew from its text alone, which fails for
    one that was made from several facts, and takes the whole pool of workers with it.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[DigestbotError], arguments: tuple[Any, ...], fields: dict[str, Any]) -> DigestbotError:
    """The error as it was in the other process."""
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(fields)
    return error


class ConfigError(DigestbotError):
    """A configuration file is wrong.

    ``problems`` holds one line a mistake, each naming file, line, key, value and what is allowed.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FetchError(DigestbotError):
    """A request that gave no body. ``url`` never holds credentials."""

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class TransientFetchError(FetchError):
    """May work later without anybody acting."""


class PermanentFetchError(FetchError):
    """Will not work until somebody acts; ``status`` 410 means the source is gone for good."""


class BlockedFetchError(FetchError):
    """We refuse the request: private address, robots.txt, too large, too many redirects."""


class ParseError(DigestbotError):
    """Bytes that are no feed, sitemap or listing page."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class ExtractError(DigestbotError):
    """A page that gives no article text."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class WorkerError(DigestbotError):
    """A worker process died or hung over one call, also when it was given nothing else."""


class ModelError(DigestbotError):
    """A model file that is missing, tampered with or made by another version."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class StoreError(DigestbotError):
    """The database refused."""


class NewerStoreError(StoreError):
    """The database was written by a newer digestbot; this one must not touch it."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema version {found}, this digestbot knows up to {known}: "
            "upgrade digestbot, or restore a backup made before the upgrade"
        )
        self.found = found
        self.known = known


class RenderError(DigestbotError):
    """A message that breaks a limit of Slack; ``problems`` names each block and rule."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class DeliveryError(DigestbotError):
    """A digest that could not be delivered; it stays in the outbox."""

    def __init__(self, channel: str, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{channel}: {reason}")
        self.channel = channel
        self.reason = reason
        self.retry_after = retry_after
