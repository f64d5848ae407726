"""Deliveries against a strict Slack: exactly once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slackd import Fault, Slackd, slackd
from store.conftest import fingerprint_of

from digestbot.deliver import Deliverer, web_client
from digestbot.deliver.calls import LimitedError, LostReplyError, RefusedError, UnreachedError
from digestbot.deliver.turns import turn
from digestbot.deliver.verdicts import BACK_OFF_MOST, judge
from digestbot.errors import DeliveryError
from digestbot.store import Store
from digestbot.types import Article, Delivery, Judgement, Message, Placement, Source
from digestbot.writer import Writer

POST = "chat.postMessage"


def section(text: str, name: str) -> dict[str, Any]:
    return {"type": "section", "block_id": name, "text": {"type": "plain_text", "text": text}}


PARTS = (
    Message("Digest", (section("one", "a"), section("two", "b"))),
    Message("More", (section("three", "c"),), in_thread=True),
    Message("And more", (section("four", "d"),), in_thread=True),
)


class Crash(Exception):  # noqa: N818  # stands for the end of the process
    pass


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
async def slack() -> AsyncIterator[Slackd]:
    async with slackd() as served:
        yield served


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "digestbot.db") as opened:
        yield opened


@pytest.fixture
def write() -> Iterator[Writer]:
    writer = Writer()
    yield writer
    writer.close()


@pytest.fixture
def deliverer(slack: Slackd, store: Store, write: Writer, clock: Time) -> Deliverer:
    return made(slack, store, write, clock)


def made(slack: Slackd, store: Store, write: Any, clock: Time, token: str = "") -> Deliverer:
    client = web_client(token or slack.bot_token, slack.api_url)
    return Deliverer(store, write, client, admin_channel="#admins", clock=clock, sleep=clock.sleep)


def put(
    store: Store, clock: Time, channel: str = "#news", name: str = "", parts: tuple[Message, ...] = PARTS
) -> Delivery:
    digest_id = name or f"{channel}-daily"
    start = clock.now - timedelta(days=1)
    delivery = Delivery(digest_id, channel, "daily", "pending", start, clock.now, parts)
    return store.outbox.prepare(delivery, digest={}, stories=[(1, 1)], now=clock.now)


def kept(store: Store, digest_id: str = "#news-daily") -> Delivery:
    found = store.outbox.get(digest_id)
    assert found is not None
    return found


def texts(slack: Slackd, channel: str = "C1") -> list[str]:
    return [one["text"] for one in slack.workspace.channels[channel].messages]


ALL = ["Digest", "More", "And more"]


async def until_sent(deliverer: Deliverer, store: Store, clock: Time, rounds: int = 10) -> Delivery:
    for _ in range(rounds):
        await deliverer.deliver_due()
        if kept(store).state == "sent":
            return kept(store)
        clock.later(minutes=31)
    raise AssertionError(f"not sent: {kept(store)}")


async def test_a_digest_is_one_message_with_its_rest_in_the_thread(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock)
    (sent,) = await deliverer.deliver_due()
    main, *replies = slack.workspace.channels["C1"].messages
    assert (sent.state, sent.ts, sent.channel_id) == ("sent", main["ts"], "C1")
    assert texts(slack) == ALL
    assert [one["thread_ts"] for one in replies] == [main["ts"]] * 2
    assert "thread_ts" not in main
    assert main["unfurl"] == (False, False)
    assert main["metadata"] == {
        "event_type": "digestbot_digest",
        "event_payload": {"digest_id": "#news-daily", "part": 0},
    }


async def test_the_link_is_kept_with_the_stories(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    store.items.add(
        Article("https://a.example/1", "https://a.example/1", "A bakery opens", "Members open it."),
        Judgement(True, 0.9, ()), None, fingerprint_of("A", "b", "https://a.example/1", None),
        Placement(None, None, "said so by the test"), Source("a", "https://a.example/feed"), clock.now, clock.now,
    )  # fmt: skip
    put(store, clock)
    await deliverer.deliver_due()
    told = store.outbox.was_told("#news", 1)
    assert told is not None
    assert told.permalink == f"https://test.slack.com/archives/C1/p{str(kept(store).ts).replace('.', '')}"


async def test_nothing_is_posted_again(slack: Slackd, deliverer: Deliverer, store: Store, clock: Time) -> None:
    put(store, clock)
    await deliverer.deliver_due()
    assert await deliverer.deliver_due() == []
    assert texts(slack) == ALL


async def test_posts_to_one_channel_are_a_second_apart(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock)
    await deliverer.deliver_due()
    assert clock.slept == [1.0, 1.0]


async def test_channels_do_not_wait_for_each_other(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock, "#news", parts=PARTS[:1])
    put(store, clock, "#admins", parts=PARTS[:1])
    await deliverer.deliver_due()
    assert clock.slept == []


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize(
    "fault",
    [
        Fault("drop"),
        Fault("drop_after"),
        Fault("broken"),
        Fault("broken_after"),
        Fault("no_json"),
        Fault("limited", seconds=2),
        Fault("limited", seconds=90),
        Fault("error", code="internal_error"),
        Fault("error", code="invalid_auth"),
    ],
    ids=lambda fault: f"{fault.kind}{fault.seconds:g}{fault.code}",
)
async def test_exactly_once_through_a_fault(
    fault: Fault, part: int, slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, *[Fault("slow", seconds=0)] * part, fault)
    put(store, clock)
    await until_sent(deliverer, store, clock)
    assert texts(slack) == ALL
    assert slack.refusals == []


async def test_exactly_once_when_faults_follow_each_other(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("drop_after"), Fault("broken"), Fault("drop_after"), Fault("limited", seconds=60))
    slack.faults.add("conversations.history", Fault("broken"), Fault("limited", seconds=60), Fault("drop"))
    slack.faults.add("conversations.replies", Fault("drop"), Fault("limited", seconds=60))
    slack.faults.add("chat.getPermalink", Fault("broken"))
    put(store, clock)
    await until_sent(deliverer, store, clock)
    assert texts(slack) == ALL


async def test_a_lost_reply_is_looked_up_at_once(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("drop_after"))
    put(store, clock)
    (sent,) = await deliverer.deliver_due()
    assert sent.state == "sent"
    assert len(slack.called(POST)) == 3


async def test_a_post_that_is_not_seen_is_not_repeated_before_a_minute(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("drop"))
    put(store, clock)
    (held,) = await deliverer.deliver_due()
    assert held.state == "sending"
    assert held.not_before is not None
    assert held.not_before - clock.now == timedelta(minutes=1)
    assert len(slack.called(POST)) == 1


async def test_a_doubt_is_settled_in_a_busy_channel_of_the_strictest_tier(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    channel = slack.workspace.channels["C1"]
    slack.faults.add(POST, Fault("broken_after"))
    slack.faults.add("conversations.history", Fault("error", code="internal_error"))
    put(store, clock)
    await deliverer.deliver_due()
    for number in range(40):
        channel.messages.append({"type": "message", "user": "U1", "text": f"chat {number}", "ts": slack.workspace.ts()})
    slow = Fault("limited", seconds=60)
    slack.faults.add("conversations.history", Fault("slow", seconds=0), slow, Fault("slow", seconds=0), slow)
    clock.later(minutes=2)
    await deliverer.deliver_due()
    assert kept(store).state == "sent"
    assert texts(slack).count("Digest") == 1
    pages = slack.called("conversations.history")
    assert all("oldest" in page and str(page["include_all_metadata"]) in ("1", "True", "true") for page in pages)


async def test_a_short_wait_is_waited_out_and_a_long_one_put_off(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("limited", seconds=7), Fault("slow", seconds=0), Fault("limited", seconds=95))
    put(store, clock)
    (held,) = await deliverer.deliver_due()
    assert 7.0 in clock.slept
    assert (held.state, held.next_part) == ("pending", 1)
    assert held.not_before is not None
    assert held.not_before - clock.now == timedelta(seconds=95)


async def test_a_dead_network_keeps_the_digest_and_backs_off(
    store: Store, write: Writer, clock: Time, unused_tcp_port: int
) -> None:
    client = web_client("xoxb-1", f"http://127.0.0.1:{unused_tcp_port}/api/")
    deliverer = Deliverer(store, write, client, admin_channel=None, clock=clock, sleep=clock.sleep)
    put(store, clock)
    waits = []
    for _ in range(3):
        (held,) = await deliverer.deliver_due()
        assert held.state == "pending"
        assert held.not_before is not None
        waits.append((held.not_before - clock.now).total_seconds())
        clock.now = held.not_before
    assert waits == [30, 60, 120]


@pytest.mark.parametrize("crash", range(1, 30))
async def test_exactly_once_through_a_crash_at_any_step(
    crash: int, slack: Slackd, tmp_path: Path, store: Store, write: Writer, clock: Time
) -> None:
    """The process ends before or after any one write; another starts with what is on the disk."""
    put(store, clock)
    steps = 0

    async def fragile(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps == crash:
            raise Crash
        done = await write(function, *given, **named)
        steps += 1
        if steps == crash:
            raise Crash
        return done

    with contextlib.suppress(Crash):
        await made(slack, store, fragile, clock).deliver_due()
    store.close()
    with Store.open(tmp_path / "digestbot.db") as again:
        if kept(again).state != "sent":
            await until_sent(made(slack, again, write, clock), again, clock)
        assert kept(again).state == "sent"
    assert texts(slack) == ALL


SCRIPT = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from digestbot.deliver import Deliverer, web_client
from digestbot.store import Store
from digestbot.writer import Writer

async def main():
    store = Store.open(Path(sys.argv[1]))
    clock = lambda: datetime.now(UTC)
    client = web_client("xoxb-1-test", sys.argv[2])
    print("ready", flush=True)
    await Deliverer(store, Writer(), client, admin_channel=None, clock=clock).deliver_due()

asyncio.run(main())
"""


