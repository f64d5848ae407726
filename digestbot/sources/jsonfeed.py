"""JSON Feed 1.0 and 1.1, as text → raw entries. Forgives wrong types member by member; never guesses missing ones."""

from __future__ import annotations

import json
import re
from typing import Any

from digestbot.errors import ParseError
from digestbot.sources.entries import Body, Link, RawEntry
from digestbot.sources.feeds import RawFeed
from digestbot.urls import is_http, join, redact

_LAST_COMMA = re.compile(r",(\s{0,200}[\]}])")


def read(text: str, url: str) -> RawFeed:
    """The JSON feed in ``text``. Raises ParseError for text that is no JSON, and for JSON that is no feed."""
    try:
        value = _loads(text)
    except (ValueError, RecursionError) as exc:
        raise ParseError(redact(url), f"starts like JSON but is not ({type(exc).__name__})") from exc
    if not isinstance(value, dict):
        raise ParseError(redact(url), "JSON, but no JSON feed: no object at its top")
    items = value.get("items")
    version = _text(value, "version")
    if not isinstance(items, list) or not ("jsonfeed.org" in version or _looks_like_items(items)):
        said = _text(value, "error") or _text(value, "message")
        detail = f"; it says: {said[:120]}" if said else ""
        raise ParseError(redact(url), f"JSON, but no JSON feed (no version and items){detail}")
    base = join(url, _text(value, "home_page_url")) or url
    hubs = [join(url, _text(one, "url")) for one in _list(value, "hubs") if isinstance(one, dict) and _is_websub(one)]
    hub = next((one for one in hubs if is_http(one)), None)
    own = join(url, _text(value, "feed_url"))
    wrong = sum(not isinstance(item, dict) for item in items)
    return RawFeed(
        format="json11" if version.rstrip("/").endswith("1.1") else "json10",
        title=Body(_text(value, "title"), "text/plain"),
        language=_text(value, "language") or None,
        authors=_people(value),
        entries=[_entry(item, base) for item in items if isinstance(item, dict)],
        hub=hub,
        topic=own if hub and is_http(own) else None,
        problem=f"{wrong} of {len(items)} items are no objects and were left out" if wrong else None,
    )


def _loads(text: str) -> Any:
    """The value; once more without commas before closing brackets, the mistake that feeds written by hand make."""
    try:
        return json.loads(text, strict=False, parse_constant=lambda _: None)
    except ValueError:
        return json.loads(_LAST_COMMA.sub(r"\1", text), strict=False, parse_constant=lambda _: None)


def _is_websub(hub: dict[str, Any]) -> bool:
    return _text(hub, "type").lower() in ("websub", "pubsubhubbub")


def _looks_like_items(items: list[Any]) -> bool:
    first = items[0] if items else None
    return isinstance(first, dict) and bool(
        {"content_html", "content_text"} & first.keys() or {"id", "url"} <= first.keys()
    )


def _entry(item: dict[str, Any], base: str) -> RawEntry:
    contents = []
    if _text(item, "content_html"):
        contents.append(Body(_text(item, "content_html"), "text/html"))
    elif _text(item, "content_text"):
        contents.append(Body(_text(item, "content_text"), "text/plain"))
    summary = _text(item, "summary")
    links = [
        Link(join(base, _text(file, "url")), "enclosure", _text(file, "mime_type"), _text(file, "size_in_bytes"))
        for file in _list(item, "attachments")
        if isinstance(file, dict) and _text(file, "url")
    ]
    external = _text(item, "external_url")
    if external:
        links.append(Link(join(base, external), "related" if _text(item, "url") else "alternate"))
    title = _text(item, "title")
    return RawEntry(
        id=_text(item, "id"),
        link=join(base, _text(item, "url")),
        title=Body(title, "text/plain") if title else None,
        summary=Body(summary, "text/plain") if summary else None,
        contents=contents,
        authors=_people(item),
        published=_text(item, "date_published") or None,
        updated=_text(item, "date_modified") or None,
        language=_text(item, "language") or None,
        links=links,
        images=[_text(item, key) for key in ("image", "banner_image") if _text(item, key)],
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
    )


def _people(value: dict[str, Any]) -> list[str]:
    people = _list(value, "authors") or [value.get("author")]
    return [_text(person, "name") for person in people if isinstance(person, dict) and _text(person, "name")]


def _text(value: dict[str, Any], key: str) -> str:
    """A member as text: numbers are written out (ids often are numbers), anything else is as good as absent."""
    member = value.get(key)
    if isinstance(member, bool) or not isinstance(member, str | int | float):
        return ""
    return str(member).encode("utf-8", "replace").decode("utf-8").strip()


def _list(value: dict[str, Any], key: str) -> list[Any]:
    member = value.get(key)
    return member if isinstance(member, list) else []
