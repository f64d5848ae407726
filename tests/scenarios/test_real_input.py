"""The main job on real feeds and pages, served over loopback: 337 feed files and the feeds that lead to 194 pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import library
from shared_data import shared

from digestbot.newsroom import open_newsroom

SETTINGS = """
network:
  allow_private_addresses: true
  per_host_delay: 0s
  per_host_concurrency: 20
  pages_per_host: 10000
"""


@pytest.mark.filterwarnings("default")  # libraries warn about real pages; what counts is that nothing raises
async def test_every_real_feed_and_page_is_taken_in_once_and_makes_a_digest(tmp_path: Path) -> None:
    data = shared("feeds").parent
    shared("pages")
    now = datetime.now(UTC)
    config, state = tmp_path / "config", tmp_path / "state"
    config.mkdir()
    async with library(data, now) as served:
        paths = served.feeds + served.page_feeds
        lines = [f"  - {{url: '{served.base_url}{path}', id: s{number}}}" for number, path in enumerate(paths)]
        (config / "sources.yaml").write_text("sources:\n" + "\n".join(lines) + "\n")
        (config / "settings.yaml").write_text(SETTINGS)
        (config / "channels.yaml").write_text('channels:\n  - {channel: "#all-news"}\n')
        async with open_newsroom(config, state, environ={}) as newsroom:
            first = await newsroom.poll(every=True)
            second = await newsroom.poll(every=True)
            digest = await newsroom.editor.digest("#all-news")
            posted = await newsroom.publishing.post(digest)
            stored = newsroom.room.store.stats()

    assert len(first.sources) == len(paths) >= 337
    unexplained = [one.id for one in first.sources if one.status != "ok" and not one.error]
    assert unexplained == []
    assert sum(one.status == "ok" for one in first.sources) > 300
    pages = sum(hits for path, hits in served.hits.items() if path.startswith("/pages/"))
    assert pages >= 194
    assert first.new > 1000
    assert second.new == 0
    assert stored["items"] == first.new
    assert posted.state in ("sent", "skipped")
    assert list((state / "digests").iterdir())
