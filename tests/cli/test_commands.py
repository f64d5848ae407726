"""The commands as a user starts them: whole processes, their exit status, and JSON that holds nothing else."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from newsrooms import CHANNEL, configure

from digestbot.sample.server import SampleNewsroom

pytestmark = pytest.mark.asyncio(loop_scope="module")

DIGESTBOT = Path(sys.executable).with_name("digestbot")


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Awaitable[Done]]


async def started(*arguments: str, given: str = "") -> Done:
    process = await asyncio.create_subprocess_exec(
        str(DIGESTBOT),
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(given.encode())
    return Done(process.returncode or 0, out.decode(), err.decode())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def run(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Run]:
    """``digestbot`` on a folder that has been polled once."""
    folder = tmp_path_factory.mktemp("cli")
    async with SampleNewsroom(now=datetime.now(UTC), slow=0.1) as served:
        config = configure(folder, served)

        async def command(*arguments: str, given: str = "") -> Done:
            return await started("--config", str(config), "--state", str(folder / "state"), *arguments, given=given)

        polled = await command("poll", "--all", "--json")
        assert polled.status == 0, polled.err
        assert polled.json["items"]["new"] >= 60
        assert {"id", "status", "http_status", "new", "error", "seconds"} == set(polled.json["sources"][0])
        yield command


async def test_help_and_version_answer() -> None:
    assert "poll" in (await started("--help")).out
    assert (await started("--version")).out.startswith("digestbot ")


async def test_an_unknown_command_is_a_wrong_command_line() -> None:
    done = await started("nonsense")
    assert done.status == 2
    assert "nonsense" in done.err


async def test_a_wrong_configuration_names_file_line_and_key(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("network:\n  timeuot: 30s\n")
    done = await started("--config", str(tmp_path), "--state", str(tmp_path / "s"), "poll")
    assert done.status == 2
    assert "settings.yaml" in done.err
    assert "line 2" in done.err or ":2" in done.err
    assert "timeuot" in done.err
    assert "Traceback" not in done.err


async def test_polling_again_is_not_due_and_reports_no_items(run: Run) -> None:
    done = await run("poll", "--json")
    assert done.json["items"] == {"new": 0, "relevant": 0, "duplicates": 0, "stories": 0}


async def test_an_unknown_source_is_a_failed_job_that_names_near_ones(run: Run) -> None:
    done = await run("poll", "co-op-courrier")
    assert done.status == 1
    assert "co-op-courier" in done.err


@pytest.mark.parametrize("form", ["text", "html", "slack", "json", "markdown"])
async def test_a_digest_comes_in_every_shape(run: Run, form: str) -> None:
    done = await run("digest", CHANNEL, "--format", form)
    assert done.status == 0, done.err
    assert len(done.out) > 1000


async def test_the_digest_as_json_has_the_promised_fields(run: Run) -> None:
    found = (await run("digest", CHANNEL.removeprefix("#"), "--json")).json
    assert {"channel", "date", "stories", "omitted"} <= set(found)
    wanted = {"id", "title", "url", "source", "published", "topics", "summary", "score", "facts", "also"}
    assert wanted <= set(found["stories"][0])


async def test_a_channel_that_does_not_exist_is_named_with_those_that_do(run: Run) -> None:
    done = await run("digest", "#nowhere")
    assert done.status == 1
    assert CHANNEL in done.err


async def test_search_gives_total_items_and_snippets(run: Run) -> None:
    found = (await run("search", "credit union", "since:60d", "--json")).json
    assert found["total"] >= 1
    assert {"id", "title", "url", "source", "published", "topics", "snippet"} <= set(found["items"][0])


async def test_words_to_leave_out_are_no_options(run: Run) -> None:
    found, less = [(await run("search", "co-operative", *left, "--json")).json for left in ([], ["-housing"])]
    assert less["total"] < found["total"]
    assert not [one for one in less["items"] if "housing" in one["title"].lower()]
    assert (await run("search", "-h")).out.startswith("Usage:")
    assert "only" in (await run("search", "credit union", "--page", "99")).out


async def test_the_list_of_sources_fits_a_narrow_terminal(run: Run) -> None:
    lines = (await run("sources", "list")).out.splitlines()
    assert max(map(len, lines[:13])) <= 80
    assert lines[0].split() == ["source", "status", "read", "a", "week", "relevant", "newest"]
    assert (
        lines[13] == "third-way-bulletin: Removed for good by its publisher (410); remove it, or add its new address."
    )


async def test_no_search_is_an_error(run: Run) -> None:
    done = await run("search", "--json", "--", '"unbalanced AND ( topic:husing -')
    assert done.status == 0
    assert done.json["notes"]


async def test_why_explains_in_the_terminal(run: Run) -> None:
    item = (await run("search", "credit union", "--json")).json["items"][0]
    done = await run("why", str(item["id"]))
    assert done.status == 0
    assert item["title"].split()[0] in done.out


async def test_deadlines_come_as_a_calendar(run: Run) -> None:
    done = await run("deadlines", "--ics")
    assert done.out.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in done.out


async def test_classify_answers_line_by_line_in_order(run: Run) -> None:
    texts = [
        {"id": "a", "title": "Staff trust buys bakery", "text": "An employee ownership trust now owns the bakery."},
        {"id": "b", "title": "Rain at the weekend", "text": "Showers will clear by Sunday."},
    ]
    done = await run("classify", "-", given="\n".join(map(json.dumps, texts)))
    assert [line["id"] for line in done.lines] == ["a", "b"]
    assert done.lines[0]["relevant"]
    assert "employee-ownership" in done.lines[0]["topics"]
    assert not done.lines[1]["relevant"]
    assert {"relevance", "scores", "because"} <= set(done.lines[0])


async def test_a_bad_line_is_named_with_file_and_number(run: Run) -> None:
    done = await run("classify", "-", given='{"id": 1}\nnot json\n')
    assert done.status == 2
    assert "line 2" in done.err


async def test_evaluate_gives_the_promised_object(run: Run, tmp_path: Path) -> None:
    gold = {"id": "a", "title": "Rain", "text": "Showers.", "relevant": False, "topics": []}
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(gold))
    found = (await run("evaluate", str(file), "--json")).json
    assert found["n"] == 1
    assert {"precision", "recall", "f1"} <= set(found["relevance"])
    assert {"micro_f1", "macro_f1", "per_topic"} <= set(found["topics"])
    assert "calibration_error" in found


async def test_group_finds_the_copy(run: Run) -> None:
    text = "The society's members voted by nine to one to merge with its neighbour, which has forty branches. " * 4
    lines = [
        {"id": 1, "title": "Members back merger", "text": text, "published": None, "url": "https://a.example/1"},
        {"id": 2, "title": "Members back the merger", "text": text, "url": "https://b.example/9"},
        {"id": 3, "title": "Rain at the weekend", "text": "Showers will clear by Sunday in the north."},
    ]
    done = await run("group", "-", given="\n".join(map(json.dumps, lines)))
    first, second, third = done.lines
    assert second["duplicate_of"] == 1
    assert first["story"] == second["story"] != third["story"]


async def test_extract_reads_a_file_and_reports_one_that_is_not_there(run: Run, tmp_path: Path) -> None:
    body = "<p>The co-operative bakery has opened its third shop, which its members paid for with shares.</p>" * 5
    page = tmp_path / "page.html"
    page.write_text(
        f"<html lang=en><head><title>Bakery opens</title></head><body><article>{body}</article></body></html>"
    )
    done = await run("extract", str(page), str(tmp_path / "none.html"), "--json")
    assert done.status == 0
    found, missing = done.lines
    assert "third shop" in found["text"]
    assert found["error"] is None
    assert missing["error"]
    assert {"input", "url", "title", "text", "author", "published", "language", "error"} == set(found)


async def test_sources_are_paused_resumed_removed_and_exported(run: Run) -> None:
    listed = (await run("sources", "list", "--json")).json
    name = listed[0]["id"]
    assert (await run("sources", "pause", name, "--json")).json["paused"] is True
    assert (await run("sources", "resume", name, "--json")).json["paused"] is False
    assert "<opml" in (await run("sources", "export")).out
    gone = listed[-1]["id"]
    assert (await run("sources", "remove", gone)).status == 0
    assert gone not in [one["id"] for one in (await run("sources", "list", "--json")).json]


async def test_a_source_is_changed_and_the_changes_are_listed_and_taken_back(run: Run) -> None:
    name = "co-op-courier"

    async def as_listed() -> dict[str, Any]:
        listed = (await run("sources", "list", "--json")).json
        return {
            key: value for key, value in next(one for one in listed if one["id"] == name).items() if key != "advice"
        }

    before = await as_listed()  # but for the advice, which tells how long ago
    done = await run(
        "sources", "edit", name, "--title", "The Courier", "--weight", "2", "--topics", "housing", "--json"
    )
    assert done.status == 0, done.err
    assert (done.json["title"], done.json["weight"], done.json["topics"]) == ("The Courier", 2.0, ["housing"])
    changes = (await run("sources", "log", "--json")).json
    assert changes[0]["what"] == f"change title, weight, topics of source {name}"
    assert (await run("sources", "undo")).status == 0
    assert await as_listed() == before
    assert f"{changes[0]['id']}" in (await run("sources", "log")).out
    assert (await run("sources", "undo", str(changes[0]["id"]))).status == 1  # it was undone before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["co-op-courier"], "say what to change"),
        (["co-op-courier", "--every", "often"], "every"),
        (["co-op-courier", "--url", "no address"], "url"),
        (["co-op-courier", "--topics", "housin"], "housing"),
        (["co-op-courir", "--title", "x"], "co-op-courier"),
        (["co-op-courier", "--link-pattern", "("], "link_pattern"),
    ],
)
async def test_a_wrong_change_is_refused_with_what_is_right(run: Run, arguments: list[str], said: str) -> None:
    done = await run("sources", "edit", *arguments)
    assert done.status != 0
    assert said in done.err
    assert "Traceback" not in done.err


async def test_a_source_is_found_behind_a_home_page(run: Run) -> None:
    listed = (await run("sources", "list", "--json")).json
    courier = next(one for one in listed if one["id"] == "co-op-courier")
    assert (await run("sources", "remove", "co-op-courier")).status == 0
    added = await run("sources", "add", courier["url"], "--yes", "--json")
    assert added.status == 0, added.err
    assert added.json["url"] == courier["url"]
    twice = await run("sources", "add", courier["url"], "--yes", "--json")
    assert twice.status == 2
    assert "is watched already, as co-op-courier" in " ".join(twice.err.split())
    assert twice.out == ""


async def test_sources_check_says_which_answer(run: Run) -> None:
    found = (await run("sources", "check", "--json")).json
    assert sum(one["status"] == "ok" for one in found) >= 7
    assert all(one["error"] for one in found if one["status"] == "failed")


async def test_backup_is_a_whole_database(run: Run, tmp_path: Path) -> None:
    done = await run("backup", str(tmp_path / "copy.db"))
    assert done.status == 0
    assert (tmp_path / "copy.db").read_bytes().startswith(b"SQLite format 3")


async def test_doctor_checks_everything(run: Run) -> None:
    found = (await run("doctor", "--json")).json["checks"]
    assert {one["name"] for one in found} >= {"configuration", "database", "model", "disk", "slack"}
    assert all(one["ok"] for one in found), found


async def test_coverage_says_which_sources_made_no_digest(run: Run) -> None:
    found = (await run("coverage", "--json")).json
    assert {"first", "last", "articles", "copies", "stories", "never", "one_source", "silent", "failing"} <= set(found)
    assert found["never"]
    assert "Sources that never made a digest" in (await run("coverage")).out


async def test_the_archive_is_written_as_a_site(run: Run, tmp_path: Path) -> None:
    done = await run("site", "--out", str(tmp_path / "site"), "--json")
    assert done.json["pages"] >= 15
    assert "<article" in (tmp_path / "site" / "index.html").read_text()


async def test_a_story_is_shown_split_and_put_back(run: Run) -> None:
    digest = (await run("digest", CHANNEL, "--json")).json
    told = next(one for one in digest["stories"] if one["also"])
    before = (await run("stories", "show", told["url"], "--json")).json
    assert before["lead_because"]
    assert len(before["articles"]) >= 2
    assert all(one["because"] for one in before["articles"])
    goes = before["articles"][-1]
    split = await run("stories", "split", str(goes["id"]))
    assert split.status == 0, split.err
    after = (await run("stories", "show", goes["url"], "--json")).json
    assert after["story"] != before["story"]
    number = split.out.split("stories undo ")[1].split("`")[0]
    assert (await run("stories", "undo", number)).status == 0
    assert (await run("stories", "show", told["url"], "--json")).json == before
    shown = await run("stories", "show", str(goes["id"]))
    assert "leads:" in shown.out
    again = await run("stories", "merge", str(goes["id"]), told["url"])
    assert "already" in again.out


async def test_an_unknown_article_or_change_fails_with_a_way_on(run: Run) -> None:
    for command in (("show", "99999"), ("split", "nonsense"), ("merge", "1", "99999"), ("undo", "99999")):
        done = await run("stories", *command)
        assert done.status == 1
        assert "Traceback" not in done.err
        assert done.out == ""
