"""The methods of the Web API that an app like ours calls: the workspace and arguments in, the answer out."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slackd.blocks import problems, too_large, view_problems
from slackd.workspace import ALL_SCOPES, Channel, Json, Refusal, View

if TYPE_CHECKING:
    from slackd.server import Slackd

Method = Callable[["Slackd", Json], Json]
METHODS: dict[str, Method] = {}
SCOPES: dict[str, tuple[str, ...]] = {}  # any of them will do


def method(name: str, *scopes: str) -> Callable[[Method], Method]:
    def keep(function: Method) -> Method:
        METHODS[name] = function
        SCOPES[name] = scopes
        return function

    return keep


@method("auth.test")
def auth_test(slack: Slackd, args: Json) -> Json:
    return {
        "url": f"{slack.base_url}/",
        "team": "Test" if slack.team == "T1" else f"Team {slack.team}",
        "user": "digestbot",
        "team_id": slack.team,
        "user_id": "UBOT",
        "bot_id": "BBOT",
    }


@method("api.test")
def api_test(slack: Slackd, args: Json) -> Json:
    return {}


@method("apps.connections.open")
def connections_open(slack: Slackd, args: Json) -> Json:
    return {"url": f"{slack.base_url.replace('http', 'ws')}/link/?ticket={slack.workspace.serial()}&app_id=A1"}


def _checked(args: Json) -> tuple[str, list[Any]]:
    """The text and blocks of a message, or Slack's refusal of them."""
    blocks = args.get("blocks") or []
    text = args.get("text") or ""
    if not text and not blocks:
        raise Refusal("no_text")
    if len(text) > 40_000:
        raise Refusal("msg_too_long")
    found = problems(blocks, "message")
    if found:
        raise Refusal("invalid_blocks", errors=found, response_metadata={"messages": [f"[ERROR] {p}" for p in found]})
    if too_large(blocks):
        raise Refusal("msg_blocks_too_long")
    return text, blocks


def _metadata(args: Json) -> Json:
    found = args.get("metadata")
    if not found:
        return {}
    if not isinstance(found, dict) or not found.get("event_type") or not isinstance(found.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if not all(isinstance(value, str | int | float | bool | list | dict) for value in found["event_payload"].values()):
        raise Refusal("invalid_metadata_schema")
    return {"metadata": found}


def _open_channel(slack: Slackd, args: Json) -> Channel:
    if not args.get("channel"):
        raise Refusal("channel_not_found")
    channel = slack.workspace.channel(args["channel"])
    if channel.archived:
        raise Refusal("is_archived")
    return channel


@method("chat.postMessage", "chat:write")
def post_message(slack: Slackd, args: Json) -> Json:
    channel = _open_channel(slack, args)
    if not channel.member and "chat:write.public" not in slack.scopes:
        raise Refusal("not_in_channel")
    text, blocks = _checked(args)
    message = {
        "type": "message",
        "user": "UBOT",
        "bot_id": "BBOT",
        "app_id": "A1",
        "text": text,
        "blocks": slack.with_ids(blocks),
        "ts": slack.workspace.ts(),
        "unfurl": (args.get("unfurl_links"), args.get("unfurl_media")),
        **_metadata(args),
    }
    if args.get("thread_ts"):
        if not any(one["ts"] == args["thread_ts"] for one in channel.messages):
            raise Refusal("thread_not_found")
        message["thread_ts"] = args["thread_ts"]
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message["ts"], "message": _shown(message, metadata=True)}


@method("chat.update", "chat:write")
def update(slack: Slackd, args: Json) -> Json:
    if not str(args.get("channel", "")).startswith(("C", "G", "D")):
        raise Refusal("channel_not_found")
    channel = _open_channel(slack, args)
    found = next((one for one in channel.messages if one["ts"] == args.get("ts")), None)
    if found is None:
        raise Refusal("message_not_found")
    if found.get("bot_id") != "BBOT":
        raise Refusal("cant_update_message")
    text, blocks = _checked(args)
    found.update({"text": text, "blocks": slack.with_ids(blocks), "edited": {"ts": slack.workspace.ts()}})
    found.update(_metadata(args))
    return {"channel": channel.id, "ts": found["ts"], "text": text}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(slack: Slackd, args: Json) -> Json:
    channel = _open_channel(slack, args)
    if args.get("user") not in slack.workspace.users:
        raise Refusal("user_not_in_channel")
    if not channel.member:
        raise Refusal("not_in_channel")
    text, blocks = _checked(args)
    slack.workspace.ephemeral.append(
        {
            "channel": channel.id,
            "user": args["user"],
            "text": text,
            "blocks": slack.with_ids(blocks),
            "ts": slack.workspace.ts(),
        }
    )
    return {"message_ts": slack.workspace.ephemeral[-1]["ts"]}


