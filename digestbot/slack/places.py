"""A Slack channel ↔ its entry in ``channels.yaml``, and which of them a person may know of."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.calls import CallError, answer
from digestbot.errors import DigestbotError
from digestbot.slack.asking import Asked
from digestbot.slack.listening import Kit
from digestbot.types import Channel

PAGE = 200
PAGES = 25  # of a person's channels: five thousand, more than anybody is in


async def here(kit: Kit, asked: Asked) -> str:
    """What the configuration calls, or would call, the channel where somebody asks.

    An id for a private channel, because its name is nobody else's business. Raises DigestbotError where there is none.
    """
    if not asked.channel or asked.channel.startswith("D"):
        raise DigestbotError("Ask that in the channel it is about: here I cannot know which one you mean.")
    for channel in kit.desk.channels():
        if channel.channel == asked.channel:
            return channel.channel
    name, private = asked.channel_name, asked.channel_name == "privategroup"
    if not name or private or asked.channel.startswith("G"):
        found = (await answer(kit.client.conversations_info(channel=asked.channel)))["channel"]
        name, private = str(found.get("name", "")), bool(found.get("is_private"))
    for channel in kit.desk.channels():
        if channel.channel.removeprefix("#") == name:
            return channel.channel
    return asked.channel if private else f"#{name}"


async def configured(kit: Kit, asked: Asked) -> str:
    """As ``here``; raises DigestbotError when the channel gets no digest."""
    name = await here(kit, asked)
    if not any(channel.channel == name for channel in kit.desk.channels()):
        raise DigestbotError("This channel gets no digest yet: /digest channel sets one up.")
    return name


async def of_person(kit: Kit, user: str) -> list[tuple[Channel, str]]:
    """The configured channels that a person is in, and what they are called; of others they are told nothing."""
    try:
        theirs = await _theirs(kit.client, user)
    except CallError:
        return []
    names = set(theirs.values())
    return [
        (one, f"#{theirs[one.channel]}" if one.channel in theirs else one.channel)
        for one in kit.desk.channels()
        if one.channel in theirs or one.channel.removeprefix("#") in names
    ]


async def _theirs(client: AsyncWebClient, user: str) -> dict[str, str]:
    """Id → name of the channels that a person and the app are in."""
    found: dict[str, str] = {}
    cursor: str | None = None
    for _ in range(PAGES):
        request = client.users_conversations(
            user=user, types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
        )
        page = await answer(request)
        found |= {str(one["id"]): str(one["name"]) for one in page["channels"]}
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return found
