"""The part of an XML document before its root: found, checked, and made harmless. No entity outlives it.

Turns text with a document type, entity declarations or junk in front into text that starts at the root element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from digestbot.errors import ParseError
from digestbot.urls import redact

# What the entities of one document may add to it, in characters. Real feeds declare a dozen characters;
# an entity bomb is made to pass any limit.
MAX_EXPANSION = 200_000
# Longest document type that is read, in characters; those of real feeds have some hundred.
MAX_DOCTYPE = 64 * 1024
# How deep into a body a root element is looked for behind junk, in characters (PHP warnings are short).
MAX_JUNK = 64 * 1024

_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s\[>]+)([^\[>]*)(\[)?", re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(%\s+)?([^\s%"'<>]+)\s+(?:(SYSTEM|PUBLIC)\b[^>]{0,2000}|(?:"([^"]*)"|'([^']*)')\s*)>"""
)
_DOCTYPE_TOKEN = re.compile(r"""\]\s*>|["']|<!--""")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w.:-]*);")
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_ROOT = re.compile(r"<\?xml\b|<(?:rss|(?:\w+:)?(?:feed|RDF|urlset|sitemapindex)|channel)[\s>]", re.IGNORECASE)
_PREFIXED = frozenset({"feed", "rdf", "urlset", "sitemapindex"})
# What programs write in front of a feed when they warn of something, in markup.
_WARNING = frozenset({"br", "b", "font", "p", "pre", "div", "table", "center", "hr"})
_PREDEFINED = frozenset({"lt", "gt", "amp", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Document:
    """A document from its root on: ``root`` is the root element's name in lower case, empty when there is none.

    A prefix of its own choice is left out of a feed's root (``a:feed``). ``doctype`` is the document type's text in
    lower case; ``repairs`` names what was wrong in front of the root.
    """

    text: str
    root: str
    doctype: str = ""
    repairs: tuple[str, ...] = ()


def open_document(text: str, url: str) -> Document:
    """``text`` without what stands before the root; entities it declares itself are put in as the text they mean.

    Raises ParseError for entities that would swell beyond MAX_EXPANSION characters. External entities are
    dropped: nothing is ever loaded.
    """
    repairs: list[str] = []
    start = _skip(text, 0)
    first = _ELEMENT.match(text, start)
    if not text.startswith("<", start) or (first and first.group(1).lower() in _WARNING):
        found = _ROOT.search(text, start, start + MAX_JUNK)
        if found:
            repairs.append("there is text before the XML")
            start = _skip(text, found.start())
    doctype = ""
    entities: dict[str, str] = {}
    while match := _DOCTYPE.match(text, start):
        end = _end_of_doctype(text, match)
        doctype = doctype or text[match.start() : match.end()].lower()
        if match.group(3):
            if end - match.end() > MAX_DOCTYPE:
                raise ParseError(redact(url), "an entity bomb (a document type without end): refused")
            entities |= _declared(text[match.end() : end], repairs)
        start = _skip(text, end)
    body = text[start:]
    element = _ELEMENT.match(body)
    if entities:
        body = _expand(body, entities, url)
    root = element.group(1).lower() if element else ""
    prefix, _, name = root.rpartition(":")
    if prefix and name in _PREFIXED:
        root = "rdf:rdf" if name == "rdf" else name
    return Document(body, root, doctype, tuple(repairs))


def _skip(text: str, position: int) -> int:
    while found := _SKIPPED.match(text, position):
        position = found.end()
    return position


def _end_of_doctype(text: str, match: re.Match[str]) -> int:
    """Where the document type ends; quotes and comments inside its brackets are passed over, each character once."""
    if not match.group(3):
        end = text.find(">", match.end())
        return end + 1 if end >= 0 else len(text)
    position = match.end()
    while token := _DOCTYPE_TOKEN.search(text, position):
        found = token.group()
        if found.startswith("]"):
            return token.end()
        closing = text.find("-->" if found == "<!--" else found, token.end())
        if closing < 0:
            break
        position = closing + 1
    return len(text)


def _declared(subset: str, repairs: list[str]) -> dict[str, str]:
    entities: dict[str, str] = {}
    for found in _ENTITY.finditer(subset):
        parameter, name, external, double, single = found.groups()
        if parameter:
            continue
        if external and "external entities were left out" not in repairs:
            repairs.append("external entities were left out")
        if name not in _PREDEFINED:
            entities.setdefault(name, "" if external else (double if double is not None else single or ""))
    return entities


def _expand(body: str, entities: dict[str, str], url: str) -> str:
    sizes: dict[str, int] = {}

    def size(name: str, above: tuple[str, ...]) -> int:
        if name in above or len(above) > len(entities):
            raise ParseError(redact(url), "entities that contain themselves: refused")
        if name not in sizes:
            inner = sum(
                size(other, (*above, name)) for other in _REFERENCE.findall(entities[name]) if other in entities
            )
            sizes[name] = len(entities[name]) + inner
            if sizes[name] > MAX_EXPANSION:
                raise ParseError(redact(url), "an entity bomb: refused")
        return sizes[name]

    used = [name for name in _REFERENCE.findall(body) if name in entities]
    if sum(size(name, ()) for name in used) > MAX_EXPANSION:
        raise ParseError(redact(url), "an entity bomb: refused")

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return _REFERENCE.sub(value, entities[name]) if name in entities else found.group()

    return _REFERENCE.sub(value, body)
