"""One call of Slack's Web API → its answer, or an error that says whether the call can have had its effect.

The one place where the errors of ``slack_sdk`` and ``aiohttp`` are read. It never calls twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from digestbot.errors import DigestbotError

TIMEOUT = 30  # seconds for one call: slack_sdk's own default, and Slack answers within three
DEFAULT_RETRY_AFTER = 30.0  # seconds, where a 429 names none: Slack's own answers name 1 to 60
# Errors of which Slack's reference says that some aspect of the operation may have succeeded.
_PERHAPS_DONE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
_LIMITED = frozenset({"ratelimited", "rate_limited"})


class CallError(DigestbotError):
    """A Web API call without a good answer."""


class RefusedError(CallError):
    """Slack said no, and has done nothing. ``code`` is its name for the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}")
        self.code = code


class LimitedError(CallError):
    """Slack has done nothing and wants to be left alone for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Slack asked to wait {seconds:g} s")
        self.seconds = seconds


class UnreachedError(CallError):
    """No connection was made, so nothing was done."""


class LostReplyError(CallError):
    """The reply was lost: whether it was done is not known."""


def web_client(token: str, api_url: str) -> AsyncWebClient:
    """A client that never repeats a call by itself: a post whose reply was lost would come twice."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])


async def answer(request: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
    """The answer of a call that was begun. Raises RefusedError, LimitedError, UnreachedError or LostReplyError."""
    try:
        response = await request
    except SlackApiError as error:
        raise _told(error) from error
    except aiohttp.ClientConnectorError as error:
        raise UnreachedError(f"Slack cannot be reached: {error.strerror or error}") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise LostReplyError(f"Slack's reply was lost: {type(error).__name__} {error}".rstrip()) from error
    except AttributeError as error:  # slack_sdk trips over a 200 whose body is no JSON: some proxy answered
        raise LostReplyError("something between here and Slack answered in its place") from error
    data: Any = response.data
    return data if isinstance(data, dict) else {}


def _told(error: SlackApiError) -> CallError:
    response: Any = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or code in _LIMITED:
        return LimitedError(_seconds(response))
    if not code or code in _PERHAPS_DONE or status >= 500:
        return LostReplyError(f"Slack answered HTTP {status} {code}".rstrip())
    if code == "missing_scope" and isinstance(data, dict) and data.get("needed"):
        return RefusedError(f"missing_scope ({data['needed']})")
    return RefusedError(code)


def _seconds(response: Any) -> float:
    """``Retry-After`` in seconds. Slack sends whole seconds; anything else gets the default."""
    value = getattr(response, "headers", {}).get("Retry-After", "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return float(value) if str(value).strip().isdigit() else DEFAULT_RETRY_AFTER
