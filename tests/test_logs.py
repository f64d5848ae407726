from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from digestbot.logs import set_up

LOG = logging.getLogger("digestbot.test")


@pytest.fixture
def as_json() -> Iterator[None]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("digestbot").level)
    set_up("json")
    yield
    root.handlers, level, ours = before
    root.setLevel(level)
    logging.getLogger("digestbot").setLevel(ours)


@pytest.mark.usefixtures("as_json")
def test_an_event_has_its_name_and_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    LOG.info("round.done sources=%d seconds=%.1f reason=%s", 3, 1.25, ValueError("100% of source=x \n failed"))
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("at").startswith("20")
    assert told == {
        "level": "info",
        "logger": "digestbot.test",
        "event": "round.done",
        "sources": 3,
        "seconds": 1.25,
        "reason": "100% of source=x \n failed",
    }


@pytest.mark.usefixtures("as_json")
@pytest.mark.parametrize(
    ("line", "values", "event"),
    [
        ("service.stopped", (), "service.stopped"),
        ("alarm %s: a=%d", ("x", 1), "alarm x: a=1"),
        ("50% b=%s", (), "50% b=%s"),
    ],
)
def test_any_other_line_is_an_event_as_a_whole(
    line: str, values: tuple[object, ...], event: str, capsys: pytest.CaptureFixture[str]
) -> None:
    LOG.info(line, *values)
    assert json.loads(capsys.readouterr().err)["event"] == event


@pytest.mark.usefixtures("as_json")
def test_no_secret_is_in_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    LOG.warning("page.failed url=%s token=%s", "https://jo:hush@a.example/", "xoxb-123456-abcdef")
    said = capsys.readouterr().err
    assert "hush" not in said
    assert "xoxb" not in said
    assert json.loads(said)["url"] == "https://…@a.example/"