@pytest.mark.parametrize("moment", [0.05, 0.3, 0.6])
async def test_exactly_once_through_kill_9(
    moment: float, slack: Slackd, tmp_path: Path, store: Store, write: Writer, clock: Time
) -> None:
    put(store, clock)
    store.close()
    slack.faults.add(POST, *[Fault("slow", seconds=0.2)] * 3)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SCRIPT,
        str(tmp_path / "digestbot.db"),
        slack.api_url,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    await asyncio.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    await asyncio.sleep(0.3)  # what had left the process arrives
    with Store.open(tmp_path / "digestbot.db") as again:
        await until_sent(made(slack, again, write, clock), again, clock)
    assert texts(slack) == ALL


async def test_two_deliverers_at_once_post_once(slack: Slackd, store: Store, write: Writer, clock: Time) -> None:
    slack.faults.add(POST, Fault("slow", seconds=0.1))
    put(store, clock)
    await asyncio.gather(*(made(slack, store, write, clock).deliver_due() for _ in range(3)))
    assert texts(slack) == ALL


async def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    order = []

    async def one(name: str) -> None:
        async with turn(tmp_path / "digestbot.db"):
            order.append(f"{name} in")
            await asyncio.sleep(0.02)
            order.append(f"{name} out")

    await asyncio.gather(one("a"), one("b"))
    assert order == ["a in", "a out", "b in", "b out"]


