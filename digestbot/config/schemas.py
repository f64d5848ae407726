"""Writes the JSON Schema of each file, by which editors complete and check; generated, never edited."""

from __future__ import annotations

import json
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from digestbot.config.models import ChannelsFile, SourcesFile, TopicsFile
from digestbot.config.quantities import duration_text
from digestbot.config.settings import Settings

SCHEMAS: dict[str, type[BaseModel]] = {
    "sources": SourcesFile,
    "topics": TopicsFile,
    "channels": ChannelsFile,
    "settings": Settings,
}


class _InOurNotation(GenerateJsonSchema):
    """Defaults as the files write them: ``30s`` and ``08:30``, not ISO 8601 periods."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return duration_text(dft)
        return dft.strftime("%H:%M") if isinstance(dft, time) else super().encode_default(dft)


def schema(name: str) -> str:
    """The schema of ``{name}.yaml`` as the text of its file."""
    body = SCHEMAS[name].model_json_schema(schema_generator=_InOurNotation)
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": f"digestbot {name}.yaml"}
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Writes ``schema/*.json`` in ``folder`` and returns the paths."""
    target = folder / "schema"
    target.mkdir(parents=True, exist_ok=True)
    paths = [target / f"{name}.json" for name in SCHEMAS]
    for path in paths:
        path.write_text(schema(path.stem), encoding="utf-8", newline="\n")
    return paths
