"""What one exchange brought, and within which bounds it was made: the records of ``fetcher``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digestbot.fetch.redirects import REDIRECTS


@dataclass(frozen=True, slots=True)
class Answer:
    """What one hop brought: a redirect to follow, or a status with a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def leads_on(self) -> bool:
        return self.status in REDIRECTS and "location" in self.headers


@dataclass(frozen=True, slots=True)
class Bounds:
    """What differs between a body wanted in full and a robots.txt of which the beginning will do."""

    bytes: int
    cut: bool
    obey: bool
