"""Messages → the person who asked, where they asked; or the channel, when they want to share. Checks each first."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from digestbot.deliver.calls import answer
from digestbot.render.limits import validate
from digestbot.slack.asking import Asked
from digestbot.types import Message

log = logging.getLogger(__name__)

USES = 5  # of one response_url; the last is kept for the note that there is more
MORE = "There is more than fits here: narrow it down, or look at the Home tab."


async def reply(
    client: AsyncWebClient,
    asked: Asked,
    messages: Sequence[Message],
    *,
    public: bool = False,
    replace: bool = False,
) -> None:
    """Show messages to the asker alone (``public``: to all), the first in place of what was pressed (``replace``)."""
    shown = list(messages) if len(messages) <= USES else [*messages[: USES - 1], Message(MORE, ())]
    for message in shown:
        validate(message)
    if not asked.response_url:
        for message in shown:
            await answer(client.chat_postMessage(channel=asked.user, text=message.text, blocks=_blocks(message)))
        return
    # No retry handlers: what is public must not come twice, and a person can press again.
    hook = AsyncWebhookClient(asked.response_url, retry_handlers=[], logger=log)
    for number, message in enumerate(shown):
        body: dict[str, object] = {
            "text": message.text,
            "blocks": _blocks(message),
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace and number == 0,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if asked.thread is not None:
            body["thread_ts"] = asked.thread
        response = await hook.send_dict(body)
        if response.status_code != 200:
            log.error("reply.refused status=%d body=%s", response.status_code, response.body[:200])


def _blocks(message: Message) -> list[dict[str, object]]:
    return [dict(block) for block in message.blocks]
