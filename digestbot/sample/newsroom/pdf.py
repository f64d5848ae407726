"""A headline and paragraphs → the bytes of a small PDF, written by hand so that no library is needed. Pure."""

from __future__ import annotations

import textwrap
from datetime import datetime

LINE = 84  # characters of a line at 11 points on A4
LINES = 46  # lines of a page


def write(title: str, author: str, paragraphs: list[str], made: datetime | None) -> bytes:
    """A PDF 1.4 with one column of text in Helvetica, WinAnsi letters; others become "?"."""
    lines: list[tuple[int, str]] = [(16, part) for part in textwrap.wrap(title, 54)] + [(11, "")]
    for paragraph in paragraphs:
        for part in paragraph.split("\n"):
            lines += [(11, piece) for piece in textwrap.wrap(part, LINE)]
        lines.append((11, ""))
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    count = len(pages)
    # Objects: 1 catalogue, 2 page tree, 3 font, 4 information, then a page and its content for each page.
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title " + _text(title) + b" /Author " + _text(author) + _date(made) + b" >>",
    ]
    for number, page in enumerate(pages):
        content = _content(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _content(page: list[tuple[int, str]]) -> bytes:
    pieces = [b"BT 56 780 Td"]
    for size, line in page:
        pieces.append(b"/F1 %d Tf %d TL %s Tj T*" % (size, size + 4, _text(line)))
    return b"\n".join([*pieces, b"ET"])


def _text(text: str) -> bytes:
    raw = text.encode("cp1252", errors="replace")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _date(made: datetime | None) -> bytes:
    return b"" if made is None else f" /CreationDate (D:{made:%Y%m%d%H%M%S}Z)".encode()


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
