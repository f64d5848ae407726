from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from digestbot.errors import StoreError
from digestbot.store import Store
from digestbot.types import Delivery, Message

Add = Callable[..., int]
PARTS = (
    Message("Digest", ({"type": "section", "text": {"type": "plain_text", "text": "Ⓐ & <b>"}},)),
    Message("More", (), in_thread=True),
)


@pytest.fixture
def digest(now: datetime) -> Delivery:
    return Delivery("#a-daily-2026-11-24", "#a", "daily", "pending", now - timedelta(days=1), now, PARTS)


def test_a_delivery_comes_back_as_it_went_in(store: Store, digest: Delivery, now: datetime) -> None:
    assert store.outbox.prepare(digest, digest={"id": "é"}, stories=[(2, 5), (1, 4)], now=now) == digest
    assert store.outbox.get(digest.digest_id) == digest
    assert store.outbox.digest(digest.digest_id) == {"id": "é"}
    assert store.outbox.stories(digest.digest_id) == [(1, 4), (2, 5)]
    assert store.outbox.get("other") is None
    assert store.outbox.digest("other") is None


def test_preparing_again_keeps_the_first(store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, digest=1, stories=[(1, 1)], now=now)
    store.outbox.mark_sending(digest.digest_id)
    kept = store.outbox.prepare(replace(digest, messages=()), digest=2, stories=[(2, 2)], now=now)
    assert (kept.state, kept.messages) == ("sending", PARTS)
    assert store.outbox.digest(digest.digest_id) == 1
    assert store.outbox.stories(digest.digest_id) == [(1, 1)]


def test_parts_go_out_one_by_one(store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, now=now)
    sending = store.outbox.mark_sending(digest.digest_id)
    assert (sending.state, sending.attempts, sending.next_part) == ("sending", 1, 0)
    between = store.outbox.mark_part_sent(digest.digest_id, 0, ts="1.5", channel_id="C1")
    assert (between.state, between.next_part, between.ts, between.channel_id) == ("pending", 1, "1.5", "C1")
    store.outbox.mark_sending(digest.digest_id)
    store.outbox.mark_part_sent(digest.digest_id, 1, ts="1.6")
    sent = store.outbox.mark_sent(digest.digest_id, now)
    assert (sent.state, sent.next_part, sent.ts, sent.attempts) == ("sent", 2, "1.5", 2)
    assert store.outbox.due(now) == []


def test_a_receipt_may_be_repeated(store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, now=now)
    store.outbox.mark_sending(digest.digest_id)
    first = store.outbox.mark_part_sent(digest.digest_id, 0, ts="1.5")
    assert store.outbox.mark_part_sent(digest.digest_id, 0, ts="9.9") == first


def test_moves_that_would_lose_or_repeat_a_part_are_refused(store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, now=now)
    with pytest.raises(StoreError, match="is pending"):
        store.outbox.mark_part_sent(digest.digest_id, 0)
    store.outbox.mark_sending(digest.digest_id)
    with pytest.raises(StoreError, match="part 0 is next"):
        store.outbox.mark_part_sent(digest.digest_id, 1)
    with pytest.raises(StoreError, match="0 of 2 parts"):
        store.outbox.mark_sent(digest.digest_id, now)
    with pytest.raises(StoreError, match="no digest other"):
        store.outbox.mark_sending("other")
    with pytest.raises(StoreError, match="cannot start as sent"):
        store.outbox.prepare(replace(digest, digest_id="x", state="sent"), now=now)
    skipped = replace(digest, digest_id="quiet", state="skipped")
    store.outbox.prepare(skipped, now=now)
    with pytest.raises(StoreError, match="is skipped"):
        store.outbox.mark_sending("quiet")


def test_a_refused_post_waits_and_a_doubtful_one_stays_to_be_looked_up(
    store: Store, digest: Delivery, now: datetime
) -> None:
    later = now + timedelta(minutes=5)
    store.outbox.prepare(digest, now=now)
    store.outbox.mark_sending(digest.digest_id)
    doubt = store.outbox.mark_doubt(digest.digest_id, "reply lost", not_before=later)
    assert (doubt.state, doubt.error, doubt.not_before) == ("sending", "reply lost", later)
    assert store.outbox.due(now) == []
    assert store.outbox.due(later) == [doubt]
    refused = store.outbox.mark_failed(digest.digest_id, "ratelimited", not_before=later)
    assert (refused.state, refused.error) == ("pending", "ratelimited")
    given_up = store.outbox.mark_failed(digest.digest_id, "channel_not_found", give_up=True)
    assert given_up.state == "failed"
    assert store.outbox.due(later) == []


def test_due_is_oldest_first(store: Store, digest: Delivery, now: datetime) -> None:
    for number, name in enumerate("cab"):
        store.outbox.prepare(replace(digest, digest_id=name), now=now + timedelta(seconds=number))
    assert [found.digest_id for found in store.outbox.due(now)] == ["c", "a", "b"]
    assert [found.digest_id for found in store.outbox.recent("#a", limit=2)] == ["b", "a"]
    assert store.outbox.recent("#b") == []


