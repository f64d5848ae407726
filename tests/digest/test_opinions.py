"""Opinions: how they are known, and the one that stands beside another."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from digest.news import CHANNEL, NOW, TOPICS, item, story
from render.digests import digest
from render.digests import story as told

from digestbot.digest import compose
from digestbot.digest.opinions import opinion_because, other_view
from digestbot.render import html, jsonform, markdown, slack, terminal
from digestbot.types import Item, View

ARGUES = "I have run four of these. I think that he is wrong, and my staff say so too."
REPORTS = "“I have run four of these. I think that he is wrong, and my staff say so,” said the director."


def opinion(number: int, source: str, author: str, **more: Any) -> Item:
    return replace(item(number, 1), source_id=source, source_title=source, author=author, text=ARGUES, **more)


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"url": "https://a.example/opinion/2026/bonds"}, "it stands under opinion"),
        ({"url": "https://a.example/commentisfree/bonds"}, "it stands under commentisfree"),
        ({"title": "In defence of paying for results"}, "its headline says so"),
        ({"title": "Letters: what bonds are for"}, "its headline says so"),
        ({"text": ARGUES, "author": "Marguerite Cole"}, "it is signed and speaks in the first person"),
        (
            {"text": "I have seen four of these.\nIt is a waste.\nSir Jack Mott is a former mayor of Ely."},
            "it is signed and speaks in the first person",
        ),
        ({"text": "Mott has seen four of these.\nSir Jack Mott is a former mayor of Ely."}, ""),
        ({"text": ARGUES}, ""),  # unsigned: a translation, a transcript
        ({"text": REPORTS, "author": "A Reporter"}, ""),
        ({"url": "https://a.example/news/opinion", "title": "Letters of credit for co-ops"}, ""),
    ],
)
def test_an_opinion_is_known_by_where_it_stands_and_how_it_speaks(fields: dict[str, Any], because: str) -> None:
    plain = replace(item(1), url="https://a.example/news/1", title="Bonds", text="Nobody knows.", author=None)
    assert opinion_because(replace(plain, **fields)) == because


def test_the_sample_newsrooms_opinions_are_found_and_no_report() -> None:
    folder = resources.files("digestbot.sample").joinpath("newsroom/articles")
    found = set()
    for file in folder.iterdir():
        for one in yaml.safe_load(file.read_text(encoding="utf-8")).get("articles", []):
            as_item = SimpleNamespace(url="", title=one["title"], text=one.get("body", ""), author=one.get("author"))
            if opinion_because(cast("Item", as_item)):
                found.add(one["id"])
    assert found == {"centre-impact-bonds", "owners-trusts-not-ownership", "ledger-outcomes-defence"}


def test_the_other_opinion_stands_beside_the_one_shown() -> None:
    shown, other = opinion(1, "Centre", "Joel"), opinion(2, "Ledger", "Marguerite", title="In defence of results")
    report = replace(item(3, 1), source_id="Gazette", source_title="Gazette", text=REPORTS, author="A Reporter")
    digest = compose([story(shown, other, report)], CHANNEL, TOPICS, window_start=NOW, window_end=NOW, now=NOW)
    (one,) = digest.stories
    assert one.opinion
    assert one.view is not None
    assert (one.view.title, one.view.source) == ("In defence of results", "Ledger")
    assert [also.source for also in one.also] == ["Gazette"]


@pytest.mark.parametrize(
    "other",
    [
        opinion(2, "Centre", "Marguerite"),  # the same outlet
        opinion(2, "Ledger", "joel"),  # the same person, printed elsewhere
        opinion(2, "Ledger", "Marguerite", duplicate_of=1),
        opinion(2, "Ledger", "Marguerite", relevant=False),
        replace(item(2, 1), source_id="Ledger", text=REPORTS, author="A Reporter"),
    ],
)
def test_no_other_view(other: Item) -> None:
    assert other_view(story(opinion(1, "Centre", "Joel"), other), opinion(1, "Centre", "Joel")) is None


def test_a_report_has_no_other_view() -> None:
    report = replace(item(1), text=REPORTS, author="A Reporter")
    assert other_view(story(report, opinion(2, "Ledger", "Marguerite")), report) is None


def test_every_shape_shows_it_and_json_keeps_it() -> None:
    view = View("In defence of results", "https://ledger.example/1", "Social Ledger", "He mistakes the thermometer.")
    day = digest(told(1), told(2, opinion=True, view=view))
    for shape in (html.page, terminal.text, markdown.text):
        shown = " ".join(shape(day).split())
        assert "Another view: " in shown
        assert "Social Ledger: He mistakes the thermometer" in shown
        assert "opinion" in shown
    shown = str(slack.messages(day)[0].blocks)
    assert "⇄ Another view: " in shown
    assert "https://ledger.example/1" in shown
    assert jsonform.from_json(jsonform.as_json(day)).stories[1].view == view
