"""One entry of a clean feed → a ``RawEntry``, exactly as feedparser fills it, element by element in document order."""

from __future__ import annotations

import re

from lxml import etree

from digestbot import times
from digestbot.sources.elements import (
    IGNORED,
    RDF,
    XML,
    OddError,
    kind_of,
    language_of,
    leave,
    mend,
    name_of,
    people_of,
    resolve,
    text_of,
)
from digestbot.sources.entries import Body, Link, RawEntry

_DATES = {
    "pubdate": "published", "published": "published", "issued": "published", "dcterms:issued": "published",
    "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc:date": "updated",
    "dcterms:modified": "updated", "created": "created", "dcterms:created": "created",
}  # fmt: skip
_NO_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")


class StrictEntry:
    """One entry on its way into a ``RawEntry``: a method for each element that says something of it.

    ``base`` is the address its relative links start from; ``is_atom`` decides what plain text means.
    """

    def __init__(self, element: etree._Element, base: str, is_atom: bool) -> None:
        self.element = element
        self.base = base
        self.is_atom = is_atom
        self.raw = RawEntry(id=element.get(f"{{{RDF}}}about", ""))
        self.scope = language_of(element)
        self.title_language: str | None = None
        self.content_languages: list[str | None] = []
        self.summary_language: str | None = None
        self.summary_depth: int | None = None
        self.odd_with_media_title = False
        self.media_title = False
        self.id_is_link = False
        self.original_link = ""
        self.people = 0
        self.titles = 0
        self.itunes_image = ""

    def read(self) -> RawEntry:
        if any(key not in (f"{{{RDF}}}about", XML + "lang") for key in self.element.attrib):
            raise OddError
        self._children(self.element, 0)
        raw = self.raw
        if self.media_title and (self.odd_with_media_title or raw.title is None):
            raise OddError
        if raw.summary is not None and (
            not raw.summary.value or any(part.value == raw.summary.value for part in raw.contents)
        ):
            raw.summary = None
        if self.id_is_link:
            raw.link = raw.link or raw.id
        raw.link = self.original_link or raw.link
        if self.itunes_image:
            raw.images.append(self.itunes_image)
        languages = (raw.language, self.title_language, *self.content_languages, self.summary_language)
        raw.language = next((language for language in languages if language), None)
        return raw

    def _children(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = name_of(child)
            if name in _DATES:
                self._date(child, _DATES[name], depth)
            elif name in _HANDLERS:
                _HANDLERS[name](self, child, depth)
            elif name == "source":
                self.odd_with_media_title = True
                self._source(child, depth)
            elif name in IGNORED or name == "passed":
                leave(child)
            else:
                raise OddError

    def _source(self, child: etree._Element, depth: int) -> None:
        if depth or self.raw.origin or self.raw.origin_authors or (len(child) and not self.is_atom):
            raise OddError
        if not len(child):
            self.raw.origin = text_of(child)
        for inner in child:
            name = name_of(inner)
            if name == "title" and not self.raw.origin:
                kind_of(inner, "text/plain")
                self.raw.origin = text_of(inner)
            elif name == "author":
                self.raw.origin_authors += people_of(inner)
            elif name in ("title", "dc:creator", "itunes:author", "media:title", "dc:title"):
                raise OddError

    def _language_of(self, child: etree._Element, depth: int) -> str | None:
        if depth:
            return language_of(child)
        own = child.get(XML + "lang", child.get("lang"))
        return self.scope if own is None else own or None

    def _date(self, child: etree._Element, which: str, depth: int) -> None:
        value = text_of(child)
        if depth and not value:
            return  # an empty one within a picture leaves the entry's own as it stands
        if value and not times.readable(value):
            raise OddError
        setattr(self.raw, which, value or None)

    def _title(self, child: etree._Element, depth: int) -> None:
        value = text_of(child)
        self.titles += 1
        if self.titles > 1 or depth:
            raise OddError
        kind = kind_of(child, "text/plain")
        self.raw.title = Body(value, kind if self.is_atom else "text/html") if value else None
        self.title_language = self._language_of(child, depth)

    def _media_title(self, child: etree._Element, _: int) -> None:
        leave(child)
        self.media_title = True

    def _teaser(self, child: etree._Element, depth: int) -> None:
        """A summary; a second one counts as content, as long as there is none."""
        default = "text/html" if name_of(child).endswith("description") else "text/plain"
        if self.raw.summary is not None and not self.raw.contents:
            self._add_content(child, "text/plain", depth)
        elif self.summary_depth is not None and depth > self.summary_depth:
            raise OddError  # feedparser keeps the first text with the second one's language
        else:
            self.raw.summary = Body(text_of(child), kind_of(child, default))
            self.summary_depth = depth
            self.summary_language = self._language_of(child, depth)

    def _content(self, child: etree._Element, depth: int) -> None:
        if child.get("src") is not None:
            raise OddError
        self._add_content(child, "text/html" if name_of(child) == "content:encoded" else "text/plain", depth)

    def _add_content(self, child: etree._Element, default: str, depth: int) -> None:
        self.raw.contents.append(Body(text_of(child), kind_of(child, default)))
        self.content_languages.append(self._language_of(child, depth))

    def _guid(self, child: etree._Element, depth: int) -> None:
        if depth or self.raw.id:
            raise OddError
        permalink = next((value for key, value in child.attrib.items() if str(key).lower() == "ispermalink"), "true")
        self.id_is_link = permalink == "true"
        value = text_of(child, mended=False)
        self.raw.id = mend(resolve(self.base, value) if self.id_is_link and value else value)

    def _link(self, child: etree._Element, depth: int) -> None:
        if depth or len(child) or any(str(key) != str(key).lower() or key in ("url", "uri") for key in child.attrib):
            raise OddError
        href = child.get("href")
        if href is None:
            self._text_link(child)
            return
        rel = child.get("rel", "alternate").lower()
        kind = child.get("type", "application/atom+xml" if rel == "self" else "text/html").lower()
        if not href or (rel == "alternate" and not self.is_atom):
            raise OddError
        address = resolve(self.base, href)
        if address:
            self.raw.links.append(Link(address, rel, kind, child.get("length")))
        if rel == "alternate" and kind in ("text/html", "html", "application/xhtml+xml", "xhtml"):
            self.raw.link = address

    def _text_link(self, child: etree._Element) -> None:
        value = text_of(child, mended=False)
        if self.is_atom or self.raw.link or child.attrib or not value:
            raise OddError
        address = mend(resolve(self.base, value)).replace("&amp;", "&")
        self.raw.link = _NO_REFERENCE.sub(r"&\1", address)
        self.raw.links.append(Link(self.raw.link, "alternate", "text/html"))

    def _original(self, child: etree._Element, depth: int) -> None:
        if child.attrib or depth:
            raise OddError
        self.original_link = text_of(child)

    def _author(self, child: etree._Element, depth: int) -> None:
        if depth:
            raise OddError
        self.raw.authors += people_of(child)
        self.people += 1
        if (self.people > 1 or (self.is_atom and not len(child))) and any("@" in person for person in self.raw.authors):
            raise OddError  # feedparser tells name from address by a rule of its own

    def _category(self, child: etree._Element, _: int) -> None:
        value = text_of(child)
        term, label = child.get("term"), child.get("label")
        if (value and term) or any(key in ("Term", "Label", "TERM", "LABEL") for key in child.attrib):
            raise OddError
        self.raw.tags.append(label or term or value)

    def _itunes_category(self, child: etree._Element, _: int) -> None:
        if len(child) or text_of(child):
            raise OddError
        self.raw.tags.append(child.get("text", ""))

    def _keywords(self, child: etree._Element, _: int) -> None:
        if child.attrib:
            raise OddError
        self.raw.tags += [word.strip() for word in text_of(child).split(",") if word.strip()]

    def _language(self, child: etree._Element, _: int) -> None:
        self.raw.language = text_of(child) or None

    def _enclosure(self, child: etree._Element, depth: int) -> None:
        if depth or len(child) or any(str(key) != str(key).lower() or key in ("href", "uri") for key in child.attrib):
            raise OddError
        if child.get("url"):
            self.raw.links.append(
                Link(child.get("url", ""), "enclosure", child.get("type", "").lower(), child.get("length"))
            )

    def _media_content(self, child: etree._Element, depth: int) -> None:
        if child.get("url"):
            guess = {"image": "image/*", "video": "video/*", "audio": "audio/*"}.get(child.get("medium") or "", "")
            size = next((str(value) for key, value in child.attrib.items() if str(key).lower() == "filesize"), None)
            self.raw.media.append(Link(child.get("url", ""), "enclosure", child.get("type", "").lower() or guess, size))
        self._children(child, depth + 1)

    def _group(self, child: etree._Element, depth: int) -> None:
        self._children(child, depth + 1)

    def _thumbnail(self, child: etree._Element, _: int) -> None:
        if len(child) or (child.text or "").strip():
            raise OddError
        self.raw.images += [address] if (address := child.get("url")) else []

    def _itunes_picture(self, child: etree._Element, depth: int) -> None:
        if depth or len(child) or child.get("url") is not None:
            raise OddError
        self.itunes_image = child.get("href") or self.itunes_image


_HANDLERS = {
    name: handler
    for handler, names in (
        (StrictEntry._title, "title"),
        (StrictEntry._media_title, "media:title"),
        (StrictEntry._teaser, "description dc:description media:description summary itunes:summary"),
        (StrictEntry._content, "content content:encoded"),
        (StrictEntry._guid, "guid id"),
        (StrictEntry._link, "link"),
        (StrictEntry._original, "feedburner:origlink"),
        (StrictEntry._author, "author dc:creator itunes:author"),
        (StrictEntry._category, "category dc:subject media:category"),
        (StrictEntry._itunes_category, "itunes:category"),
        (StrictEntry._keywords, "media:keywords itunes:keywords"),
        (StrictEntry._language, "dc:language language"),
        (StrictEntry._enclosure, "enclosure"),
        (StrictEntry._media_content, "media:content"),
        (StrictEntry._group, "media:group"),
        (StrictEntry._thumbnail, "media:thumbnail"),
        (StrictEntry._itunes_picture, "itunes:image"),
    )
    for name in names.split()
}