@method("chat.getPermalink")
def permalink(slack: Slackd, args: Json) -> Json:
    channel = slack.workspace.channel(args["channel"])
    if not any(one["ts"] == args["message_ts"] for one in channel.messages):
        raise Refusal("message_not_found")
    ts = args["message_ts"].replace(".", "")
    return {"channel": channel.id, "permalink": f"https://test.slack.com/archives/{channel.id}/p{ts}"}


def _shown(message: Json, *, metadata: bool) -> Json:
    hidden = set() if metadata else {"metadata"}
    return {key: value for key, value in message.items() if key not in hidden}


def _true(value: Any) -> bool:
    return str(value).lower() in ("1", "true")


def _page(slack: Slackd, args: Json, key: str, values: list[Any], most: int) -> Json:
    start = int(base64.b64decode(args["cursor"])) if args.get("cursor") else 0
    size = min(int(args.get("limit") or most), most)
    more = start + size < len(values)
    cursor = base64.b64encode(str(start + size).encode()).decode() if more else ""
    return {key: values[start : start + size], "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _readable(slack: Slackd, args: Json) -> Channel:
    found = slack.workspace.channels.get(str(args.get("channel")))  # by id only
    if found is None or (found.private and not found.member):
        raise Refusal("channel_not_found")
    if not found.member:
        raise Refusal("not_in_channel")
    return found


@method("conversations.history", "channels:history", "groups:history", "im:history")
def history(slack: Slackd, args: Json) -> Json:
    oldest = float(args.get("oldest") or 0)
    latest = float(args.get("latest") or "inf")
    shown = [
        _shown(one, metadata=_true(args.get("include_all_metadata")))
        for one in reversed(_readable(slack, args).main())
        if oldest < float(one["ts"]) < latest
    ]
    return _page(slack, args, "messages", shown, slack.history_page)


@method("conversations.replies", "channels:history", "groups:history", "im:history")
def replies(slack: Slackd, args: Json) -> Json:
    found = _readable(slack, args).replies(str(args.get("ts")))
    if not found:
        raise Refusal("thread_not_found")
    shown = [_shown(one, metadata=_true(args.get("include_all_metadata"))) for one in found]
    return _page(slack, args, "messages", shown, slack.history_page)


def _channel_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_member": channel.member,
    }


@method("conversations.list", "channels:read", "groups:read")
def conversations_list(slack: Slackd, args: Json) -> Json:
    kinds = str(args.get("types") or "public_channel").split(",")
    shown = [
        _channel_json(one)
        for one in slack.workspace.channels.values()
        if one.name
        and not (one.archived and _true(args.get("exclude_archived")))
        and ("private_channel" in kinds and one.member if one.private else "public_channel" in kinds)
    ]
    return _page(slack, args, "channels", shown, slack.list_page)


@method("users.conversations", "channels:read", "groups:read")
def users_conversations(slack: Slackd, args: Json) -> Json:
    kinds = str(args.get("types") or "public_channel").split(",")
    shown = [
        _channel_json(one)
        for one in slack.workspace.channels.values()
        if one.name
        and one.member
        and (not args.get("user") or one.people is None or args["user"] in one.people)
        and not (one.archived and _true(args.get("exclude_archived")))
        and ("private_channel" if one.private else "public_channel") in kinds
    ]
    return _page(slack, args, "channels", shown, slack.list_page)


@method("conversations.info", "channels:read", "groups:read")
def conversations_info(slack: Slackd, args: Json) -> Json:
    found = slack.workspace.channels.get(str(args.get("channel")))
    if found is None or (found.private and not found.member):
        raise Refusal("channel_not_found")
    return {"channel": _channel_json(found)}


@method("conversations.join", "channels:join")
def join(slack: Slackd, args: Json) -> Json:
    found = slack.workspace.channels.get(str(args.get("channel")))
    if found is None:
        raise Refusal("channel_not_found")
    if found.archived:
        raise Refusal("is_archived")
    if found.private:
        raise Refusal("method_not_supported_for_channel_type")
    found.member = True
    return {"channel": _channel_json(found)}


