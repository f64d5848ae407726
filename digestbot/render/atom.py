"""A ``Digest`` → an Atom feed (RFC 4287) of its stories, for readers who want them elsewhere. Ids never change."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from digestbot.render import wording
from digestbot.render.escaping import link
from digestbot.types import Digest, DigestStory

NAMESPACE = "http://www.w3.org/2005/Atom"
MINTED = "2026"  # tag: URIs (RFC 4151) name an authority and a year in which it held the name
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(digest: Digest) -> str:
    """The feed as an XML document."""
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(root, "id", _tag(digest.id))
    _add(root, "title", f"{wording.name(digest)} for {digest.channel}, {wording.long_day(digest.date)}")
    _add(root, "updated", _moment(digest.window_end))
    author = ElementTree.SubElement(root, "author")
    _add(author, "name", "digestbot")
    lead = wording.lead_of(digest)
    rest = [story for section in wording.sections_after_lead(digest) for story in section.stories]
    for story in [lead, *rest] if lead is not None else rest:
        _entry(root, story, digest)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(root: ElementTree.Element, story: DigestStory, digest: Digest) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", _tag(f"{digest.id}/{story.id}"))
    _add(entry, "title", wording.title_of(story))
    # An entry without content must have an alternate link, and a story may have no address that can be linked.
    _add(entry, "content", story.summary or wording.title_of(story))
    _add(entry, "updated", _moment(digest.window_end))
    _add(entry, "published", _moment(story.published))
    author = ElementTree.SubElement(entry, "author")
    _add(author, "name", story.source or "unknown")
    safe = link(story.url)
    if safe:
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": safe})
    for one in story.also:
        related = link(one.url)
        if related:
            title = _xml(one.source)
            ElementTree.SubElement(entry, "link", {"rel": "related", "href": related, "title": title})
    for topic in story.topics:
        ElementTree.SubElement(entry, "category", {"term": _xml(topic)})


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _xml(text)


def _xml(text: str) -> str:
    return _NO_XML.sub("", wording.tidy(text))


def _tag(name: str) -> str:
    return f"tag:digestbot,{MINTED}:{re.sub(r'[^A-Za-z0-9/_.-]+', '-', name)}"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
