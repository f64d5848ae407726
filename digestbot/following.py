"""A link → the page that it leads to in the end: over redirects, and over pages that only lead elsewhere.

Asks politely and gives up quietly: what does not lead on is the answer. Reads no article.
"""

from __future__ import annotations

import logging

from digestbot.errors import FetchError
from digestbot.fetch import Fetcher
from digestbot.sources import onward
from digestbot.types import Request, Response
from digestbot.urls import redact

log = logging.getLogger(__name__)

MAX_PAGES = 3  # pages that lead to pages; more is a trap


async def follow(fetcher: Fetcher, request: Request) -> Response:
    """The answer to ``request``, or what its page leads to when it says nothing itself.

    Raises FetchError of the address that was asked for. Where what it leads to gives nothing, the page that led there
    is the answer.
    """
    response = await fetcher.get(request)
    seen = {request.url, response.url}
    for _ in range(MAX_PAGES):
        address = await _next(fetcher, response)
        if address is None or address in seen:
            break
        seen.add(address)
        try:
            response = await fetcher.get(Request(address, purpose=request.purpose))
        except FetchError as error:
            log.info("page.leads_nowhere url=%s reason=%s", error.url, error.reason)
            break
        seen.add(response.url)
    return response


async def _next(fetcher: Fetcher, response: Response) -> str | None:
    question = onward.google_question(response.body, response.url)
    if question is None:
        return onward.next_address(response.body, response.url, response.content_type)
    try:
        answer = await fetcher.post(*question, purpose="page")
    except FetchError as error:
        log.info("page.not_told url=%s reason=%s", error.url, error.reason)
        return None
    address = onward.google_answer(answer.body) if answer.status == 200 else None
    if address is None:
        log.info("page.not_told url=%s status=%d", redact(response.url), answer.status)
    return address
