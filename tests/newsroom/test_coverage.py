"""The coverage report: what it counts, and that admins get it once a month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from newsroom.conftest import Clock, Opened, connected, put
from slackd import Slackd

from digestbot.errors import DigestbotError
from digestbot.newsroom import Newsroom
from digestbot.render import coverage


async def filled(newsroom: Newsroom) -> None:
    first = put(newsroom, "Bakery opens", topics=("housing", "policy"))
    put(newsroom, "Bakery opens, again", source="courier", topics=("housing",), story=1, copy_of=first)
    put(newsroom, "The mill and its homes", source="courier", topics=("policy",), published=None)
    put(newsroom, "Football", relevant=False, topics=(), source="weekly")
    await newsroom.publishing.deliver_due()


async def test_it_counts_stories_and_names_sources_and_topics(opened: Opened) -> None:
    async with opened(sources=("gazette", "courier", "weekly", "silent")) as newsroom:
        await filled(newsroom)
        report = await newsroom.covering.report()
    assert (report.articles, report.copies, report.stories) == (3, 1, 2)
    assert {one.id for one in report.never} == {"weekly", "silent"}
    (housing,) = report.one_source
    assert (housing.id, housing.source, housing.articles) == ("housing", "Gazette", 1)  # the copy feeds nothing
    assert "policy" not in {one.id for one in report.no_source}
    assert "procurement" in {one.id for one in report.no_source}


async def test_a_source_that_went_quiet_is_named_with_its_days(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        put(newsroom, "Bakery opens")
        clock.later(days=60)
        report = await newsroom.covering.report()
    assert [(one.id, one.note) for one in report.silent] == [("gazette", "nothing for 60 days")]


async def test_a_month_ahead_is_refused(opened: Opened) -> None:
    async with opened() as newsroom:
        with pytest.raises(DigestbotError, match="December 2026 lies ahead"):
            await newsroom.covering.report(date(2026, 12, 1))


async def test_admins_get_it_once_on_the_first_at_nine(opened: Opened, slack: Slackd, clock: Clock) -> None:
    async with opened(**connected(slack, admin_channel="#admins")) as newsroom:
        assert await newsroom.covering.report_due() is None  # the first look ever
        await filled(newsroom)
        clock.now = datetime(2026, 12, 1, 8, 59, tzinfo=UTC)
        assert await newsroom.covering.report_due() is None
        clock.later(minutes=1)
        report = await newsroom.covering.report_due()
        assert await newsroom.covering.report_due() is None
        assert report is not None
        assert (report.first, report.last, report.articles) == (date(2026, 11, 1), date(2026, 11, 30), 3)
        text = (newsroom.room.state_folder / "digests" / "coverage-2026-11.txt").read_text()
        assert "Topics that one source feeds" in text
    (message,) = slack.workspace.channels["C2"].messages
    assert "Coverage, 1 November to 30 November 2026" in message["text"]
    assert slack.refusals == []


async def test_a_month_missed_is_made_up_for_and_without_slack_it_is_a_file(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        await newsroom.covering.report_due()
        clock.now += timedelta(days=10)  # nothing ran on the first of December
        assert await newsroom.covering.report_due() is not None
        clock.now = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)
        report = await newsroom.covering.report_due()
        assert report is not None
        assert report.first == date(2026, 12, 1)
        names = {file.name for file in (newsroom.room.state_folder / "digests").iterdir()}
    assert names == {"coverage-2026-11.txt", "coverage-2026-12.txt"}


def test_a_very_long_report_is_valid_and_loses_no_line() -> None:
    sources = tuple(coverage.SourceNote(f"s{n}", f"Source <{n}> " + "é" * 90, "advice " * 50) for n in range(300))
    report = coverage.CoverageReport(date(2026, 11, 1), date(2026, 11, 30), 9, 1, 7, never=sources, failing=sources)
    made = coverage.messages(report)
    whole = str([message.blocks for message in made])
    assert all(whole.count(f"Source <{n}> ") == 2 for n in range(300))
    assert [message.in_thread for message in made] == [False] + [True] * (len(made) - 1)


def test_a_report_without_faults_is_one_message() -> None:
    report = coverage.CoverageReport(date(2026, 11, 1), date(2026, 11, 30), 9, 1, 7)
    assert len(coverage.messages(report)) == 1
    assert coverage.text(report).count("\n") == 2