@method("conversations.open", "im:write")
def conversations_open(slack: Slackd, args: Json) -> Json:
    if args.get("users") not in slack.workspace.users:
        raise Refusal("user_not_found")
    return {"channel": {"id": slack.workspace.direct(args["users"]).id}}


@method("users.info", "users:read")
def users_info(slack: Slackd, args: Json) -> Json:
    found = slack.workspace.users.get(str(args.get("user")))
    if found is None:
        raise Refusal("user_not_found")
    return {"user": found}


def _valid_view(args: Json, *kinds: str) -> Json:
    view: Any = args.get("view")
    found = view_problems(view)
    if view and view.get("type") not in kinds:
        found.append(f"type {view.get('type')}")
    if len(json.dumps(view)) > 250_000:
        raise Refusal("view_too_large")
    if found:
        raise Refusal("invalid_arguments", response_metadata={"messages": found})
    assert isinstance(view, dict)
    return view


def _show(slack: Slackd, user: str, body: Json) -> View:
    id_ = f"V{slack.workspace.serial()}"
    view = View(id_, user, {**body, "blocks": slack.with_ids(body["blocks"])}, f"h{slack.workspace.serial()}")
    slack.workspace.views[id_] = view
    return view


def view_json(slack: Slackd, view: View) -> Json:
    return {"id": view.id, "team_id": slack.team, "app_id": "A1", "bot_id": "BBOT", "hash": view.hash, **view.body}


@method("views.open")
def views_open(slack: Slackd, args: Json) -> Json:
    body = _valid_view(args, "modal")
    slack.workspace.use_trigger(str(args.get("trigger_id")))
    view = _show(slack, slack.user_of(str(args["trigger_id"])), body)
    slack.workspace.stacks[view.user] = [view.id]
    return {"view": view_json(slack, view)}


@method("views.push")
def views_push(slack: Slackd, args: Json) -> Json:
    body = _valid_view(args, "modal")
    user = slack.user_of(str(args.get("trigger_id")))
    if len(slack.workspace.stacks.get(user, ())) >= 3:
        raise Refusal("push_limit_reached")
    slack.workspace.use_trigger(str(args.get("trigger_id")))
    view = _show(slack, user, body)
    slack.workspace.stacks.setdefault(user, []).append(view.id)
    return {"view": view_json(slack, view)}


@method("views.update")
def views_update(slack: Slackd, args: Json) -> Json:
    body = _valid_view(args, "modal", "home")
    view = slack.workspace.views.get(str(args.get("view_id")))
    if view is None or not view.open:
        raise Refusal("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise Refusal("hash_conflict")
    change_view(slack, view, body)
    return {"view": view_json(slack, view)}


def change_view(slack: Slackd, view: View, body: Json) -> None:
    """Another content for an open form."""
    view.body = {**body, "blocks": slack.with_ids(body["blocks"])}
    view.hash = f"h{slack.workspace.serial()}"


@method("views.publish")
def views_publish(slack: Slackd, args: Json) -> Json:
    body = _valid_view(args, "home")
    if args.get("user_id") not in slack.workspace.users:
        raise Refusal("user_not_found")
    slack.workspace.homes[args["user_id"]] = {**body, "blocks": slack.with_ids(body["blocks"])}
    return {"view": {"id": f"V{slack.workspace.serial()}", "type": "home"}}


@method("blocks.validate")
def blocks_validate(slack: Slackd, args: Json) -> Json:
    found = problems(args.get("blocks"), "message")
    if found:
        raise Refusal("invalid_blocks", errors=found)
    return {}


@method("files.getUploadURLExternal", "files:write")
def upload_url(slack: Slackd, args: Json) -> Json:
    id_ = f"F{slack.workspace.serial()}"
    slack.workspace.files.append({"id": id_, "name": args["filename"], "length": int(args["length"])})
    return {"upload_url": f"{slack.base_url}/upload/{id_}", "file_id": id_}


@method("files.completeUploadExternal", "files:write")
def upload_complete(slack: Slackd, args: Json) -> Json:
    given = args["files"] if isinstance(args["files"], list) else json.loads(args["files"])
    done = []
    for one in given:
        file = next((f for f in slack.workspace.files if f["id"] == one["id"]), None)
        if file is None or "body" not in file:
            raise Refusal("file_not_found")
        channel = args.get("channel_id")
        if channel and channel not in slack.workspace.channels:
            raise Refusal("channel_not_found")
        file["channel"] = channel
        done.append({"id": file["id"], "title": one.get("title", "")})
    return {"files": done}


DEFAULT_SCOPES = frozenset(ALL_SCOPES.split())
