"""OPML lists through the newsroom: every feed is watched once, what is refused has its reason, and progress is told."""

from __future__ import annotations

from typing import Any

import pytest
from shared_data import shared

from digestbot.errors import ParseError
from digestbot.sources import opml

SOURCES = "# ours\nsources:\n  - {id: known, url: 'https://known.example/feed.xml'}\n"
FOLDER = '<outline text="{}">{}</outline>'
FEED = '<outline type="rss" text="Feed {0}" xmlUrl="https://site{0}.example/feed.xml"/>'


@pytest.fixture
def lists() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(shared("opml").glob("*.opml"))}


async def test_six_hundred_outlines_are_added_in_one_step_with_progress_and_a_report(opened: Any) -> None:
    folders = "".join(
        FOLDER.format(
            "housing" if place else "Uncategorised", "".join(FEED.format(100 * place + n) for n in range(100))
        )
        for place in range(6)
    )
    bad = '<outline text="Old" type="rss" xmlUrl="gopher://old.example/"/>' + FEED.format(1)
    known = '<outline type="rss" text="K" xmlUrl="http://www.known.example/feed.xml"/>'
    body = f'<opml version="2.0"><body>{folders}{bad}{known}</body></opml>'.encode()
    steps: list[tuple[int, int]] = []
    async with opened({}) as newsroom:
        file = newsroom.room.config_folder / "sources.yaml"
        file.write_text(SOURCES)
        await newsroom.room.reload()
        report = await newsroom.admin.import_opml(body, "cli", progress=lambda done, total: steps.append((done, total)))
        assert (len(report.added), report.known, len(report.refused)) == (600, ("known",), 2)
        assert any("not a web address" in line for line in report.refused)
        assert any("listed twice" in line for line in report.refused)
        assert steps == [(3, 603), (603, 603)]
        assert report.added[150].topics == ("housing",)
        assert file.read_text().startswith("# ours\n")
        again = await newsroom.admin.import_opml(body, "cli")
        assert (len(again.added), len(again.known)) == (0, 601)
        (change,) = await newsroom.admin.log()
        await newsroom.admin.undo(change.id, "cli")
        assert file.read_text() == SOURCES


async def test_every_shared_list_is_imported_and_what_is_exported_reads_back_the_same(
    opened: Any, lists: dict[str, bytes]
) -> None:
    async with opened({}) as newsroom:
        (newsroom.room.config_folder / "sources.yaml").write_text("sources: []\n")
        await newsroom.room.reload()
        for name, body in sorted(
            lists.items(), key=lambda one: len(one[1])
        ):  # an edit costs time by the length of the file
            outlines = opml.read(body)
            report = await newsroom.admin.import_opml(body, "cli")
            assert len(report.added) + len(set(report.known)) == len(outlines), (name, report.refused)
        sources = newsroom.room.config.sources
        back = opml.read(newsroom.admin.export_opml())
        assert [(one.url, one.title) for one in back] == [(one.url, one.title or one.id) for one in sources]
        assert len(sources) > 800
        again = await newsroom.admin.import_opml(newsroom.admin.export_opml(), "cli")
        assert (len(again.added), len(again.known), again.refused) == (0, len(sources), ())


async def test_folders_named_as_a_topic_is_shown_give_it_as_a_hint(opened: Any) -> None:
    inner = '<outline text="A" xmlUrl="https://a.example/feed" category="/Co-operatives,press"/>'
    body = f'<opml><body><outline text="Employee Ownership">{inner}</outline></body></opml>'.encode()
    async with opened({}) as newsroom:
        (newsroom.room.config_folder / "sources.yaml").write_text("sources: []\n")
        report = await newsroom.admin.import_opml(body, "cli")
        assert [source.topics for source in report.added] == [("employee-ownership", "co-operatives")]


async def test_a_title_too_long_for_us_costs_no_source(opened: Any) -> None:
    body = f'<opml><body><outline text="{"Mutual news " * 40}" xmlUrl="https://a.example/feed"/></body></opml>'.encode()
    async with opened({}) as newsroom:
        (newsroom.room.config_folder / "sources.yaml").write_text("sources: []\n")
        (source,) = (await newsroom.admin.import_opml(body, "cli")).added
        assert source.title.startswith("Mutual news Mutual")
        assert len(source.title) <= 200


async def test_addresses_inside_our_network_are_refused_with_the_reason(opened: Any) -> None:
    inside = ("http://192.168.1.1/feed", "http://localhost/feed", "http://2130706433/feed", "http://[::1]/feed")
    outlines = "".join(f'<outline text="S{place}" xmlUrl="{url}"/>' for place, url in enumerate(inside))
    body = f'<opml><body>{outlines}<outline text="Open" xmlUrl="https://a.example/feed"/></body></opml>'.encode()
    async with opened({}) as newsroom:
        (newsroom.room.config_folder / "sources.yaml").write_text("sources: []\n")
        settings = newsroom.room.config_folder / "settings.yaml"
        settings.write_text(settings.read_text().replace("allow_private_addresses: true", ""))
        await newsroom.room.reload()
        report = await newsroom.admin.import_opml(body, "cli")
    assert [source.title for source in report.added] == ["Open"]
    assert len(report.refused) == 4
    assert all("does not connect to such addresses" in line for line in report.refused)


async def test_a_file_that_is_no_opml_says_so_and_changes_nothing(opened: Any) -> None:
    async with opened({"s": "https://s.example/feed"}) as newsroom:
        with pytest.raises(ParseError, match="no OPML"):
            await newsroom.admin.import_opml(b"<rss><channel/></rss>", "cli")
        assert len(newsroom.room.config.sources) == 1
