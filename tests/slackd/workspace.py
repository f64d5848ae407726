"""What a workspace holds: people, channels, messages, open forms, Home tabs, and single-use triggers."""

from __future__ import annotations

import itertools
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TRIGGER_LIFE = 3.0
RESPONSE_USES = 5
ALL_SCOPES = (
    "channels:history channels:join channels:read chat:write commands files:write groups:history groups:read im:history"
    " im:write users:read"
)


class Refusal(Exception):  # noqa: N818  # Slack's word for it is an error, ours is a refusal
    """``{"ok": false, "error": code}``."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.body = {"ok": False, "error": code, **extra}


@dataclass
class Channel:
    id: str
    name: str
    private: bool = False
    archived: bool = False
    member: bool = True  # whether the app is in it
    people: tuple[str, ...] | None = None  # who is in it; None: everybody
    messages: list[Json] = field(default_factory=list)  # oldest first, replies among them

    def main(self) -> list[Json]:
        return [one for one in self.messages if one.get("thread_ts", one["ts"]) == one["ts"]]

    def replies(self, ts: str) -> list[Json]:
        return [one for one in self.messages if ts in (one["ts"], one.get("thread_ts"))]


@dataclass
class View:
    id: str
    user: str
    body: Json
    hash: str
    open: bool = True


@dataclass
class Workspace:
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)  # user → view ids, topmost last
    homes: dict[str, Json] = field(default_factory=dict)
    ephemeral: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    triggers: dict[str, float] = field(default_factory=dict)  # → when it was made; negative: used
    responses: dict[str, Json] = field(default_factory=dict)
    trigger_life: float = TRIGGER_LIFE
    _serial: Any = field(default_factory=lambda: itertools.count(1))
    _last_ts: float = 0.0

    def add_channel(self, id_: str, name: str, **given: Any) -> Channel:
        self.channels[id_] = Channel(id_, name, **given)
        return self.channels[id_]

    def add_user(self, id_: str, name: str, *, admin: bool = False) -> None:
        self.users[id_] = {
            "id": id_,
            "name": name,
            "real_name": name.title(),
            "is_admin": admin,
            "is_owner": False,
            "tz": "Europe/London",
            "deleted": False,
            "is_bot": False,
        }

    def serial(self) -> int:
        return int(next(self._serial))

    def ts(self) -> str:
        self._last_ts = max(time.time(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def channel(self, wanted: str) -> Channel:
        """By id or name, or a person's direct messages by their id."""
        if wanted.startswith("U") and wanted in self.users:
            return self.direct(wanted)
        found = self.channels.get(wanted) or next(
            (one for one in self.channels.values() if one.name == wanted.removeprefix("#") and one.name), None
        )
        if found is None or (found.private and not found.member):
            raise Refusal("channel_not_found")
        return found

    def direct(self, user: str) -> Channel:
        id_ = f"D{user[1:]}"
        return self.channels.get(id_) or self.add_channel(id_, "")

    def trigger(self) -> str:
        id_ = f"{self.serial()}.{secrets.token_hex(8)}"  # never the same again, whatever newsroom is served next
        self.triggers[id_] = time.monotonic()
        return id_

    def use_trigger(self, id_: str) -> None:
        made = self.triggers.get(id_)
        if made is None:
            raise Refusal("invalid_trigger_id")
        if made < 0:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() - made > self.trigger_life:
            raise Refusal("expired_trigger_id")
        self.triggers[id_] = -1.0
