"""``digestbot site``: complete, kept in step with the store, and usable in a browser with keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit import audit
from chromium import chromium
from newsroom.conftest import NOW, Clock, Opened, put
from render.digests import usual, weekly

from digestbot.errors import DigestbotError
from digestbot.newsroom.archiving import write_site
from digestbot.render import html

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"


async def test_every_original_is_there_by_day_and_topic(opened: Opened, tmp_path: Path) -> None:
    async with opened() as newsroom:
        first = put(newsroom, "Bakery opens", topics=("housing",))
        put(newsroom, "Bakery opens again", copy_of=first)
        put(newsroom, "Football results", relevant=False, topics=())
        report = await write_site(newsroom.room, tmp_path / "site")
    assert report.index == tmp_path / "site" / "index.html"
    for page in ("index.html", f"days/{NOW:%Y-%m-%d}.html", "topics/housing.html"):
        text = (tmp_path / "site" / page).read_text()
        assert text.count("<article") == 1
        assert "Bakery opens</a>" in text


async def test_a_second_run_writes_only_what_changed(opened: Opened, tmp_path: Path, clock: Clock) -> None:
    async with opened() as newsroom:
        put(newsroom, "Bakery opens", topics=("housing",))
        await write_site(newsroom.room, tmp_path)
        assert (await write_site(newsroom.room, tmp_path)).written == 0
        clock.later(days=1)
        put(newsroom, "Mill bought", topics=("housing",))
        assert (await write_site(newsroom.room, tmp_path)).written == 4  # index, the day, the days, the topic


async def test_pages_that_are_no_more_go_and_files_of_others_stay(opened: Opened, tmp_path: Path) -> None:
    site = tmp_path / "site"
    async with opened() as newsroom:
        item = put(newsroom, "Bakery opens")
        await write_site(newsroom.room, site)
        (site / "days" / "notes.html").write_text("by hand")
        newsroom.room.store.items.correct(item, False, ())
        report = await write_site(newsroom.room, site)
    assert report.removed == 1
    assert not (site / "days" / f"{NOW:%Y-%m-%d}.html").exists()
    assert (site / "days" / "notes.html").read_text() == "by hand"


async def test_a_folder_that_cannot_be_written_is_named(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with opened() as newsroom:
        with pytest.raises(DigestbotError, match="cannot be written"):
            await write_site(newsroom.room, tmp_path / "file")


async def test_everybody_can_read_it_without_script(opened: Opened, tmp_path: Path) -> None:
    async with opened() as newsroom:
        for number in range(70):
            put(newsroom, f"{LONG} number {number}", topics=("housing", "policy", "co-operatives"))
        await write_site(newsroom.room, tmp_path)
        (tmp_path / "daily.html").write_text(html.page(usual()), encoding="utf-8")
        (tmp_path / "weekly.html").write_text(html.page(weekly()), encoding="utf-8")
    async with chromium() as tab:
        await tab.ask("Emulation.setScriptExecutionDisabled", value=True)
        for page in ("index.html", "days/index.html", "topics/housing-2.html", "daily.html", "weekly.html"):
            assert await audit(tab, (tmp_path / page).as_uri()) == [], page


async def test_the_audit_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><main><h1>One</h1><h3 id=a style='color:#999'>Three</h3><p id=a style='opacity:.3'>Pale</p>"
        "<nav><a href='#'>x</a><a href='#'></a></nav><img src=''><div style='width:3000px'>wide</div></main>"
    )
    async with chromium() as tab:
        found = "\n".join(await audit(tab, page.as_uri()))
    for fault in (
        "language",
        "skips a level",
        "id twice",
        "contrast 2.8",
        "Pale",
        "target",
        "no name",
        "no words",
        "wider",
    ):
        assert fault in found


async def test_in_a_browser(opened: Opened, tmp_path: Path) -> None:
    async with opened() as newsroom:
        for number in range(70):
            put(newsroom, f"{LONG} number {number} " + "and so on " * 20)
        await write_site(newsroom.room, tmp_path)
    async with chromium() as tab:
        for page in ("index.html", "index-2.html", "days/index.html", "topics/co-operatives.html"):
            await tab.open((tmp_path / page).as_uri(), width=375)
            assert await tab.value("document.documentElement.scrollWidth") <= 375, page
            assert await tab.value("document.scripts.length") == 0, page
            assert await tab.value("document.querySelectorAll('[onclick], [tabindex]').length") == 0, page
        await tab.open((tmp_path / "index.html").as_uri())
        order = []
        for _ in range(4):
            await tab.press("Tab", 9)
            order.append(await tab.value("document.activeElement.textContent.trim()"))
        assert order[0] == "Skip to the articles"
        assert await tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert order[1].endswith("the archive")
        assert order[2] == "Day by day"
        # By keys alone to the second page: the last link that Tab reaches from the end, backwards.
        await tab.value("document.querySelector('[rel=next]').focus()")
        await tab.press("Enter", 13)
        for _ in range(100):
            if await tab.value("location.pathname.endsWith('index-2.html') && document.readyState === 'complete'"):
                break
        assert await tab.value("document.querySelectorAll('article').length") == 10
