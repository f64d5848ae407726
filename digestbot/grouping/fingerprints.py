"""Turns an article's title, text and address into the ``Fingerprint`` by which it is found and compared.

It keeps no text beyond the title, and never looks at what is stored.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from array import array
from datetime import datetime

from rensa import RMinHash

from digestbot.grouping.background import prior_share
from digestbot.grouping.roundups import is_roundup
from digestbot.grouping.words import NAME_MARK, tally, term_id, tokens, weights
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


def fingerprint(
    title: str, text: str, url: str, published: datetime | None, vector: bytes | None = None
) -> Fingerprint:
    """What grouping needs to know of an article. Any of title, text and url may be empty; never raises."""
    words = tokens(text)
    hashed = words if len(words) >= SHORT_TEXT_WORDS else tokens(title) + words
    hashes = _minhash(hashed)
    counted = tally(title, text)
    said = sorted(
        ((_weight_alone(word, weight), word, weight) for word, weight in weights(counted).items() if _tells(word)),
        reverse=True,
    )[:KEPT_TERMS]
    return Fingerprint(
        canonical_url=canonical_url(url) if url else "",
        text_hash=hashlib.blake2b(" ".join(hashed).encode(), digest_size=16).hexdigest() if hashed else "",
        minhash=hashes,
        bands=_bands(hashes),
        terms={
            term_id(word): round(weight, 3) + (NAME_MARK if word in counted.names else 0.0) for _, word, weight in said
        },
        published=published,
        title=title,
        length=len(words),
        vector=vector or b"",
        roundup=is_roundup(title, text),
        posted=tuple(term_id(word) for _, word, _ in said[:POSTED_TERMS]),
    )


def _tells(word: str) -> bool:
    return len(word) > 1


def _weight_alone(word: str, weight: float) -> float:
    return weight * -math.log(prior_share(term_id(word)))


def _minhash(words: list[str]) -> bytes:
    if not words:
        return b""
    size = min(SHINGLE_WORDS, len(words))
    shingles = [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    hasher = RMinHash(num_perm=HASHES, seed=SEED)
    hasher.update(shingles)
    numbers = array("I", hasher.digest())
    return numbers.tobytes()


def _bands(minhash: bytes) -> tuple[int, ...]:
    size = 4 * BAND_ROWS
    if not minhash:
        return ()
    return tuple(band << 32 | zlib.crc32(minhash[band * size : (band + 1) * size]) for band in range(BANDS))
