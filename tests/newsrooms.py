"""A configuration folder over the bundled sample newsroom, for tests that drive the whole bot."""

from __future__ import annotations

import json
from pathlib import Path

from digestbot.demo import SETTINGS
from digestbot.sample.server import SampleNewsroom

CHANNEL = "#mutuals-news"


def configure(folder: Path, served: SampleNewsroom, *, channel: dict[str, object] | None = None) -> Path:
    """Write sources, settings and one channel into ``folder/config`` and return that folder."""
    config = folder / "config"
    config.mkdir(parents=True)
    sources = [
        {"id": one.id, "url": one.url, "title": one.title} | ({"kind": one.kind} if one.kind else {})
        for one in served.sources()
    ]
    (config / "sources.yaml").write_text(json.dumps({"sources": sources}))
    (config / "settings.yaml").write_text(SETTINGS)
    (config / "channels.yaml").write_text(json.dumps({"channels": [{"channel": CHANNEL, **(channel or {})}]}))
    return config
