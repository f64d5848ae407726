"""What people do in Slack: commands, buttons, forms, the Home tab. Each waits for the app's ack."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

from slackd.blocks import view_problems
from slackd.webapi import change_view, view_json
from slackd.workspace import Json, View

if TYPE_CHECKING:
    from slackd.server import Slackd

ACK_WITHIN = 3.0  # Slack's limit


@dataclass(frozen=True)
class Outcome:
    """What the app answered to one delivery, and how soon. ``acked`` False: not within three seconds."""

    acked: bool
    seconds: float
    payload: Json


class People:
    """Drives a ``Slackd``."""

    def __init__(self, slack: Slackd) -> None:
        self._slack = slack

    async def command(self, command: str, text: str = "", *, user: str, channel: str = "C1", times: int = 1) -> Outcome:
        """Types ``/command text``. ``times``: Slack delivers it so often, as after a lost ack."""
        slack = self._slack
        payload = {
            "token": "verification",
            "team_id": slack.team,
            "team_domain": "test",
            "channel_id": channel,
            "channel_name": slack.workspace.channels[channel].name or "directmessage",
            "user_id": user,
            "user_name": slack.workspace.users[user]["name"],
            "command": command,
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": slack.response_url(channel, user),
            "trigger_id": slack.trigger(user),
        }
        return await self._deliver("slash_commands", payload, times, form=True)

    async def reach(self, user: str, *, within: float = 30.0) -> bool:
        """Whether the app, once connected, answers; tries again while one connection gives way to another, as Slack
        does.
        """
        for _ in range(3):
            await until(lambda: self._slack.socket.connections, within=within, what="reconnecting")
            if (await self.command("/digest", "help", user=user)).acked:
                return True
        return False

    async def press(
        self,
        where: Json | View,
        action_id: str,
        *,
        user: str,
        value: str | None = None,
        chosen: Any = None,
        times: int = 1,
    ) -> Outcome:
        """Presses a button or chooses an option (``value`` starts so) in a message, form or Home tab that shows it."""
        slack = self._slack
        blocks = where.body["blocks"] if isinstance(where, View) else where["blocks"]
        block, element, option = find(blocks, action_id, value)
        action: Json = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block["block_id"],
            "action_ts": f"{time.time():.6f}",
        }
        if option is not None:
            action["selected_option"] = option
        elif element["type"] == "button":
            action |= {"text": element["text"], "value": element.get("value", "")}
        else:
            action |= filled(element, chosen)
        payload: Json = {
            "type": "block_actions",
            "user": {"id": user, "username": slack.workspace.users[user]["name"], "team_id": slack.team},
            "api_app_id": "A1",
            "token": "verification",
            "team": {"id": slack.team, "domain": "test"},
            "trigger_id": slack.trigger(user),
            "actions": [action],
        }
        if isinstance(where, View):
            payload |= {
                "container": {"type": "view", "view_id": where.id},
                "view": {**view_json(slack, where), "state": {"values": {}}},
            }
        elif where.get("type") == "home":
            payload |= {"container": {"type": "view", "view_id": "VHOME"}, "view": {"id": "VHOME", **where}}
        else:
            ephemeral = any(one is where for one in slack.workspace.ephemeral)
            channel = where.get("channel") or next(
                c.id for c in slack.workspace.channels.values() if any(m is where for m in c.messages)
            )
            payload |= {
                "container": {
                    "type": "message",
                    "message_ts": where["ts"],
                    "channel_id": channel,
                    "is_ephemeral": ephemeral,
                },
                "channel": {"id": channel, "name": slack.workspace.channels[channel].name},
                "response_url": slack.response_url(channel, user, original=where),
                **({} if ephemeral else {"message": where}),
            }
        return await self._deliver("interactive", payload, times)

    async def submit(self, view: View, values: dict[str, Any] | None = None, *, times: int = 1) -> Outcome:
        """Fills in a form by block_id and submits it; the app's answer is carried out as Slack would."""
        slack = self._slack
        assert view.open, "the form is not open"
        state: Json = {}
        given = dict(values or {})
        for block in view.body["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            chosen = filled(element, given.pop(block["block_id"], None))
            empty = not any(value for key, value in chosen.items() if key != "type")
            assert not empty or block.get("optional"), f"Slack's client would not submit: {block['block_id']} is empty"
            state[block["block_id"]] = {element["action_id"]: chosen}
        assert not given, f"no such input: {sorted(given)}"
        payload = {
            "type": "view_submission",
            "team": {"id": slack.team, "domain": "test"},
            "user": {"id": view.user, "name": slack.workspace.users[view.user]["name"], "team_id": slack.team},
            "api_app_id": "A1",
            "token": "verification",
            "trigger_id": slack.trigger(view.user),
            "view": {**view_json(slack, view), "state": {"values": state}},
            "response_urls": [],
        }
        outcome = await self._deliver("interactive", payload, times)
        self._apply(view, outcome)
        return outcome

    def _apply(self, view: View, outcome: Outcome) -> None:
        slack = self._slack
        answer = outcome.payload
        stack = slack.workspace.stacks.get(view.user, [])
        match answer.get("response_action"):
            case "errors":
                known = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
                assert set(answer["errors"]) <= known, f"errors beside no field: {answer['errors']}"
                assert all(answer["errors"].values()), "an empty error"
            case "update":
                assert not view_problems(answer["view"]), view_problems(answer["view"])
                change_view(slack, view, answer["view"])
            case "push":
                assert not view_problems(answer["view"]), view_problems(answer["view"])
                assert len(stack) < 3, "push_limit_reached"
                pushed = View(f"V{slack.workspace.serial()}", view.user, answer["view"], "h")
                change_view(slack, pushed, answer["view"])
                slack.workspace.views[pushed.id] = pushed
                stack.append(pushed.id)
            case "clear":
                for id_ in stack:
                    slack.workspace.views[id_].open = False
                stack.clear()
            case None:
                if outcome.acked:
                    view.open = False
                    if view.id in stack:
                        stack.remove(view.id)
            case other:
                raise AssertionError(f"unknown response_action {other}")

    def form(self, user: str) -> View:
        """The form a person sees on top."""
        stack = self._slack.workspace.stacks.get(user, [])
        assert stack, f"{user} sees no form"
        return self._slack.workspace.views[stack[-1]]

    async def open_home(self, user: str, *, times: int = 1) -> Outcome:
        return await self.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}, times=times)

    async def event(self, event: Json, *, times: int = 1) -> Outcome:
        slack = self._slack
        payload = {
            "token": "verification",
            "team_id": slack.team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{self._slack.workspace.serial()}",
            "event_time": int(time.time()),
            "event": event,
            "authorizations": [{"team_id": slack.team, "user_id": "UBOT", "is_bot": True}],
        }
        return await self._deliver("events_api", payload, times)

    async def _deliver(self, kind: str, payload: Json, times: int, *, form: bool = False) -> Outcome:
        slack = self._slack
        envelope = f"env-{slack.workspace.serial()}"
        outcomes = []
        for number in range(times):
            began = time.monotonic()
            if slack.root.request_url:
                answer = await self._http(kind, payload, number, form)
            else:
                answer = await slack.socket.send(envelope, kind, payload, number, ACK_WITHIN)
            outcomes.append(Outcome(answer is not None, time.monotonic() - began, answer or {}))
        return outcomes[0]

    async def _http(self, kind: str, payload: Json, number: int, form: bool) -> Json | None:
        slack = self._slack
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            body = urlencode(payload) if form else urlencode({"payload": json.dumps(payload)})
            content = "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))
        digest = hmac.new(slack.root.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
            **slack.root.forged_headers,
        }
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ACK_WITHIN)) as session,
                session.post(slack.root.request_url, data=body.encode(), headers=headers) as response,
            ):
                text = await response.text()
                slack.root.http_statuses.append(response.status)
                if response.status != 200:
                    return None
        except TimeoutError:
            return None
        found = json.loads(text) if text.startswith("{") else {"text": text} if text else {}
        assert isinstance(found, dict)
        return found


