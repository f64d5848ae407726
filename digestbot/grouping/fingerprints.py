"""Turns an article's title, text and address into the ``Fingerprint`` by which it is found and compared.

It keeps no text beyond the title, and never looks at what is stored.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from rensa import RMinHash

from digestbot.grouping.background import UNLISTED_RARENESS, rareness_table
from digestbot.grouping.roundups import is_roundup
from digestbot.grouping.tallies import Tally, tally
from digestbot.grouping.words import NAME_MARK, term_id, tokens, weight
from digestbot.text import fold
from digestbot.types import Fingerprint
from digestbot.urls import canonical_url

# 128 hashes estimate a Jaccard similarity to about ±.04. Bands of 3 rows find 80 % of pairs at .4 and 96 % at .5;
# shorter cuts of a text are found by its rare terms.
HASHES = 128
BAND_ROWS = 3
BANDS = 24
SHINGLE_WORDS = 3
SEED = 20261124
# Terms kept for comparing: 96 cost up to .01 B³ on long texts, 300 gained up to .01 more there and lost as much on
# others. Each costs 6 bytes an item.
KEPT_TERMS = 160
# Terms an item is found by; 16 lost candidates in long texts, 32 found no more than 24.
POSTED_TERMS = 24
# Below this many words the title takes part in the text hash and shingles: short texts repeat without being copies.
SHORT_TEXT_WORDS = 25
# A text is the same however its lines are broken, its quotations marked and its compounds written.
_UNTOLD = b" \t\n\r\f\v\"'-"


def fingerprint(title: str, text: str, url: str, published: datetime | None, *, story: bool = True) -> Fingerprint:
    """What grouping needs to know of an article. Any of title, text and url may be empty; never raises.

    ``story`` False, for what no digest will tell: known again by its address and its words alone, and in no story. Such
    a fingerprint has no terms, MinHash or bands, so that it costs a small part to make, to store and to look up.
    """
    address = canonical_url(url) if url else ""
    same = _text_hash(title, text)
    if not story:
        return Fingerprint(address, same, b"", (), {}, published, title, len(text.split()))
    counted = tally(title, text)
    hashes = _minhash(counted.words if len(counted.words) >= SHORT_TEXT_WORDS else [*tokens(title), *counted.words])
    terms, posted = _terms(counted)
    return Fingerprint(
        canonical_url=address,
        text_hash=same,
        minhash=hashes,
        bands=_bands(hashes),
        terms=terms,
        published=published,
        title=title,
        length=len(counted.words),
        roundup=is_roundup(title, text),
        posted=posted,
    )


def _text_hash(title: str, text: str) -> str:
    """Equal for texts that differ in case, spaces, quotation marks and dashes alone; empty where there are none."""
    said = text if len(text.split()) >= SHORT_TEXT_WORDS else f"{title} {text}"
    letters = fold(said).encode(errors="replace").translate(None, _UNTOLD)
    return hashlib.blake2b(letters, digest_size=16).hexdigest() if letters else ""


def _terms(counted: Tally) -> tuple[dict[int, float], tuple[int, ...]]:
    """The weighted terms kept, and those to be found by: the ones that say most in English at large."""
    names = counted.names
    said = []
    for word, count in counted.counts.items():
        if len(word) > 1:
            own = weight(count, word in names)
            term, rare = _told(word)
            said.append((own * rare, word, term, own))
    said.sort(reverse=True)
    del said[KEPT_TERMS:]
    terms = {term: own + NAME_MARK if word in names else own for _, word, term, own in said}
    return terms, tuple([term for _, _, term, _ in said[:POSTED_TERMS]])


@lru_cache(maxsize=65536)
def _told(word: str) -> tuple[int, float]:
    """A stem's id and how rare it is in English at large."""
    term = term_id(word)
    return term, rareness_table().get(term, UNLISTED_RARENESS)


def _minhash(words: Sequence[str]) -> bytes:
    if not words:
        return b""
    size = min(SHINGLE_WORDS, len(words))
    shingles = list(map(" ".join, zip(*[words[start:] for start in range(size)], strict=False)))
    hasher = RMinHash(num_perm=HASHES, seed=SEED)
    hasher.update(shingles)
    return array("I", hasher.digest()).tobytes()


def _bands(minhash: bytes) -> tuple[int, ...]:
    size = 4 * BAND_ROWS
    if not minhash:
        return ()
    return tuple([band << 32 | zlib.crc32(minhash[band * size : (band + 1) * size]) for band in range(BANDS)])
