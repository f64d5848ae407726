"""Topic model ↔ file, by ``skops``: plain numbers and names only, so a model file cannot run code.

A file of another format, a broken or an altered one is refused with ``ModelError``.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from digestbot.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT: Final = 4  # raised whenever features or fields change their meaning: older files are refused
TRUSTED: Final[tuple[str, ...]] = ()  # types skops may load beyond its own plain ones: none


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything a model knows. Arrays are float32; L = labels (topics, then ``relevant`` as the last)."""

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]  # words, then pairs of neighbouring words with a space between
    idf: NDArray[np.float32]  # (terms,)
    words: NDArray[np.float32]  # (terms, L)
    names: NDArray[np.float32]  # (3·groups, L): of names anywhere, in the title, in the lead
    intercept: NDArray[np.float32]  # (L,)
    scale: NDArray[np.float32]  # (L,): calibration, with the offset
    offset: NDArray[np.float32]  # (L,)
    thresholds: NDArray[np.float32]  # (L,)
    meta: dict[str, Any] = field(default_factory=dict)  # data hash, lexicon hash, versions, metrics, custom topics


_ARRAYS: Final = ("idf", "words", "names", "intercept", "scale", "offset", "thresholds")

_UNREADABLE: Final = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)  # what zipfile raises


def _seal(weights: Weights) -> str:
    digest = hashlib.sha256(json.dumps([FORMAT, weights.labels, weights.meta], sort_keys=True).encode())
    digest.update("\n".join(weights.vocabulary).encode())
    for name in _ARRAYS:
        digest.update(np.ascontiguousarray(getattr(weights, name)).tobytes())
    return digest.hexdigest()


def write(weights: Weights, path: Path) -> None:
    """Write a model file whole: a reader sees the old one or the new one."""
    from skops.io import dumps

    content: dict[str, Any] = {
        "format": FORMAT,
        "labels": list(weights.labels),
        "vocabulary": "\n".join(weights.vocabulary),
        "meta": json.dumps(weights.meta, sort_keys=True),
        "seal": _seal(weights),
        **{name: getattr(weights, name) for name in _ARRAYS},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(dumps(content, compression=zipfile.ZIP_DEFLATED, compresslevel=6))
    part.replace(path)


def read(path: Path) -> Weights:
    """Read a model file. Raises ModelError when it is missing, altered, broken or of another format."""
    plain = _plain(path)
    return _checked(plain if plain is not None else _by_skops(path), path)


def _plain(path: Path) -> dict[str, Any] | None:
    """What is in a file of nothing but texts, numbers and arrays, as ``write`` makes it; None of any other file.

    Needs no ``skops``, whose import loads all of scikit-learn and scipy: half of the time that a worker takes to start.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            nodes = json.loads(archive.read("schema.json"))["content"]
            return {name: _value(node, archive) for name, node in nodes.items()}
    except (*_UNREADABLE, LookupError, TypeError, ValueError, AttributeError):
        return None  # skops meets next what is wrong with it, and then it is told


def _value(node: dict[str, Any], archive: zipfile.ZipFile) -> Any:
    """One value of a ``skops`` file. Raises ValueError for whatever is no text, number, list or array."""
    kind = node["__loader__"]
    if kind == "JsonNode":
        return json.loads(node["content"])
    if kind == "ListNode":
        return [_value(one, archive) for one in node["content"]]
    if kind == "NdArrayNode" and node["type"] == "numpy":
        return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    raise ValueError(kind)


def _by_skops(path: Path) -> Any:
    from skops.io import get_untrusted_types, load

    try:
        strange = set(get_untrusted_types(file=path)) - set(TRUSTED)
        content = None if strange else load(path, trusted=list(TRUSTED))
    except FileNotFoundError as error:
        raise ModelError(path, "there is no such file") from error
    except Exception as error:
        raise ModelError(path, f"cannot be read as a model file ({type(error).__name__})") from error
    if strange:
        raise ModelError(path, f"holds types that are not allowed in a model file: {', '.join(sorted(strange))}")
    return content


def _checked(content: Any, path: Path) -> Weights:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = content.get("format") if isinstance(content, dict) else None
        raise ModelError(path, f"has model format {found}, this digestbot reads format {FORMAT}")
    try:
        weights = Weights(
            labels=tuple(content["labels"]),
            vocabulary=tuple(content["vocabulary"].split("\n")),
            meta=json.loads(content["meta"]),
            **{name: np.asarray(content[name], np.float32) for name in _ARRAYS},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(path, f"lacks a part of a model ({error})") from error
    if content.get("seal") != _seal(weights):
        raise ModelError(path, "was altered after it was written: its seal does not fit its content")
    return weights
