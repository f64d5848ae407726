"""What becomes of a posted digest whose articles change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.news import CHANNEL, NOW, TOPICS, item, story

from digestbot.digest import compose
from digestbot.digest.corrections import Correction, Present, correct
from digestbot.types import AlsoIn, Item

ITEMS = {
    number: item(number, topics=(topic,)) for number, topic in ((1, "co-operatives"), (2, "housing"), (3, "policy"))
}
POSTED = compose(
    [story(one) for one in ITEMS.values()],
    CHANNEL,
    TOPICS,
    window_start=NOW - timedelta(days=1),
    window_end=NOW,
    now=NOW,
)


def corrected(changed: dict[int, Item] | None = None, **more: object) -> Correction:
    return correct(POSTED, Present(ITEMS | (changed or {}), **more))  # type: ignore[arg-type]


def joined(*numbers: int, story: int) -> dict[int, Item]:
    return {number: replace(ITEMS[number], story_id=story) for number in numbers}


def test_a_digest_that_still_holds_is_left_alone() -> None:
    assert corrected() == Correction(POSTED, ())


def test_a_headline_in_other_quotes_is_no_correction() -> None:
    assert corrected({1: replace(ITEMS[1], title="HEADLINE  1")}) == Correction(POSTED, ())


def test_a_new_headline_is_shown_and_told() -> None:
    found = corrected({1: replace(ITEMS[1], title="Another headline")})
    assert "Another headline" in [one.title for one in found.digest.stories]
    assert found.changes == ("“Headline 1” is now “Another headline”",)


def test_a_withdrawn_article_is_marked_and_no_longer_linked() -> None:
    found = corrected(withdrawn=frozenset({2}))
    told = next(one for one in found.digest.stories if one.id == 2)
    assert (told.title, told.url, told.summary) == ("Withdrawn: Headline 2", "", "")
    again = correct(found.digest, Present(ITEMS, frozenset({2})))
    assert again == Correction(found.digest, ())


def test_merged_stories_are_told_once_with_both_outlets() -> None:
    found = corrected(joined(3, story=2))
    told = next(one for one in found.digest.stories if one.id == 2)
    assert sorted(one.id for one in found.digest.stories) == [1, 2]
    assert [one.source for one in told.also] == ["Source 3"]
    assert [section.topic for section in found.digest.sections] == ["co-operatives", "housing"]


def test_a_merged_lead_gives_way_to_the_one_it_has_become() -> None:
    lead = POSTED.lead
    assert lead is not None
    order = [one.id for one in POSTED.stories]
    found = corrected(joined(*order, story=99))
    assert found.digest.lead == order[0]
    assert [one.id for one in found.digest.stories] == [order[0]]


def test_an_outlet_that_told_something_else_is_no_longer_named() -> None:
    shown = replace(
        POSTED.sections[0].stories[0], also=(AlsoIn("https://a.example/1", "A"), AlsoIn("https://b.example/1", "B"))
    )
    digest = replace(POSTED, sections=(replace(POSTED.sections[0], stories=(shown,)), *POSTED.sections[1:]))
    found = correct(digest, Present(ITEMS, parted={shown.id: frozenset({"https://a.example/1"})}))
    assert [one.source for one in found.digest.sections[0].stories[0].also] == ["B"]
    assert found.changes == ("A told another story than “Headline 1”",)


def test_a_story_that_goes_on_with_an_earlier_one_is_marked_and_one_that_does_not_is_not() -> None:
    found = corrected(follows={2: "https://slack.example/p1"})
    assert {one.id: one.update_of for one in found.digest.stories} == {1: None, 2: "https://slack.example/p1", 3: None}
    assert correct(found.digest, Present(ITEMS)).digest == POSTED
    linkless = correct(found.digest, Present(ITEMS, follows={2: ""}))
    assert linkless == Correction(found.digest, ())
