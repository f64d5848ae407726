"""``digestbot demo``: the whole job on the bundled newsroom, served over real HTTP on loopback and read like any other.

Leaves nothing behind but the digest's files in the folder it is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from digestbot.newsroom import open_newsroom
from digestbot.rounds import Progress
from digestbot.sample.server import SampleNewsroom
from digestbot.types import Digest, PollReport, Source

CHANNEL = "#mutuals-news"

# The sample newsroom is one machine on loopback: politeness between hosts has nothing to protect there.
SETTINGS = """\
network:
  allow_private_addresses: true
  per_host_delay: 0s
  per_host_concurrency: 20
  pages_per_host: 1000
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo did: the round, the digest it made, and the files the digest was written to."""

    report: PollReport
    digest: Digest
    files: tuple[Path, ...]


async def run(folder: Path, now: datetime, progress: Callable[[Progress], None] = lambda _: None) -> Demo:
    """One poll of the sample newsroom, and its digest written into ``folder`` as HTML, Slack blocks, text and JSON."""
    async with SampleNewsroom(now=now) as served:
        # The temporary folder holds configuration and database; it is gone when the demo ends.
        with TemporaryDirectory(prefix="digestbot-demo-") as temporary:
            config, state = Path(temporary, "config"), Path(temporary, "state")
            _configure(config, served.sources())
            async with open_newsroom(config, state, environ={}) as newsroom:
                report = await newsroom.poll(every=True, progress=progress)
                digest = await newsroom.editor.digest(CHANNEL)
                files = await newsroom.publishing.write(digest, folder)
    return Demo(report, digest, tuple(files))


def _configure(folder: Path, sources: tuple[Source, ...]) -> None:
    folder.mkdir()
    entries = [
        {"id": one.id, "url": one.url, "title": one.title, "weight": one.weight}
        | ({"kind": one.kind} if one.kind else {})
        for one in sources
    ]
    # JSON is YAML, so that no title of a source can be misread.
    (folder / "sources.yaml").write_text(json.dumps({"sources": entries}), encoding="utf-8")
    (folder / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "channels.yaml").write_text(f'channels:\n  - channel: "{CHANNEL}"\n', encoding="utf-8")
