"""The rules of WebSub (W3C, 2018) for a subscriber: what is asked of a hub, when, and which calls to trust.

Pure: ``now`` and the secrets come in as arguments; nothing is sent, received or stored.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from digestbot.types import Subscription

LEASE = timedelta(days=10)  # what is asked for; the hub may grant another
LONGEST_LEASE = timedelta(days=90)  # a promise for longer is not relied upon
RENEW_BEFORE = 0.25  # of the lease left: days for a hub that is away
PATIENCE = timedelta(hours=1)  # for a hub to confirm, before it is asked again
AFTER_REFUSAL = timedelta(days=1)  # until a hub that refused, or could not be reached, is asked again
_METHODS = ("sha1", "sha256", "sha384", "sha512")  # section 7.1.1


def due(one: Subscription, now: datetime) -> bool:
    """Whether the hub is to be asked for ``one``: for the first time, again, or for another lease."""
    if one.asked_at is not None and now - one.asked_at < (AFTER_REFUSAL if one.problem else PATIENCE):
        return False
    if one.until is None or one.asked_at is None:
        return True
    return now >= one.until - (one.until - one.asked_at) * RENEW_BEFORE


def form(one: Subscription) -> dict[str, str]:
    """What is posted to the hub to subscribe."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": one.topic,
        "hub.callback": one.callback,
        "hub.secret": one.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def confirmed(one: Subscription, query: Mapping[str, str], now: datetime) -> tuple[Subscription, str | None]:
    """The subscription after a hub's call to confirm or deny it, and what to answer; None: this was not asked for."""
    if query.get("hub.topic") != one.topic:
        return one, None
    if query.get("hub.mode") == "denied":
        reason = query.get("hub.reason", "")[:200]
        return replace(one, until=None, asked_at=now, problem=f"the hub refused: {reason or 'no reason given'}"), ""
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not challenge or one.asked_at is None:
        return one, None
    seconds = query.get("hub.lease_seconds", "")
    lease = timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() and len(seconds) < 12 else LEASE
    return replace(one, until=now + min(lease, LONGEST_LEASE), problem=""), challenge


def is_genuine(one: Subscription, body: bytes, signature: str) -> bool:
    """Whether ``body`` was signed (``X-Hub-Signature``) with the secret that only the hub was told."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    right = hmac.new(one.secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    # As bytes: of texts it takes only those in ASCII, and raises over what else a header may hold.
    return hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "surrogateescape"))
