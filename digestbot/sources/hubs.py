"""A feed's own words, or its answer's ``Link`` header → the WebSub hub that tells of its news, and its name there.

Pure; it subscribes to nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from digestbot import urls

_LINK = re.compile(r"<(?:\w+:)?link\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HEADER_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s\",;]*))*)")
_HEADER_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]*))", re.IGNORECASE)

Hub = tuple[str | None, str | None]  # hub, topic


def in_document(head: str, base: str) -> Hub:
    """The first hub and the ``self`` address that the ``link`` elements of a feed's own part name."""
    named = []
    for found in _LINK.finditer(head):
        given = {name.lower(): html.unescape(one or two) for name, one, two in _ATTRIBUTE.findall(found.group(1))}
        named.append((given.get("rel", ""), given.get("href", "")))
    return _chosen(named, base)


def in_header(value: str, base: str) -> Hub:
    """As ``in_document``, of an HTTP ``Link`` header, which comes before the document."""
    named = []
    for target, parameters in _HEADER_LINK.findall(value):
        found = _HEADER_REL.search(parameters)
        named.append(((found.group(1) or found.group(2) or "") if found else "", target))
    return _chosen(named, base)


def _chosen(named: Iterable[tuple[str, str]], base: str) -> Hub:
    """The first hub among (rel, address) and the feed's own address; nothing where no hub is named."""
    hub = topic = None
    for rel, target in named:
        rels, address = rel.lower().split(), urls.join(base, target)
        if not urls.is_http(address):
            continue
        if "hub" in rels:
            hub = hub or address
        elif "self" in rels:
            topic = topic or address
    return (hub, topic) if hub else (None, None)
