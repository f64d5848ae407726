from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.sources.identity import content_hash, entry_keys, newsworthy, sightings, title_key
from digestbot.types import Entry, EntryRecord, SourceState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(days=2)


def entry(number: int = 1, **changes) -> Entry:
    made = Entry(
        source_id="s",
        guid=f"g{number}",
        url=f"https://example.org/{number}",
        title=f"Members of society {number} approve the plan for their hall",
        summary=f"<p>Text number {number}</p>",
        published=datetime(2026, 11, 20, tzinfo=UTC),
    )
    return replace(made, **changes)


def remembered(entries: list[Entry], first_seen: datetime = EARLIER) -> list[EntryRecord]:
    records = []
    for number, one in enumerate(entries, 1):
        keys = entry_keys(one)
        records.append(
            EntryRecord(
                number,
                "s",
                keys.guid,
                keys.url,
                keys.canonical_url,
                keys.title_key,
                keys.content_hash,
                number,
                first_seen,
            )
        )
    return records


def kinds(entries: list[Entry], known: list[Entry]) -> list[str]:
    return [sighting.kind for sighting in sightings(entries, remembered(known), NOW)]


def test_unknown_entries_are_new_and_known_ones_seen():
    assert kinds([entry(2), entry(1)], [entry(1)]) == ["new", "seen"]


def test_a_seen_entry_names_its_record():
    assert sightings([entry(2)], remembered([entry(1), entry(2)]), NOW)[0].record_id == 2


def test_one_link_shared_by_many_items_loses_none():
    same = [entry(n, url="https://example.org/latest") for n in (1, 2, 3)]
    assert kinds(same, []) == ["new", "new", "new"]


def test_a_new_item_under_a_link_that_earlier_items_share_is_new():
    same = [entry(n, url="https://example.org/latest") for n in (1, 2, 3)]
    assert kinds([same[2], same[0]], same[:2]) == ["new", "seen"]


def test_a_second_item_under_the_only_link_of_a_feed_is_new():
    first, second = (
        entry(1, url="https://example.org/"),
        entry(2, url="https://example.org/", title="Quite other words here"),
    )
    assert kinds([second], [first]) == ["new"]


def test_one_guid_shared_by_many_items_loses_none():
    same = [entry(n, guid="https://example.org/", title=f"Story {'abc'[n]} of its own") for n in range(3)]
    assert kinds(same, []) == ["new", "new", "new"]
    assert kinds(same, same) == ["seen", "seen", "seen"]


def test_items_that_share_guid_and_link_are_told_apart_by_title():
    same = [entry(1, title="Minutes of the May meeting"), entry(1, title="Accounts for the year to June")]
    assert kinds(same, []) == ["new", "new"]
    assert [one.record_id for one in sightings(same, remembered(same), NOW)] == [1, 2]


def test_a_guid_used_again_for_another_story_is_new():
    again = entry(1, url="https://example.org/other", title="Nothing in common whatsoever")
    assert kinds([again], [entry(1)]) == ["new"]


def test_all_guids_changed_while_titles_and_links_stay_is_suppressed():
    old = [entry(n) for n in range(5)]
    assert kinds([replace(one, guid=f"new-{one.guid}") for one in old], old) == ["seen"] * 5


def test_guids_and_links_changed_while_titles_stay_is_a_move_and_suppressed():
    old = [entry(n) for n in range(5)]
    moved = [
        replace(
            one, guid="n" + one.guid, url=one.url.replace("example.org", "new.example.com"), summary="", published=NOW
        )
        for one in old
    ]
    assert set(kinds(moved, old)) <= {"seen", "changed"}


def test_a_title_that_comes_back_with_other_contents_is_new():
    weekly = entry(1, title="Weekly links", guid="w2", url="https://example.org/w2", summary="other", published=NOW)
    assert kinds([weekly], [entry(1, title="Weekly links", guid="w1", url="https://example.org/w1")]) == ["new"]