def find(blocks: list[Json], action_id: str, value: str | None = None) -> tuple[Json, Json, Json | None]:
    """The block, element and (of a menu) option that a person would press; fails when it is not shown."""
    shown = []
    for block in blocks:
        elements = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for element in elements:
            if not element or "action_id" not in element:
                continue
            shown.append(element["action_id"])
            if element["action_id"] != action_id:
                continue
            if element["type"] in ("overflow", "static_select") and value is not None:
                for option in element["options"]:
                    if option["value"].startswith(value):
                        return block, element, option
            elif value is None or element.get("value") == value:
                return block, element, None
    raise AssertionError(f"nothing to press called {action_id} {value or ''}; there is {shown}")


def filled(element: Json, value: Any) -> Json:
    """An element's state after a person chose ``value`` (None: as it was)."""
    kind = element["type"]

    def option(wanted: str) -> Json:
        groups = [*element.get("options", ()), *(o for g in element.get("option_groups", ()) for o in g["options"])]
        found = [one for one in groups if one["value"] == wanted]
        assert found, f"{element['action_id']} has no option {wanted}; it has {[one['value'] for one in groups]}"
        return found[0]

    match kind:
        case "plain_text_input" | "url_text_input" | "number_input" | "email_text_input":
            return {"type": kind, "value": element.get("initial_value") if value is None else value or None}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": element.get("initial_option") if value is None else option(value)}
        case "multi_static_select" | "checkboxes":
            chosen = element.get("initial_options", []) if value is None else [option(one) for one in value]
            return {"type": kind, "selected_options": chosen}
        case "timepicker":
            return {"type": kind, "selected_time": element.get("initial_time") if value is None else value}
        case "conversations_select":
            initial = element.get("initial_conversation")
            return {"type": kind, "selected_conversation": initial if value is None else value}
        case "channels_select":
            return {"type": kind, "selected_channel": element.get("initial_channel") if value is None else value}
    raise AssertionError(f"a {kind} cannot be filled in here")


async def until(true: Any, *, within: float = 120.0, what: str = "it") -> None:
    """Wait until ``true()`` is."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"{what} did not happen within {within} s"
        await asyncio.sleep(0.01)
