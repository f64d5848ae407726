"""Bytes of a PDF → its text, title, author and date, through pypdf. Bounded in bytes, pages and operators, because a
small file may describe endless work; never raises anything but ExtractError.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pypdf import PdfReader

from digestbot.errors import ExtractError
from digestbot.text import clean, words
from digestbot.urls import redact

# Read of one file, in pages: press releases and briefings have a few, and a report says its news at the front.
MAX_PAGES = 30
# Largest content stream that is read, in bytes unpacked: text pages hold some tens of kB, drawn maps hold megabytes.
MAX_STREAM = 2_000_000
# Drawing operators carried out in one file: a dense page needs some 5,000; a form that draws itself never ends.
MAX_OPERATORS = 250_000
# Text kept of one file, in characters.
MAX_CHARACTERS = 400_000
# A line that stands on this share of the pages, of at least three, is a running head or foot.
RUNNING_SHARE = 0.6
# Heads and feet stand within so many lines of a page's edge.
EDGE_LINES = 2

log = logging.getLogger(__name__)
logging.getLogger("pypdf").setLevel(
    logging.CRITICAL
)  # it tells of every repair; what we could not read we tell ourselves


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says: one line a paragraph, and what its information dictionary claims."""

    title: str
    text: str
    author: str = ""
    published: datetime | None = None


class _BudgetError(Exception):
    """Raised out of pypdf's visitor when a file asks for more work than MAX_OPERATORS."""


def read_pdf(body: bytes, url: str) -> PdfText:
    """Text of a PDF. Raises ExtractError when it is locked, broken or holds no text (a scan)."""
    left = MAX_OPERATORS

    def spend(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _BudgetError

    pages: list[list[str]] = []
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        for number in range(0 if locked else min(len(reader.pages), MAX_PAGES)):
            lines = _page_lines(reader, number, spend, url)
            if lines:
                pages.append(lines)
            if left < 0 or sum(len(line) for page in pages for line in page) > MAX_CHARACTERS:
                break
        title, author, made = ("", "", None) if locked else _claims(reader)
    except Exception as error:  # pypdf raises anything on hostile files: this is the seam
        if not pages:
            raise ExtractError(redact(url), f"a PDF that cannot be read ({type(error).__name__})") from error
        title, author, made = "", "", None
    text = _paragraphs(_without_running_lines(pages))[:MAX_CHARACTERS]
    if not text:
        raise ExtractError(redact(url), "a PDF locked with a password" if locked else "a PDF without text")
    return PdfText(_title(title, text), text, author, made)


def _page_lines(reader: PdfReader, number: int, spend: Any, url: str) -> list[str]:
    """The lines of page ``number`` (from 0); a page that cannot be read is left out and told, the others are read."""
    try:
        page = reader.pages[number]
        contents = page.get_contents()
        if contents is None:
            return []
        if len(contents.get_data()) > MAX_STREAM:
            reason = f"it draws more than {MAX_STREAM // 1_000_000} MB"
        else:
            lines = page.extract_text(visitor_operand_before=spend).splitlines()
            return [line for line in map(clean, lines) if line]
    except _BudgetError:
        reason = f"the file draws more than {MAX_OPERATORS} things"
    except Exception as error:  # noqa: BLE001 - as in read_pdf: pypdf raises anything
        reason = f"{type(error).__name__}: {error}"
    log.warning("pdf.page_left_out url=%s page=%d reason=%s", redact(url), number + 1, reason[:200])
    return []


def _claims(reader: PdfReader) -> tuple[str, str, datetime | None]:
    information = reader.metadata
    if information is None:
        return "", "", None
    try:
        made = information.creation_date
    except (ValueError, TypeError, AttributeError):
        made = None  # dates in PDFs are written by hand often enough
    if made is not None:
        made = made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)
    return clean(str(information.title or "")), clean(str(information.author or "")), made


def _without_running_lines(pages: list[list[str]]) -> list[str]:
    """All lines in order, less running heads, feet and page numbers."""
    seen = Counter(line for key in ({_masked(line) for line in page} for page in pages) for line in key)
    least = max(3, RUNNING_SHARE * len(pages))
    kept: list[str] = []
    for page in pages:
        for place, line in enumerate(page):
            edge = len(page) > 2 * EDGE_LINES and not EDGE_LINES <= place < len(page) - EDGE_LINES
            if edge and (
                seen[_masked(line)] >= least
                or re.fullmatch(r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", line, re.I)
            ):
                continue
            kept.append(line)
    return kept


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _paragraphs(lines: list[str]) -> str:
    """Lines joined to paragraphs: a line goes on in the next unless it is short for its page"
    " or ends a sentence early."""
    widths = sorted(len(line) for line in lines)
    full = widths[int(len(widths) * 0.8)] if widths else 0  # a full line of this file, in characters
    joined: list[str] = []
    open_ = False
    for line in lines:
        if open_ and not re.match(r"[•●▪◦*–-]\s|\d{1,2}[.)]\s", line):
            last = joined[-1]
            if re.search(r"[a-z]-$", last) and line[:1].islower():
                joined[-1] = last[:-1] + line
            else:
                joined[-1] = f"{last} {line}"
        else:
            joined.append(line)
        ends = line[-1] in ".!?:”\"'"
        open_ = len(line) > 0.65 * full if not ends else len(line) > 0.93 * full
    return "\n".join(joined)


def _title(claimed: str, text: str) -> str:
    """The claimed title unless it is a file name or a program's default; else the first line that could be one."""
    junk = re.search(
        r"\.(?:docx?|indd|pdf|qxd|pptx?|odt|pages|rtf)\b|^(?:microsoft word|untitled|document\d*|layout \d"
        r"|print)\b|[_\\]",
        claimed,
        re.I,
    )
    if claimed and not junk and len(words(claimed)) > 1:
        return claimed
    for line in text.split("\n")[:6]:
        if 2 < len(words(line)) < 30:
            return line
    return text.split("\n")[0][:120]
