"""The outbox: what is to be posted where, how far it got, and which channel was told which story.

Intent goes in before a post and the receipt after it, each on the disk before the caller goes on, so that a crash at
any moment leaves either nothing sent or a doubt that can be looked up. It never posts.
"""

# ruff: noqa: S608  # statements are put together from constants of this module only; values are always bound

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from digestbot.errors import StoreError
from digestbot.store.codec import dump, dump_messages, load, load_messages, maybe_moment, maybe_stamp, moment, stamp
from digestbot.store.connection import Row, Value
from digestbot.store.tellings import Tellings
from digestbot.types import Delivery, Message


class Outbox(Tellings):
    """The tables ``deliveries``, ``delivered_stories`` and ``delivered_items``.

    pending → sending → pending (next part) → … → sent; sending → pending (refused, may be tried again) or failed
    (given up); skipped stays as it is. Every other move raises StoreError.
    """

    def prepare(
        self,
        delivery: Delivery,
        *,
        digest: object = None,
        stories: Iterable[tuple[int, int]] = (),
        now: datetime,
    ) -> Delivery:
        """Keeps a composed digest before anything is sent, and returns it as kept.

        ``digest`` is its JSON form, ``stories`` the (story id, item id) pairs it tells. When the digest id is known
        already, nothing changes and what is kept is returned: composing twice cannot post twice. ``delivery.state``
        must be ``pending`` or ``skipped``.
        """
        if delivery.state not in ("pending", "skipped"):
            raise StoreError(f"digest {delivery.digest_id} cannot start as {delivery.state}")
        with self._db.transaction(durable=True):
            added = self._db.change(
                "insert or ignore into deliveries(digest_id, channel, kind, state, window_start, window_end,"
                " channel_id, not_before, created, digest, messages) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    delivery.digest_id,
                    delivery.channel,
                    delivery.kind,
                    delivery.state,
                    stamp(delivery.window_start),
                    stamp(delivery.window_end),
                    delivery.channel_id,
                    maybe_stamp(delivery.not_before),
                    stamp(now),
                    dump(digest),
                    dump_messages(delivery.messages),
                ),
            )
            if added:
                self._tell(delivery, stories)
                if delivery.kind == "daily":
                    self._db.run(
                        "insert into notes(key, value) select ?, coalesce(max(id), 0) from items where true"
                        " on conflict(key) do update set value = excluded.value",
                        (_newest(delivery.channel),),
                    )
            return self._existing(delivery.digest_id)

    def mark_sending(self, digest_id: str) -> Delivery:
        """A post of the next part begins: from now until its receipt the channel must be looked at before posting."""
        return self._move(digest_id, ("pending", "sending"), "state = 'sending', attempts = attempts + 1", {})

    def mark_part_sent(
        self, digest_id: str, part: int, *, ts: str | None = None, channel_id: str | None = None
    ) -> Delivery:
        """Part number ``part`` (from 0) is there; ``ts`` of part 0 becomes the digest's. Repeating changes nothing."""
        with self._db.transaction(durable=True):
            found = self._existing(digest_id)
            if part < found.next_part:
                return found
            if part > found.next_part or part >= len(found.messages):
                raise StoreError(f"digest {digest_id}: part {part} cannot be sent, part {found.next_part} is next")
            return self._move(
                digest_id,
                ("sending",),
                "state = 'pending', next_part = :next, not_before = null, error = null,"
                " channel_id = coalesce(:channel_id, channel_id), ts = case when :next = 1 then :ts else ts end",
                {"next": part + 1, "ts": ts, "channel_id": channel_id},
            )

    def mark_sent(self, digest_id: str, now: datetime) -> Delivery:
        """Every part is there. Repeating it changes nothing."""
        with self._db.transaction(durable=True):
            found = self._existing(digest_id)
            if found.state == "sent":
                return found
            if found.next_part < len(found.messages):
                raise StoreError(
                    f"digest {digest_id} is not whole: {found.next_part} of {len(found.messages)} parts are sent"
                )
            return self._move(
                digest_id, ("pending", "sending"), "state = 'sent', sent = :now, error = null", {"now": stamp(now)}
            )

    def mark_failed(
        self, digest_id: str, error: str, *, not_before: datetime | None = None, give_up: bool = False
    ) -> Delivery:
        """The post was refused for certain. Kept for another try from ``not_before``, or given up for good."""
        state = "failed" if give_up else "pending"
        return self._move(
            digest_id,
            ("pending", "sending"),
            "state = :to, error = :error, not_before = :not_before",
            {"to": state, "error": error, "not_before": maybe_stamp(not_before)},
        )

    def mark_doubt(self, digest_id: str, error: str, *, not_before: datetime | None = None) -> Delivery:
        """The reply was lost: it stays ``sending``, to be looked up from ``not_before`` on."""
        return self._move(
            digest_id,
            ("sending",),
            "error = :error, not_before = :not_before",
            {"error": error, "not_before": maybe_stamp(not_before)},
        )

    def due(self, now: datetime) -> list[Delivery]:
        """What is to be sent or looked up now, oldest first."""
        rows = self._db.rows(
            "select * from deliveries where state in ('pending', 'sending')"
            " and (not_before is null or not_before <= ?) order by created, digest_id",
            (stamp(now),),
        )
        return [_delivery(row) for row in rows]

    def get(self, digest_id: str) -> Delivery | None:
        row = self._db.row("select * from deliveries where digest_id = ?", (digest_id,))
        return None if row is None else _delivery(row)

    def digest(self, digest_id: str) -> object:
        """The JSON form kept by ``prepare``; None when unknown or retired."""
        row = self._db.row("select digest from deliveries where digest_id = ?", (digest_id,))
        return load(row["digest"]) if row and row["digest"] else None

    def recent(self, channel: str | None = None, limit: int = 20) -> list[Delivery]:
        """The latest deliveries, newest first."""
        rows = self._db.rows(
            "select * from deliveries where (:channel is null or channel = :channel)"
            " order by created desc, digest_id desc limit :limit",
            {"channel": channel, "limit": limit},
        )
        return [_delivery(row) for row in rows]

    def sent_since(self, moment: datetime) -> list[Delivery]:
        """The digests (no alerts) that went out since then, oldest first: those whose messages may be corrected."""
        rows = self._db.rows(
            "select * from deliveries where created >= ? and state = 'sent' and kind <> 'alert' and digest <> ''"
            " order by created, digest_id",
            (stamp(moment),),
        )
        return [_delivery(row) for row in rows]

    def rewrite(self, digest_id: str, digest: object, messages: Iterable[Message]) -> None:
        """A sent digest reads otherwise now: its JSON form and messages. Raises StoreError when it was not sent."""
        with self._db.transaction(durable=True):
            found = self._existing(digest_id)
            if found.state != "sent":
                raise StoreError(f"digest {digest_id} is {found.state}: only what was sent can be corrected")
            self._db.run(
                "update deliveries set digest = ?, messages = ? where digest_id = ?",
                (dump(digest), dump_messages(tuple(messages)), digest_id),
            )

    def last_window_end(self, channel: str, kind: str, *, before: datetime | None = None) -> datetime | None:
        """Up to when the channel has been told; given-up digests do not count, so that their news comes again.

        ``before``: only windows that ended by then.
        """
        row = self._db.row(
            "select max(window_end) from deliveries where channel = :channel and kind = :kind and state <> 'failed'"
            " and (:before is null or window_end <= :before)",
            {"channel": channel, "kind": kind, "before": maybe_stamp(before)},
        )
        return maybe_moment(row[0]) if row else None

    def newest_told(self, channel: str) -> int | None:
        """The newest item there was when the channel's last daily digest was kept: what came later was in none,
        whatever the clock said. None before the first.
        """
        row = self._db.row("select value from notes where key = ?", (_newest(channel),))
        return int(row[0]) if row else None

    def _existing(self, digest_id: str) -> Delivery:
        found = self.get(digest_id)
        if found is None:
            raise StoreError(f"there is no digest {digest_id} in the outbox")
        return found

    def _move(self, digest_id: str, allowed: tuple[str, ...], change: str, values: dict[str, Value]) -> Delivery:
        with self._db.transaction(durable=True):
            found = self._existing(digest_id)
            if found.state not in allowed:
                raise StoreError(f"digest {digest_id} is {found.state}: it would have to be {' or '.join(allowed)}")
            self._db.run(
                f"update deliveries set {change} where digest_id = :digest_id",
                {**values, "digest_id": digest_id},
            )
            return self._existing(digest_id)


def _newest(channel: str) -> str:
    """Name of the note with the newest item that a channel's daily digests may have told."""
    return f"newest item {channel}"


def _delivery(row: Row) -> Delivery:
    return Delivery(
        digest_id=row["digest_id"],
        channel=row["channel"],
        kind=row["kind"],
        state=row["state"],
        window_start=moment(row["window_start"]),
        window_end=moment(row["window_end"]),
        messages=load_messages(row["messages"]),
        next_part=row["next_part"],
        ts=row["ts"],
        channel_id=row["channel_id"],
        attempts=row["attempts"],
        not_before=maybe_moment(row["not_before"]),
        error=row["error"],
    )
