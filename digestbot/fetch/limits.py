"""What fetch/ reads of the settings: the fields of ``network`` and ``polling``, as protocols.

Durations are ``timedelta``, sizes are bytes. It never holds a value of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol


class NetworkLimits(Protocol):
    """How far one request may go, and how politely requests follow each other."""

    @property
    def allow_private_addresses(self) -> bool: ...
    @property
    def contact(self) -> str: ...
    @property
    def max_response_bytes(self) -> int: ...
    @property
    def timeout(self) -> timedelta: ...
    @property
    def idle_timeout(self) -> timedelta: ...
    @property
    def max_redirects(self) -> int: ...
    @property
    def concurrency(self) -> int: ...
    @property
    def per_host_concurrency(self) -> int: ...
    @property
    def per_host_delay(self) -> timedelta: ...
    @property
    def obey_robots(self) -> bool: ...


class PollingLimits(Protocol):
    """How often a source may be, and has to be, asked."""

    @property
    def min_interval(self) -> timedelta: ...
    @property
    def default_interval(self) -> timedelta: ...
    @property
    def max_interval(self) -> timedelta: ...
    @property
    def full_fetch_every(self) -> int: ...
