"""Edits of the configuration folder: what they write, what they keep, what they refuse."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from digestbot.config import edits, load, patching
from digestbot.config.writing import locked
from digestbot.errors import ConfigError

SOURCES = """\
# our sources
sources:
  # the press
  - url: https://a.example/feed   # the first
    title: "A, quoted"
    topics:
      - housing
      - co-operatives  # both

  # regulators
  -   url: 'https://b.example/feed'
      id: bee
# end
"""
CHANNELS = """\
channels:
  - channel: "#news"   # everybody
    topics:            # in this order
      - housing
    at: 08:30
    weekly: fri
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    return tmp_path


def text(folder: Path, name: str = "sources.yaml") -> str:
    return (folder / name).read_bytes().decode()


def test_a_source_is_added_after_the_last_one_and_every_other_byte_stays(folder: Path) -> None:
    edit = edits.add_source(folder, {"url": "https://c.example/rss", "title": "See: C", "every": timedelta(hours=2)})
    new = '  - url: https://c.example/rss\n    title: "See: C"\n    every: 2h\n    id: see-c\n'
    assert text(folder) == SOURCES.replace("# end\n", new + "# end\n")
    assert edit.value.id == "see-c"
    assert edit.value.every == timedelta(hours=2)
    assert (edit.before, edit.after) == (SOURCES, text(folder))


def test_a_source_is_added_to_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    edits.add_source(tmp_path / "new", {"url": "https://c.example/rss"})
    assert text(tmp_path / "new") == (
        "# yaml-language-server: $schema=schema/sources.json\n"
        "sources:\n  - url: https://c.example/rss\n    id: c-example\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        "sources: []  # none yet\n",
        "sources: []",
        "sources:\n- url: https://a.example/1\n",
        "sources:\n- url: https://a.example/1",
        "sources:\r\n  - url: https://a.example/1\r\n    title: Ä 🌱\r\n\r\n# end\r\n",
        "\ufeffsources:\n  - {url: https://a.example/1}\n\n\n",
        "sources:\n  -\n    url: https://a.example/1\n    title: |\n      A title\n\n# end",
        SOURCES,
    ],
)
def test_adding_and_removing_a_source_restores_the_bytes(tmp_path: Path, before: str) -> None:
    (tmp_path / "sources.yaml").write_bytes(before.encode())
    added = edits.add_source(tmp_path, {"url": "https://z.example/feed", "topics": ["housing"], "weight": 2.5})
    assert load(tmp_path, {}).sources[-1] == added.value
    edits.remove_source(tmp_path, added.value.id)
    assert text(tmp_path) == before


