"""An article's body → HTML, and its letters damaged the way careless publishing systems damage them. Pure."""

from __future__ import annotations

import html
import re

_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")


def to_html(body: str) -> str:
    """Paragraphs, headings, lists and quotations as HTML; every other sign is escaped."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", body.strip()))


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    if lines[0].startswith("## "):
        return f"<h2>{_inline(lines[0][3:])}</h2>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>\n" + "\n".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "\n</ul>"
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines))}</p></blockquote>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', html.escape(text, quote=False))


def paragraphs(body: str) -> list[str]:
    """The words of each block, without signs of markup."""
    found = []
    for block in re.split(r"\n\s*\n", body.strip()):
        lines = [re.sub(r"^(?:## |- |> )", "", line.strip()) for line in block.strip().split("\n")]
        separator = "\n" if block.strip().startswith("- ") else " "
        found.append(_LINK.sub(r"\1", separator.join(lines)))
    return found


def mojibake(text: str) -> str:
    """UTF-8 read as windows-1252 and saved again: ’ becomes â€™."""
    # The five bytes that windows-1252 leaves open pass as they are, as browsers and databases let them.
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode("utf-8"))
