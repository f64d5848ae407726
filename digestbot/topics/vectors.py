"""Words → static embedding vectors, read from the installed ``wordllama`` package's own files; no network, no import of it.

A text's vector is the mean of its tokens' vectors. Each word is cut into tokens once and remembered, so a text costs one
sparse product.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS: Final = 256
WEIGHTS: Final = "weights/l2_supercat_256.safetensors"
TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"
MEMORY: Final = 60_000  # words remembered, 60 MB; the words of some thousand articles


class WordVectors:
    """Vectors of words as they are asked for; ``rows`` grows by one line for each new word."""

    def __init__(self, weights: NDArray[np.float16], tokenizer: Any) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._forget()

    def _forget(self) -> None:
        self._row: dict[str, int] = {}
        self._rows = np.zeros((4096, DIMENSIONS), np.float32)
        self._counts = np.zeros(4096, np.float32)

    def _learn(self, words: Sequence[str]) -> None:
        if len(self._row) + len(words) > MEMORY:
            self._forget()
        needed = len(self._row) + len(words)
        while needed > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
        for word, cut in zip(words, self._tokenizer.encode_batch(list(words), add_special_tokens=False), strict=True):
            row = self._row[word] = len(self._row)
            ids = [i for i in cut.ids if i < len(self._weights)]
            self._rows[row] = self._weights[ids].astype(np.float32).sum(axis=0)
            self._counts[row] = len(ids)

    def embed(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Unit vectors, one a text of raw tokens; shape (texts, 256). A text without words gets zeros."""
        known = self._row
        fresh = list(dict.fromkeys(word for text in texts for word in text if word not in known))
        if fresh:
            self._learn(fresh)
            known = self._row
            if len(known) == len(fresh):  # forgotten: what was known before must come back
                self._learn(list(dict.fromkeys(word for text in texts for word in text if word not in known)))
        indices = [known[word] for text in texts for word in text]
        ends = np.cumsum([0, *(len(text) for text in texts)])
        shape = (len(texts), len(self._rows))
        counts = sparse.csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=shape)
        sums = np.asarray(counts @ self._rows, dtype=np.float32)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / np.maximum(norms, 1e-9)


@lru_cache(maxsize=1)
def load_vectors() -> WordVectors:
    """The embedding of the installed package, once a process. Raises FileNotFoundError when it is not installed."""
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package wordllama is not installed: pip install wordllama")
    folder = Path(spec.origin).parent
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return WordVectors(_weights(folder / WEIGHTS), tokenizer)


def _weights(path: Path) -> NDArray[np.float16]:
    """The matrix of a safetensors file, mapped rather than read: only the rows of words that occur are touched."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    entry = header["embedding.weight"]
    if entry["dtype"] != "F16" or entry["shape"][1] != DIMENSIONS:
        raise ValueError(f"{path}: unexpected layout {entry}")
    start = 8 + length + entry["data_offsets"][0]
    return np.memmap(path, dtype="<f2", mode="r", offset=start, shape=tuple(entry["shape"]))
