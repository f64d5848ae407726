"""Reads the body of an answer, decompressing as it comes in, and stops at the limit both on the wire and after it.

It never asks for more than the limit, whatever the server says of its length, and never decides what the bytes mean.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, Callable

MAX_MEMBERS = 100  # gzip members in one body; servers send one, and each further one costs a copy of the rest
MAX_LAYERS = 2  # encodings on top of each other; a third is an attack or a mistake
_GZIP, _DEFLATE, _RAW_DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_KNOWN = frozenset({"gzip", "x-gzip", "deflate"})
_NOT_ASKED_FOR = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_STEP = 256 * 1024  # bytes taken out of a decompressor at a time, so that a bomb meets the limit early


class TooLargeError(Exception):
    """The body is larger than allowed; ``packed`` says that only decompression made it so."""

    def __init__(self, packed: bool) -> None:
        super().__init__("body too large")
        self.packed = packed


class UnreadableEncodingError(Exception):
    """The body is compressed in a way we neither offered nor know."""


class _Inflater:
    """One layer of gzip or deflate, tolerant of plain bodies called gzip, raw deflate and trailing rubbish."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._gzip = encoding != "deflate"
        self._limit = limit
        self._stream: zlib._Decompress | None = None
        self._head = b""
        self._plain = False
        self._members = 0  # gzip members read to their end; another may follow
        self._done = False
        self._produced = 0

    def feed(self, data: bytes) -> bytes:
        out = bytearray()
        while data and not self._done:
            if self._stream is None and not self._plain:
                self._head += data
                if len(self._head) < 2:
                    break
                data, self._head = self._head, b""
                self._begin(data)
            elif self._stream is None:
                out += data
                data = b""
            else:
                out += self._stream.decompress(data, _STEP)
                data = self._stream.unconsumed_tail
                if self._stream.eof:
                    data = self._stream.unused_data
                    self._stream, self._members, self._done = None, self._members + 1, not self._gzip
                    if self._members > MAX_MEMBERS:
                        raise zlib.error("too many gzip members")
            if self._produced + len(out) > self._limit:
                raise TooLargeError(packed=True)
        self._produced += len(out)
        return bytes(out)

    def finish(self) -> bytes:
        """What is still held back; raises EOFError when the stream broke off."""
        if self._stream is None:
            return b"" if self._members else self._head
        tail = self._stream.flush()
        if not self._stream.eof:
            raise EOFError("compressed body broke off")
        return tail

    def _begin(self, data: bytes) -> None:
        if self._gzip:
            packed = data.startswith(_GZIP_MAGIC)
            self._done = not packed and self._members > 0  # rubbish behind the last member
            self._plain = not packed and not self._done
            kind = _GZIP
        else:
            packed = True
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            kind = _DEFLATE if wrapped else _RAW_DEFLATE
        if packed:
            self._stream = zlib.decompressobj(kind)


async def read_body(
    chunks: AsyncIterable[bytes],
    encoding: str,
    limit: int,
    *,
    cut: bool = False,
    heard: Callable[[], None] = lambda: None,
) -> bytes:
    """The decompressed body, at most ``limit`` bytes. ``encoding`` is the Content-Encoding header.

    ``cut`` True gives the first ``limit`` bytes of a larger body; ``heard`` is called for each chunk. Raises
    TooLargeError, UnreadableEncodingError, ``zlib.error`` and EOFError (the body broke off).
    """
    layers = [_Inflater(name, limit) for name in reversed(_encodings(encoding))]
    out = bytearray()
    wire = 0
    async for chunk in chunks:
        heard()
        wire += len(chunk)
        if wire > limit and not cut:
            raise TooLargeError(packed=False)
        try:
            for layer in layers:
                chunk = layer.feed(chunk)
        except TooLargeError:
            if cut:
                return bytes(out[:limit])
            raise
        out += chunk
        if cut and len(out) >= limit:
            return bytes(out[:limit])
    for place, layer in enumerate(layers):
        rest = layer.finish()
        for further in layers[place + 1 :]:
            rest = further.feed(rest)
        out += rest
    if len(out) > limit and not cut:
        raise TooLargeError(packed=True)
    return bytes(out[:limit])


def _encodings(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.split(",")]
    if unknown := [name for name in names if name in _NOT_ASKED_FOR]:
        raise UnreadableEncodingError(unknown[0])
    known = [name for name in names if name in _KNOWN]  # others ("utf-8", "none") are no compressions
    if len(known) > MAX_LAYERS:
        raise UnreadableEncodingError(header)
    return known