def test_same_title_and_text_under_another_address_is_seen():
    copy = entry(1, guid="x", url="https://example.org/copy", published=NOW)
    assert kinds([copy], [entry(1)]) == ["seen"]


def test_headline_edited_at_the_same_url_is_a_change():
    found = sightings(
        [entry(1, title="Members of society 1 reject the plan for their hall")], remembered([entry(1)]), NOW
    )[0]
    assert (found.kind, found.record_id) == ("changed", 1)
    assert "headline edited" in found.reason


def test_headline_edited_while_the_guid_follows_the_url_is_a_change():
    old = entry(1, guid="https://example.org/1#0")
    assert kinds([entry(1, guid="https://example.org/1#1", title="Entirely rewritten")], [old]) == ["changed"]


def test_text_edited_is_a_change():
    assert kinds([entry(1, summary="<p>More is known now</p>")], [entry(1)]) == ["changed"]


def test_markup_pictures_and_typography_are_no_change():
    old = entry(1, title="The members' plan – agreed", summary="<p>Text  number 1</p>")
    new = entry(1, title="The members’ plan - agreed", summary='<div><img src="x.gif">Text number 1</div>')
    assert kinds([new], [old]) == ["seen"]


def test_reordered_and_redated_posts_are_not_new():
    old = [entry(n) for n in range(6)]
    again = [replace(one, published=NOW, updated=NOW) for one in reversed(old)]
    assert kinds(again, old) == ["seen"] * 6


def test_older_entries_than_any_seen_are_new_all_the_same():
    late = entry(7, published=NOW - timedelta(days=40))
    assert kinds([late], [entry(1)]) == ["new"]


def test_tracking_parameters_and_https_make_no_new_entry():
    old = entry(1, guid="", url="http://www.example.org/1/?utm_source=rss")
    assert kinds([entry(1, guid="", url="https://example.org/1")], [old]) == ["seen"]


def test_a_copy_inside_one_document_counts_once():
    assert kinds([entry(1), entry(1)], []) == ["new", "seen"]


def test_entries_without_guid_and_link_are_known_by_title():
    bare = entry(1, guid="", url="")
    assert kinds([bare, entry(2, guid="", url="")], [bare]) == ["seen", "new"]


def test_title_key_folds_case_quotes_and_punctuation():
    assert title_key("“Co-op’s” plan: Agreed!") == title_key('"CO-OP\'S" plan – agreed')


def test_content_hash_is_sixteen_hex_digits():
    assert len(content_hash(entry())) == 16
    int(content_hash(entry()), 16)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_nothing_is_new_twice_whatever_keys_are_shared(numbers):
    entries = [
        entry(
            guid=f"g{guid}",
            url=f"https://example.org/{url}",
            title=f"Headline of kind {title} in this feed",
            summary="",
        )
        for guid, url, title in numbers
    ]
    first = sightings(entries, [], NOW)
    known = remembered([one.entry for one in first if one.kind == "new"])
    assert "new" not in {one.kind for one in sightings(entries, known, NOW)}


STATE = SourceState("s", checked_at=NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("published", "first_poll", "news"),
    [
        (NOW - timedelta(days=2), True, True),
        (NOW - timedelta(days=4), True, False),
        (None, True, False),
        (None, False, True),
        (NOW - timedelta(days=10), False, True),
        (NOW - timedelta(days=60), False, False),
    ],
)
def test_news_is_what_is_recent_on_the_first_poll_and_what_is_new_later(published, first_poll, news):
    found = newsworthy(entry(published=published), STATE, NOW, 3, first_poll)
    assert found == (NOW if news else None)


def test_what_was_published_while_the_bot_was_down_is_still_news():
    state = SourceState("s", checked_at=NOW - timedelta(days=40))
    assert newsworthy(entry(published=NOW - timedelta(days=35)), state, NOW, timedelta(days=3), False) == NOW
