"""One delivery from Slack → who asked what where. Pure; commands, buttons, forms and events alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """``key`` is the same for every repetition of one delivery, and for no other."""

    key: str
    user: str
    channel: str = ""  # id
    channel_name: str = ""
    trigger: str = ""
    response_url: str = ""
    text: str = ""
    action_id: str = ""
    value: str = ""
    message: str = ""  # ts of the message in which was pressed
    thread: str | None = None
    view: Mapping[str, Any] = field(default_factory=dict)
    in_home: bool = False
    ephemeral: bool = False  # what was pressed stands in a message that only one person sees

    @property
    def press_key(self) -> str:
        """The same for every press by this person of this button in this message, as in a double click."""
        return f"pressed {self.channel} {self.message} {self.action_id} {self.value} {self.user}"

    @property
    def state(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        """What a form holds: block_id → action_id → the element's state."""
        found: Mapping[str, Mapping[str, Mapping[str, Any]]] = (self.view.get("state") or {}).get("values") or {}
        return found


def command(body: Mapping[str, Any]) -> Asked:
    return Asked(
        key=f"command {body['trigger_id']}",
        user=body["user_id"],
        channel=body["channel_id"],
        channel_name=body.get("channel_name", ""),
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        text=body.get("text") or "",
    )


def press(body: Mapping[str, Any]) -> Asked:
    """A button, or an option of a menu; its value is the button's or the option's."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    container = body.get("container") or {}
    channel = body.get("channel") or {}
    view = body.get("view") or {}
    return Asked(
        key=f"press {body['trigger_id']}",
        user=body["user"]["id"],
        channel=channel.get("id") or container.get("channel_id") or "",
        channel_name=channel.get("name", ""),
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        action_id=action["action_id"],
        value=option.get("value") or action.get("value") or "",
        message=container.get("message_ts") or "",
        thread=container.get("thread_ts"),
        view=view,
        in_home=view.get("type") == "home",
        ephemeral=bool(container.get("is_ephemeral")),
    )


def submission(body: Mapping[str, Any]) -> Asked:
    view = body["view"]
    return Asked(
        key=f"submit {body.get('trigger_id') or view['id'] + view.get('hash', '')}",
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        view=view,
    )


def event(body: Mapping[str, Any]) -> Asked:
    happened = body["event"]
    return Asked(key=f"event {body['event_id']}", user=happened.get("user", ""), channel=happened.get("channel", ""))
