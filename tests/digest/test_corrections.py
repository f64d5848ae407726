"""What becomes of a posted digest whose articles change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.news import CHANNEL, NOW, TOPICS, item, story

from digestbot.digest import compose
from digestbot.digest.corrections import correct

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


def test_a_digest_that_still_holds_is_left_alone() -> None:
    assert correct(POSTED, ITEMS) is None


def test_a_headline_in_other_quotes_is_no_correction() -> None:
    assert correct(POSTED, ITEMS | {1: replace(ITEMS[1], title="HEADLINE  1")}) is None


def test_a_new_headline_is_shown_and_told() -> None:
    found = correct(POSTED, ITEMS | {1: replace(ITEMS[1], title="Another headline")})
    assert found is not None
    assert "Another headline" in [one.title for one in found.digest.stories]
    assert found.changes == ("“Headline 1” is now “Another headline”",)


def test_a_withdrawn_article_is_marked_and_no_longer_linked() -> None:
    found = correct(POSTED, ITEMS, withdrawn={2})
    assert found is not None
    told = next(one for one in found.digest.stories if one.id == 2)
    assert (told.title, told.url, told.summary) == ("Withdrawn: Headline 2", "", "")
    assert correct(found.digest, ITEMS, withdrawn={2}) is None


def test_merged_stories_are_told_once_with_both_outlets() -> None:
    found = correct(POSTED, ITEMS, merged={3: 2})
    assert found is not None
    told = next(one for one in found.digest.stories if one.id == 2)
    assert sorted(one.id for one in found.digest.stories) == [1, 2]
    assert [one.source for one in told.also] == ["Source 3"]
    assert [section.topic for section in found.digest.sections] == ["co-operatives", "housing"]


def test_a_merged_lead_gives_way_to_the_one_it_has_become() -> None:
    lead = POSTED.lead
    assert lead is not None
    order = [one.id for one in POSTED.stories]
    found = correct(POSTED, ITEMS, merged=dict.fromkeys(order, 99))
    assert found is not None
    assert found.digest.lead == order[0]
    assert [one.id for one in found.digest.stories] == [order[0]]
