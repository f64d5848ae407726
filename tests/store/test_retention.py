from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from digestbot.store import Store
from digestbot.store.retention import BATCH, Retired
from digestbot.types import Article, Delivery, Fingerprint, Judgement, Message

Add = Callable[..., int]
Print = Callable[[str, str, str, datetime | None], Fingerprint]
WEEK, YEAR = timedelta(days=7), timedelta(days=365)


def test_old_texts_go_and_everything_else_stays(store: Store, add: Add, fingerprint: Print, now: datetime) -> None:
    old = add("Old bakery", "in Leeds", url="https://a.example/1", now=now - timedelta(days=10))
    new = add("New bakery", "in Hull")
    assert store.retention.retire(now, text=WEEK, digests=YEAR) == Retired(texts=1, digests=0, events=0)
    kept, untouched = store.items.get(old), store.items.get(new)
    assert kept is not None
    assert untouched is not None
    assert (kept.text, kept.title, kept.topics, untouched.text) == ("", "Old bakery", ("co-operatives",), "in Hull")
    assert store.search.page("leeds", now=now).total == 0
    assert store.search.page("old topic:co-operatives", now=now).total == 1
    assert store.index.get(old) is None
    wanted = fingerprint("x", "in Leeds", "https://other.example/", now)
    assert old not in [found.item_id for found in store.index.candidates(wanted, now)]
    assert store.check(thorough=True) == []


def test_it_is_done_once(store: Store, add: Add, now: datetime) -> None:
    with store.transaction():
        for number in range(BATCH + 1):
            add(f"T{number}", now=now - timedelta(days=10))
    first = store.retention.retire(now, text=WEEK, digests=YEAR)
    assert (first.texts, first.more) == (BATCH, True)
    second = store.retention.retire(now, text=WEEK, digests=YEAR)
    assert (second.texts, second.more) == (1, False)
    assert store.retention.retire(now, text=WEEK, digests=YEAR).texts == 0


def test_an_article_that_changes_after_its_retirement_lives_again(
    store: Store, add: Add, article: Article, fingerprint: Print, now: datetime
) -> None:
    item = add("Bakery", "in Leeds", now=now - timedelta(days=10))
    store.retention.retire(now, text=WEEK, digests=YEAR)
    changed = replace(article, title="Bakery", text="in Hull")
    print_ = fingerprint("Bakery", "in Hull", article.canonical_url, now)
    store.items.update(item, changed, Judgement(True, 0.9, ()), None, print_, None, now)
    assert store.search.page("bakery hull", now=now).total == 1
    assert [found.item_id for found in store.index.candidates(print_, now)] == [item]
    assert store.retention.retire(now, text=WEEK, digests=YEAR).texts == 1


def test_old_digests_lose_their_content_but_stay_told(store: Store, add: Add, now: datetime) -> None:
    add()
    start = now - timedelta(days=800)
    for name, state in (("quiet", "skipped"), ("open", "pending")):
        delivery = Delivery(name, "#a", "daily", state, start, start, (Message("t", ()),))  # type: ignore[arg-type]
        store.outbox.prepare(delivery, digest={"id": name}, stories=[(1, 1)], now=start)
    assert store.retention.retire(now, text=YEAR, digests=YEAR).digests == 1
    assert store.outbox.digest("quiet") is None
    assert store.outbox.digest("open") == {"id": "open"}
    assert store.outbox.was_told("#a", 1) is not None
    assert store.outbox.last_window_end("#a", "daily") == start