@pytest.mark.parametrize(("case", "advice"), [("missing", "renamed"), ("archived", "Unarchive"), ("left", "/invite")])
async def test_a_channel_that_cannot_be_posted_to_is_given_up_and_reported(
    case: str, advice: str, slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    channel = slack.workspace.channels["C1"]
    if case == "missing":
        channel.name = "renamed"
    elif case == "archived":
        channel.archived = True
    else:
        channel.member = False
    put(store, clock)
    put(store, clock, "#board", "other")
    await deliverer.deliver_due()
    failed = kept(store)
    assert failed.state == "failed"
    assert advice in str(failed.error)
    assert failed.messages == PARTS
    assert kept(store, "other").state == "sent"
    (report,) = texts(slack, "C2")
    assert "#news" in report
    assert advice in report
    assert "was not posted" in report


async def test_a_failing_admin_channel_is_not_reported_to_itself(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.workspace.channels["C2"].archived = True
    slack.workspace.channels["C1"].archived = True
    put(store, clock)
    await deliverer.deliver_due()
    assert kept(store).state == "failed"
    assert kept(store, "#news-daily-failed").state == "failed"
    assert store.outbox.due(clock.now) == []


async def test_a_refused_token_keeps_the_digest(slack: Slackd, store: Store, write: Writer, clock: Time) -> None:
    put(store, clock)
    (held,) = await made(slack, store, write, clock, token="xoxb-old").deliver_due()
    assert held.state == "pending"
    assert "digestbot doctor" in str(held.error)
    clock.later(minutes=16)
    await made(slack, store, write, clock).deliver_due()
    assert texts(slack) == ALL


async def test_a_doubt_that_cannot_be_looked_up_is_never_posted(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("drop"))
    slack.scopes -= {"channels:history", "groups:history", "im:history"}
    put(store, clock)
    for _ in range(5):
        await deliverer.deliver_due()
        clock.later(minutes=31)
    assert kept(store).state == "sending"
    assert "missing_scope" in str(kept(store).error)
    assert len(slack.called(POST)) == 1


async def test_a_person_is_told_once_through_a_lost_reply(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, Fault("broken_after"), Fault("drop"))
    put(store, clock, "U1", "for-ben", PARTS[:1])
    put(store, clock, "U2", "for-cat", PARTS[:1])
    for _ in range(3):
        await deliverer.deliver_due()
        clock.later(minutes=31)
    assert (texts(slack, "D1"), texts(slack, "D2")) == (["Digest"], ["Digest"])


LONG = Message("Long", tuple(section("x" * 2900, f"long-{number}") for number in range(8)))


async def test_a_message_slack_finds_too_long_is_split_into_the_thread(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock, parts=(LONG, PARTS[1]))
    await deliverer.deliver_due()
    main, *replies = slack.workspace.channels["C1"].messages
    names = [block["block_id"] for one in (main, *replies) for block in one["blocks"]]
    assert names == [*(f"long-{number}" for number in range(8)), "c"]
    assert {one["thread_ts"] for one in replies} == {main["ts"]}
    assert kept(store).ts == main["ts"]


@pytest.mark.parametrize("after", range(1, 6))
async def test_a_split_message_survives_a_lost_reply(
    after: int, slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    slack.faults.add(POST, *[Fault("slow", seconds=0)] * after, Fault("broken_after"))
    slack.faults.add("conversations.history", Fault("broken"))
    put(store, clock, parts=(LONG, PARTS[1]))
    await until_sent(deliverer, store, clock)
    names = [block["block_id"] for one in slack.workspace.channels["C1"].messages for block in one["blocks"]]
    assert names == [*(f"long-{number}" for number in range(8)), "c"]


async def test_blocks_that_slack_refuses_go_out_as_text(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock, parts=(Message("Broken", (section("words <!channel>", "a"), {"type": "nonsense"})),))
    (sent,) = await deliverer.deliver_due()
    (message,) = slack.workspace.channels["C1"].messages
    assert sent.state == "sent"
    assert message["blocks"] == []
    assert message["text"] == "words &lt;!channel&gt;"


async def test_a_digest_without_messages_is_done(deliverer: Deliverer, store: Store, clock: Time) -> None:
    put(store, clock, parts=())
    (sent,) = await deliverer.deliver_due()
    assert sent.state == "sent"


async def test_a_posted_digest_is_edited_in_place(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock)
    (sent,) = await deliverer.deliver_due()
    edited = tuple(replace(one, text=f"{one.text}, edited") for one in PARTS)
    await deliverer.amend(sent, edited)
    assert texts(slack) == [f"{one}, edited" for one in ALL]
    assert len(slack.called(POST)) == 3


async def test_a_digest_that_was_never_posted_cannot_be_edited(deliverer: Deliverer, store: Store, clock: Time) -> None:
    with pytest.raises(DeliveryError, match="never posted"):
        await deliverer.amend(put(store, clock), PARTS)


async def test_an_edit_that_slack_refuses_is_told(
    slack: Slackd, deliverer: Deliverer, store: Store, clock: Time
) -> None:
    put(store, clock, parts=PARTS[:1])
    (sent,) = await deliverer.deliver_due()
    slack.workspace.channels["C1"].archived = True
    with pytest.raises(DeliveryError, match="is_archived"):
        await deliverer.amend(sent, PARTS[:1])


def test_a_reply_lost_waits_longer_than_slack_takes_and_back_off_has_an_end() -> None:
    assert judge(LostReplyError("x"), 1).wait == timedelta(minutes=1)
    assert judge(UnreachedError("x"), 1).wait == timedelta(seconds=30)
    assert judge(UnreachedError("x"), 1000).wait == BACK_OFF_MOST
    assert judge(LimitedError(42), 9).wait == timedelta(seconds=42)
    assert judge(RefusedError("is_archived"), 1).give_up
    assert not judge(RefusedError("missing_scope (chat:write)"), 1).give_up
