"""The service on bad days: a configuration spoilt while it runs, a job that breaks, secrets in what it says."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from digestbot.errors import StoreError
from digestbot.logs import set_up
from digestbot.service import Service

SECRET = "xoxb-123456-abcdef"
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


async def test_a_spoilt_edit_is_reported_once_the_old_one_stays_and_a_good_one_is_taken_up(
    opened: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    file = tmp_path / "config" / "sources.yaml"
    async with opened({"one": "https://one.example/feed"}) as newsroom:
        service = Service(newsroom)
        file.write_text("sources:\n  - {url: 'no address', wieght: 3}\n")
        await service._reload_if_edited()
        await service._reload_if_edited()
        assert [one.id for one in newsroom.room.config.sources] == ["one"]
        assert caplog.text.count("config.refused") == 1
        assert "sources.yaml" in caplog.text
        assert "wieght" in caplog.text
        file.unlink()
        file.write_text("sources:\n  - {url: 'https://two.example/feed', id: two}\n")
        await service._reload_if_edited()
        assert [one.id for one in newsroom.room.config.sources] == ["two"]


async def test_a_channel_whose_digest_cannot_be_made_holds_up_no_other_and_is_told_of(
    opened: Any, clock: Any, stock: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["#bad", "#good"]
    channels = [{"channel": name, "at": "00:00", "timezone": "UTC", "days": EVERY_DAY} for name in names]
    async with opened({}, channels=channels) as newsroom:
        stock(newsroom.room.store, 1, clock.now)
        clock.later(minutes=1)
        real = newsroom.editor.daily

        def daily(channel: Any, *others: Any) -> Any:
            if channel.channel == "#bad":
                raise ZeroDivisionError("a fault of ours")
            return real(channel, *others)

        monkeypatch.setattr(newsroom.editor, "daily", daily)
        sent = await newsroom.publishing.deliver_due()
    assert [one.channel for one in sent] == ["#good"]
    assert "alarm The digest for #bad could not be made" in caplog.text


async def test_a_round_that_fails_holds_up_no_digest(
    opened: Any, clock: Any, stock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def poll() -> None:
        raise StoreError("the disk is full")

    channel = {"channel": "#news", "at": "00:00", "timezone": "UTC", "days": EVERY_DAY}
    async with opened({}, channels=[channel]) as newsroom:
        stock(newsroom.room.store, 1, clock.now)
        clock.later(minutes=1)
        monkeypatch.setattr(newsroom, "poll", poll)
        await Service(newsroom)._round()
        (sent,) = newsroom.room.store.outbox.recent("#news")
    assert sent.state == "sent"


@pytest.mark.parametrize("form", ["text", "json"])
def test_passwords_in_addresses_and_tokens_reach_no_log(form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    root, level = logging.getLogger(), logging.getLogger().level
    before = list(root.handlers)
    try:
        set_up(form)
        log = logging.getLogger("digestbot.tried")
        log.info("fetching https://reader:hunter2@news.example/feed with %s", SECRET)
        error = ValueError(f"xapp-1-{SECRET} https://reader:hunter2@news.example/")
        log.error("it broke", exc_info=error)
        said = capsys.readouterr().err
    finally:
        root.handlers = before
        root.setLevel(level)
    assert "news.example/feed" in said
    assert "it broke" in said
    assert "hunter2" not in said
    assert "123456" not in said
