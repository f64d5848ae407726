"""Words → static embedding vectors, read from the files of the installed ``wordllama`` package, which is not imported.

The vector of a word is the sum of its tokens' vectors; a text's vector is the sum of its words', made one long.
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS: Final = 256
WEIGHTS: Final = "weights/l2_supercat_256.safetensors"
TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"


class WordVectors:
    """The embedding of words, looked up piece by piece. Touches no network."""

    def __init__(self, weights: NDArray[np.float16], tokenizer: Any) -> None:
        self._weights = weights
        self._tokenizer = tokenizer

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One vector a word, shape (words, 256); zeros for a word without a known piece."""
        found = np.zeros((len(words), DIMENSIONS), np.float32)
        for row, cut in enumerate(self._tokenizer.encode_batch(list(words), add_special_tokens=False)):
            pieces = [piece for piece in cut.ids if piece < len(self._weights)]
            found[row] = self._weights[pieces].astype(np.float32).sum(axis=0)
        return found


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
    matrix: NDArray[np.float16] = np.memmap(
        path, dtype="<f2", mode="r", offset=start, shape=(entry["shape"][0], entry["shape"][1])
    )
    return matrix