COMMENT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12).map(
    lambda s: "#" + s
)
TITLE = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A sources file as people lay them out: any indentation, comments and blank lines anywhere, any line end."""
    dash, gap = " " * draw(st.integers(0, 4)), " " * draw(st.integers(1, 3))
    lines = [draw(COMMENT)] if draw(st.booleans()) else []
    lines.append("sources:" + draw(st.sampled_from(["", "  ", " # here"])))
    for number in range(draw(st.integers(1, 4))):
        lines += draw(st.lists(st.one_of(COMMENT.map(lambda c: dash + c), st.just("")), max_size=2))
        lines.append(f"{dash}-{gap}url: https://{number}.example/feed" + draw(st.sampled_from(["", " # note"])))
        keys = draw(st.sets(st.sampled_from(["weight: 2", "topics: [housing]", "topics:\n@  - housing", "paused: no"])))
        if sum(key.startswith("topics") for key in keys) > 1:
            keys = {"weight: 2"}
        lines += [f"{dash} {gap}{key}".replace("@", f"{dash} {gap}") for key in sorted(keys)]
    lines += draw(st.lists(st.one_of(COMMENT, st.just("")), max_size=2))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join("\n".join(lines).split("\n")) + draw(st.sampled_from(["", end, end + end]))


@settings(max_examples=150, deadline=None)
@given(before=files(), title=TITLE)
def test_whatever_the_layout_adding_and_removing_restores_the_bytes(before: str, title: str) -> None:
    entry = {"url": "https://z.example/feed", "title": title}
    after = patching.add_entries(before, "sources", [entry])
    sources = YAML(typ="safe", pure=True).load(after)["sources"]
    assert sources[-1] == entry
    assert patching.remove_entry(after, "sources", len(sources) - 1) == before


def test_a_file_in_braces_can_be_edited_too(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("# ours\nsources: [{url: https://a.example/1}]\n")
    edits.add_source(tmp_path, {"url": "https://b.example/2"})
    assert [source.url for source in load(tmp_path, {}).sources] == ["https://a.example/1", "https://b.example/2"]
    assert text(tmp_path).startswith("# ours\n")


@pytest.mark.parametrize(
    "before", ["", "# nothing yet", "sources:\n", "sources: null\n", "sources: ~", "{}\n", "---\n"]
)
def test_a_source_can_be_added_to_a_file_without_any(tmp_path: Path, before: str) -> None:
    (tmp_path / "sources.yaml").write_text(before)
    edits.add_source(tmp_path, {"url": "https://b.example/2"})
    assert [source.id for source in load(tmp_path, {}).sources] == ["b-example"]


def test_a_layout_that_cannot_be_edited_is_left_alone_and_said_so(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("null\n")
    with pytest.raises(ConfigError) as caught:
        edits.add_source(tmp_path, {"url": "https://b.example/2"})
    assert caught.value.problems == [
        f"{tmp_path}/sources.yaml: it is laid out in a way that cannot be edited from here. Change it in an editor."
    ]
    assert text(tmp_path) == "null\n"


def test_removing_a_source_keeps_the_comments_around_it(folder: Path) -> None:
    edit = edits.remove_source(folder, "a-quoted")
    assert edit.value.url == "https://a.example/feed"
    assert text(folder) == (
        "# our sources\nsources:\n  # the press\n\n  # regulators\n"
        "  -   url: 'https://b.example/feed'\n      id: bee\n# end\n"
    )


def test_the_others_keep_their_ids_when_a_source_goes(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources:\n  - url: https://a.example/1\n  - url: https://a.example/2\n")
    edits.remove_source(tmp_path, "a-example")
    assert [source.id for source in load(tmp_path, {}).sources] == ["a-example-2"]


def test_pausing_adds_the_key_and_resuming_sets_it(folder: Path) -> None:
    edits.set_paused(folder, "bee", True)
    assert text(folder) == SOURCES.replace("      id: bee\n", "      id: bee\n      paused: true\n")
    edit = edits.set_paused(folder, "bee", False)
    assert text(folder) == SOURCES.replace("      id: bee\n", "      id: bee\n      paused: false\n")
    assert edit.value.paused is False


def test_resuming_what_is_not_paused_leaves_the_file_as_it_is(folder: Path) -> None:
    edit = edits.set_paused(folder, "bee", False)
    assert (text(folder), edit.before, edit.value.paused) == (SOURCES, edit.after, False)


def test_an_unknown_id_is_refused_with_a_guess(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        edits.set_paused(folder, "be", True)
    assert caught.value.problems == [f'{folder}/sources.yaml: it holds no "be". Did you mean "bee"?']


def test_an_id_that_is_taken_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match='the id "bee" is taken'):
        edits.add_source(folder, {"url": "https://c.example/", "id": "bee"})


def test_an_edit_that_would_be_wrong_changes_nothing_and_says_which_key(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        edits.add_source(folder, {"url": "https://a.example/feed/", "topics": ["houses"]})
    assert text(folder) == SOURCES
    first, second = caught.value.problems
    assert first == (
        f'{folder}/sources.yaml:13: sources[3].url: "https://a.example/feed/" is the same url as in line 4. '
        "Allowed: each url once."
    )
    assert 'sources[3].topics[1]: "houses" is not a topic. Did you mean "housing"?' in second


def test_a_mistake_in_another_file_is_reported_before_anything_is_written(folder: Path) -> None:
    (folder / "settings.yaml").write_text("netwerk: {}\n")
    with pytest.raises(ConfigError, match='Did you mean "network"'):
        edits.set_paused(folder, "bee", True)
    assert text(folder) == SOURCES


def test_several_sources_are_added_all_or_none(folder: Path) -> None:
    with pytest.raises(ConfigError):
        edits.add_sources(folder, [{"url": "https://c.example/"}, {"url": "ftp://d.example/"}])
    assert text(folder) == SOURCES
    done = edits.add_sources(folder, [{"url": "https://c.example/1"}, {"url": "https://c.example/2"}])
    assert [source.id for source in done.value] == ["c-example", "c-example-2"]


def test_a_channel_form_changes_its_keys_and_keeps_the_comments(folder: Path) -> None:
    form = {"channel": "#news", "topics": ["policy", "housing"], "at": time(9, 0), "weekly": None, "max_stories": 12}
    edit = edits.set_channel(folder, form)
    assert text(folder, "channels.yaml") == (
        'channels:\n  - channel: "#news"   # everybody\n    topics:            # in this order\n'
        '      [policy, housing]\n    at: "09:00"\n'
    )
    assert (edit.value.at, edit.value.weekly, edit.value.topics) == (time(9, 0), None, ("policy", "housing"))


def test_a_new_channel_is_written_without_its_defaults(folder: Path) -> None:
    edits.set_channel(folder, {"channel": "#more", "at": time(8, 30), "max_stories": 5, "alerts": ["right to provide"]})
    added = '  - channel: "#more"\n    max_stories: 5\n    alerts: [right to provide]\n'
    assert text(folder, "channels.yaml") == CHANNELS + added


def test_a_channel_of_another_workspace_is_added_and_changed_beside_its_namesake(folder: Path) -> None:
    edits.set_channel(folder, {"channel": "T2/#news", "max_stories": 5})
    assert text(folder, "channels.yaml") == CHANNELS + '  - channel: "#news"\n    workspace: T2\n    max_stories: 5\n'
    assert edits.set_channel(folder, {"channel": "T2/#news", "max_stories": 6}).value.channel == "T2/#news"
    assert text(folder, "channels.yaml") == CHANNELS + '  - channel: "#news"\n    workspace: T2\n    max_stories: 6\n'


def test_a_channel_can_be_taken_out(folder: Path) -> None:
    edits.set_channel(folder, {"channel": "T2/#news", "max_stories": 5})
    edits.remove_channel(folder, "T2/#news")
    assert text(folder, "channels.yaml") == CHANNELS
    assert edits.remove_channel(folder, "#news").value.channel == "#news"
    assert text(folder, "channels.yaml") == "channels: []\n"


def test_a_topic_joins_the_shipped_ones_when_there_is_no_topics_file(folder: Path) -> None:
    examples = [{"title": "A headline", "text": "A text: with a colon", "relevant": True}]
    topic = {
        "id": "repair",
        "label": "Repair",
        "definition": "Cafés.",
        "terms": ["repair café"],
        "examples": examples,
    }
    edit = edits.add_topic(folder, topic)
    topics = load(folder, {}).topics
    assert len(topics) == 15
    assert topics[-1] == edit.value
    assert topics[-1].examples[0].text == "A text: with a colon"


def test_an_earlier_text_can_be_put_back(folder: Path) -> None:
    edit = edits.set_paused(folder, "bee", True)
    edits.restore(folder, edit.file, edit.before, expected=edit.after)
    assert text(folder) == SOURCES


def test_undoing_does_not_take_away_a_later_edit(folder: Path) -> None:
    edit = edits.set_paused(folder, "bee", True)
    edits.add_source(folder, {"url": "https://c.example/"})
    with pytest.raises(ConfigError, match=r"it has been changed since\. Undo the later edit first\."):
        edits.restore(folder, edit.file, edit.before, expected=edit.after)


def test_a_broken_file_can_be_repaired_by_restoring(folder: Path) -> None:
    (folder / "sources.yaml").write_text("sources: [")
    edits.restore(folder, "sources.yaml", SOURCES)
    assert len(load(folder, {}).sources) == 2


def test_restoring_writes_only_configuration_files(folder: Path) -> None:
    with pytest.raises(ConfigError, match="not a configuration file"):
        edits.restore(folder, "../evil.yaml", "")
    assert not (folder.parent / "evil.yaml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_an_edit_keeps_the_mode_of_the_file(folder: Path) -> None:
    (folder / "sources.yaml").chmod(0o640)
    edits.set_paused(folder, "bee", True)
    assert stat.S_IMODE((folder / "sources.yaml").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_an_edit_goes_through_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "sources.yaml").rename(folder / "real" / "sources.yaml")
    (folder / "sources.yaml").symlink_to(folder / "real" / "sources.yaml")
    edits.set_paused(folder, "bee", True)
    assert (folder / "sources.yaml").is_symlink()
    assert "paused: true" in text(folder / "real")


def test_an_edit_leaves_no_temporary_file(folder: Path) -> None:
    edits.set_paused(folder, "bee", True)
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "channels.yaml", "sources.yaml"]


def _add(job: tuple[Path, int]) -> None:
    folder, number = job
    edits.add_source(folder, {"url": f"https://n{number}.example/"})


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_edits_at_the_same_time_lose_none(folder: Path, executor: type) -> None:
    with executor(4) as pool:
        list(pool.map(_add, [(folder, number) for number in range(12)]))
    assert len(load(folder, {}).sources) == 14


def test_an_edit_waits_only_so_long_for_another(folder: Path) -> None:
    said = r"another edit is under way\. Try again in a moment\."
    with locked(folder), pytest.raises(ConfigError, match=said), locked(folder, patience=0.05):
        pytest.fail("both hold the lock")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_so(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(ConfigError, match="cannot be written"):
            edits.set_paused(folder, "bee", True)
    finally:
        folder.chmod(0o700)
