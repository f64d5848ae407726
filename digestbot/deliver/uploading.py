"""A picture → a file in the workspace that messages can show. Shares it with nobody by itself."""

from __future__ import annotations

import asyncio

import aiohttp
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from digestbot.deliver.calls import LostReplyError, answer
from digestbot.deliver.lookup import Sleep

# Seconds between the upload and its use: Slack refuses a message that shows a file which it has not looked at yet.
SETTLE = 3.0


async def upload(
    client: AsyncWebClient, name: str, content: bytes, alt_text: str, *, sleep: Sleep = asyncio.sleep
) -> str:
    """Slack's id of the uploaded file. Raises CallError; a file that was uploaded in vain is seen by nobody."""
    try:
        found = await answer(
            client.files_upload_v2(
                filename=name, content=content, title=name, alt_txt=alt_text, request_file_info=False
            )
        )
    except SlackRequestError as error:  # the address that takes the bytes did not take them
        raise LostReplyError(f"the upload failed: {error}") from error
    except aiohttp.InvalidURL as error:
        raise LostReplyError(f"Slack named no address to upload to: {error}") from error
    try:
        file_id = str(found["files"][0]["id"])
    except (KeyError, IndexError, TypeError) as error:
        raise LostReplyError("Slack did not name the uploaded file") from error
    await sleep(SETTLE)
    return file_id
