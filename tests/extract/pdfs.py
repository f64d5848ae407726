"""PDF files for tests, written by hand: text pages, locked files and files that ask for endless work."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", author: str = "", made: str = "") -> bytes:
    """A PDF with the given lines on its pages, in Helvetica."""
    info = "".join(
        f"/{key} ({value}) " for key, value in (("Title", title), ("Author", author), ("CreationDate", made)) if value
    )
    streams = [
        ("BT /F1 11 Tf 50 780 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in page) + " ET") for page in pages
    ]
    return from_streams([stream.encode("latin-1") for stream in streams], info)


def from_streams(
    streams: Sequence[bytes], info: str = "", *, packed: bool = False, extra: Sequence[bytes] = ()
) -> bytes:
    """A PDF with one page a content stream; ``extra`` objects are numbered from 4 and named /X4 … in the resources."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    objects += extra
    forms = " ".join(f"/X{number} {number} 0 R" for number in range(4, 4 + len(extra)))
    kids = []
    for stream in streams:
        data = zlib.compress(stream, 9) if packed else stream
        kind = b"/Filter/FlateDecode" if packed else b""
        objects.append(b"<</Length %d%s>>stream\n" % (len(data), kind) + data + b"\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents {len(objects)} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<<{forms}>>>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    objects.append(f"<<{info}>>".encode("latin-1"))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, value in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + value + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def form(stream: bytes, names: str) -> bytes:
    """A form XObject that may draw the forms that ``names`` lists (``/X5 5 0 R``)."""
    return (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length {len(stream)}"
        f"/Resources<</Font<</F1 3 0 R>>/XObject<<{names}>>>>>>stream\n".encode()
        + stream
        + b"\nendstream"
    )


def locked(body: bytes, password: str) -> bytes:
    """``body`` encrypted with a user's password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
