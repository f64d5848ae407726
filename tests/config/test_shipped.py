"""The configuration in this repository: right, complete, documented, and its schemas up to date."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from digestbot.config import Settings, default_topics, load
from digestbot.config.schemas import SCHEMAS, schema, write_schemas
from digestbot.urls import host

CONFIG = Path(__file__).parents[2] / "config"
FILES = ("sources", "topics", "channels", "settings")


def test_it_loads_without_a_warning() -> None:
    assert load(CONFIG, {}).warnings == ()


def test_it_follows_the_sector() -> None:
    sources = load(CONFIG, {}).sources
    assert len(sources) >= 60
    assert all(source.title for source in sources)
    core = {topic.id for topic in default_topics() if topic.kind == "core"}
    assert core <= {topic for source in sources for topic in source.topics}
    assert max(sum(host(a.url) == host(b.url) for a in sources) for b in sources) <= 20


def test_it_says_that_the_addresses_are_unchecked() -> None:
    assert "NOT checked from here" in (CONFIG / "sources.yaml").read_text(encoding="utf-8")


def test_its_topics_are_the_shipped_ones() -> None:
    assert load(CONFIG, {}).topics == default_topics()


def test_the_fourteen_topics_are_there_in_order() -> None:
    core = ["public-service-mutuals", "co-operatives", "employee-ownership", "social-enterprise", "social-finance"]
    core += ["financial-mutuals", "community-ownership"]
    facets = ["policy", "procurement", "health-care", "housing", "leadership", "research", "events-awards"]
    assert [topic.id for topic in default_topics() if topic.kind == "core"] == core
    assert [topic.id for topic in default_topics() if topic.kind == "facet"] == facets


def test_settings_show_every_key_with_its_default(tmp_path: Path) -> None:
    text = (CONFIG / "settings.yaml").read_text(encoding="utf-8")
    assert load(CONFIG, {}).settings == Settings()
    (tmp_path / "settings.yaml").write_text(re.sub(r"^  # (\w+: )", r"  \1", text, flags=re.MULTILINE))
    assert load(tmp_path, {}).settings == Settings()
    for name, section in Settings():
        shown = re.search(rf"^{name}:\n((?:  # \w+: .*\n)+)", text, re.MULTILINE)
        assert shown is not None
        assert re.findall(r"^  # (\w+): ", shown[1], re.MULTILINE) == list(type(section).model_fields)


@pytest.mark.parametrize("name", FILES)
def test_editors_find_the_schema(name: str) -> None:
    first = (CONFIG / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{name}.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_up_to_date(name: str) -> None:
    shipped = (CONFIG / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert shipped == schema(name), "run: make schemas"


def test_schemas_are_written_where_the_files_look_for_them(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [f"schema/{name}.json" for name in FILES]
    properties = json.loads(paths[0].read_text(encoding="utf-8"))["$defs"]["SourceEntry"]["properties"]
    assert properties["weight"] == {
        "default": 1.0,
        "description": "How much the ranking trusts it.",
        "maximum": 10,
        "minimum": 0,
        "title": "Weight",
        "type": "number",
    }