def test_the_last_window_ends_where_something_was_told_or_skipped(
    store: Store, digest: Delivery, now: datetime
) -> None:
    assert store.outbox.last_window_end("#a", "daily") is None
    store.outbox.prepare(digest, now=now)
    end = now + timedelta(days=1)
    store.outbox.prepare(replace(digest, digest_id="q", state="skipped", window_end=end), now=now)
    assert store.outbox.last_window_end("#a", "daily") == end
    assert store.outbox.last_window_end("#a", "weekly") is None
    assert store.outbox.last_window_end("#b", "daily") is None


def test_a_given_up_digest_tells_nothing(store: Store, digest: Delivery, add: Add, now: datetime) -> None:
    add()
    store.outbox.prepare(digest, stories=[(1, 1)], now=now)
    assert store.outbox.was_told("#a", 1) is not None
    store.outbox.mark_failed(digest.digest_id, "gone", give_up=True)
    assert store.outbox.was_told("#a", 1) is None
    assert store.outbox.last_window_end("#a", "daily") is None


def test_the_latest_telling_counts_and_keeps_its_link(store: Store, digest: Delivery, add: Add, now: datetime) -> None:
    first, second = add("A"), add("B", story=1)
    store.outbox.prepare(replace(digest, digest_id="b"), stories=[(1, first)], now=now)
    later = replace(digest, digest_id="a", window_end=now + timedelta(days=1))
    store.outbox.prepare(later, stories=[(1, second)], now=now)
    store.outbox.set_permalink("a", "https://slack.example/p")
    told = store.outbox.told("#a", [1, 2])
    assert list(told) == [1]
    assert (told[1].digest_id, told[1].item_id, told[1].permalink) == ("a", second, "https://slack.example/p")
    assert [one.digest_id for one in store.outbox.told_anywhere(1)] == ["b", "a"]
    assert store.outbox.told("#a", [1], before="a")[1].digest_id == "b"
    assert store.outbox.told("#a", [1], before="b") == {}


def test_the_outbox_survives_being_reopened(path: Path, store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, now=now)
    store.outbox.mark_sending(digest.digest_id)
    store.close()
    with Store.open(path) as again:
        assert [found.state for found in again.outbox.due(now)] == ["sending"]


def test_no_order_of_moves_posts_a_part_twice_or_calls_a_part_digest_sent(
    store: Store, digest: Delivery, now: datetime
) -> None:
    class Machine(RuleBasedStateMachine):
        """Moves in any order; those refused raise StoreError and change nothing."""

        serial = 0

        @initialize()
        def prepare(self) -> None:
            Machine.serial += 1
            self.name = f"d{Machine.serial}"
            self.sent: list[int] = []
            store.outbox.prepare(replace(digest, digest_id=self.name, channel=self.name), now=now)

        def attempt(self, move: Callable[[], Delivery]) -> bool:
            before = store.outbox.get(self.name)
            try:
                move()
            except StoreError:
                assert store.outbox.get(self.name) == before
                return False
            return True

        @rule()
        def sending(self) -> None:
            self.attempt(lambda: store.outbox.mark_sending(self.name))

        @rule(part=st.integers(-1, 3))
        def part(self, part: int) -> None:
            before = store.outbox.get(self.name)
            assert before is not None
            ts = f"{part}.0"
            moved = self.attempt(lambda: store.outbox.mark_part_sent(self.name, part, ts=ts))
            after = store.outbox.get(self.name)
            assert after is not None
            if moved and after.next_part > before.next_part:
                assert before.state == "sending"
                self.sent.append(part)

        @rule(give_up=st.booleans())
        def failed(self, give_up: bool) -> None:
            self.attempt(lambda: store.outbox.mark_failed(self.name, "x", give_up=give_up))

        @rule()
        def doubt(self) -> None:
            self.attempt(lambda: store.outbox.mark_doubt(self.name, "x"))

        @rule()
        def whole(self) -> None:
            self.attempt(lambda: store.outbox.mark_sent(self.name, now))

        @invariant()
        def in_order(self) -> None:
            found = store.outbox.get(self.name)
            assert found is not None
            assert self.sent == list(range(found.next_part))
            assert found.state != "sent" or found.next_part == len(PARTS)
            assert found.ts == ("0.0" if self.sent else None)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_only_what_was_sent_can_be_rewritten(store: Store, digest: Delivery, now: datetime) -> None:
    store.outbox.prepare(digest, digest={"title": "old"}, now=now)
    with pytest.raises(StoreError, match="only what was sent"):
        store.outbox.rewrite(digest.digest_id, {"title": "new"}, PARTS)
    assert store.outbox.sent_since(now) == []
    for part in range(len(PARTS)):
        store.outbox.mark_sending(digest.digest_id)
        store.outbox.mark_part_sent(digest.digest_id, part, ts=f"1.{part}")
    store.outbox.mark_sent(digest.digest_id, now)
    store.outbox.rewrite(digest.digest_id, {"title": "new"}, PARTS[:1])
    (kept,) = store.outbox.sent_since(now)
    assert (kept.messages, kept.ts) == (PARTS[:1], "1.0")
    assert store.outbox.digest(digest.digest_id) == {"title": "new"}
    assert store.outbox.sent_since(now + timedelta(seconds=1)) == []
