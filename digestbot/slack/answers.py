"""The newsroom's answers → Slack messages, where ``render.slack_answers`` has none: lists, refusals, receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from digestbot.render import blocks as make
from digestbot.render import storyform, wording
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import BLOCKS_CHARS, size
from digestbot.render.slack_answers import help_text
from digestbot.render.slack_search import title_link
from digestbot.slack import names
from digestbot.slack.desk import Coverage
from digestbot.slack.setup import Step
from digestbot.store.log import Change
from digestbot.text import shorten
from digestbot.types import WEEKDAYS, Channel, Delivery, Message, SourceHealth, StoryShown, Topic
from digestbot.urls import redact

ROWS = 40  # of a list in one message; Slack's limit of 50 blocks leaves room for heading and buttons
PLAIN_CHARS = (2_500, 900)  # of a few words of ours; the second where they hold much that is sent as long escapes
ORDER_CHARS = 200  # of an order that is passed on: it stands in the text and in the button
ROOM = BLOCKS_CHARS - 1_500  # characters of a list's rows, the rest is for heading and buttons
SHOWN_CHARS = 200
STORIES = {"stories.split": "a story of its own", "stories.merge": "one story"}
SAID = {"useful": "useful", "not-relevant": "not for us", "relevant": "for us"}


def helping(unknown: str = "") -> Message:
    """Help, with a button for everything that can be asked."""
    told = help_text(unknown)
    rows = [
        make.buttons([make.button(label, f"{names.VERB}_{verb}", verb) for verb, label in row], f"verbs-{number}")
        for number, row in enumerate(names.VERB_BUTTONS)
    ]
    return Message(told.text, (*told.blocks, *rows))


def plain(text: str, *buttons: Block) -> tuple[Message, ...]:
    """A few words of ours, perhaps with buttons under them."""
    rows = [make.buttons(buttons, "buttons")] if buttons else []
    for most in PLAIN_CHARS:
        shown = shorten(text, most).strip() or "—"
        block = make.section(shown, "told")
        if size([block, *rows]) < BLOCKS_CHARS:
            break
    return (Message(inert(shown) or "—", (block, *rows)),)


def refusal(order: str) -> tuple[Message, ...]:
    """For somebody who may not give an order: polite, and with a way on."""
    order = shorten(order, ORDER_CHARS)
    ask = make.button("🙋 Ask an admin", names.ASK_ADMIN, order)
    return plain(f"Only admins can do that here, so nothing was changed. I can pass it on: {order}", ask)


def passed_on(user: str, order: str, channel: str) -> Message:
    """What admins get when somebody asks them. ``user`` is an id: this mention is meant."""
    where = f" in <#{channel}>" if channel.startswith(("C", "G")) else ""
    text = f"<@{user}>{where} asks an admin for: {inert(shorten(order, ORDER_CHARS))}"
    block = {"type": "section", "block_id": "asked", "text": {"type": "mrkdwn", "text": text}}
    return Message(text, (block,))


def topics(found: Sequence[Topic]) -> tuple[Message, ...]:
    """Every topic with what it means."""
    rows = [
        [
            make.words(f"{topic.emoji} {shorten(topic.label, 80)}", bold=True),
            make.words(f" (topic:{topic.id}) {shorten(topic.definition, SHOWN_CHARS)}"),
        ]
        for topic in found
    ]
    new = make.button("🏷 New topic…", f"{names.VERB}_topic", "topic")
    return listed("🏷 Topics", rows, "topics", "No topics", [new])


def sources(found: Sequence[SourceHealth]) -> tuple[Message, ...]:
    """What is watched, with ids to pause and resume by."""
    rows = [
        [
            title_link(redact(one.source.url), shorten(wording.tidy(one.source.title) or one.source.id, 80), bold=True),
            make.words(f" · id {shorten(one.source.id, 80)}" + (" · paused" if one.source.paused else "")),
        ]
        for one in found
    ]
    add = make.button("➕ Add a source…", f"{names.VERB}_add", "add")
    return listed(f"📡 {wording.count(len(found), 'source')}", rows, "sources", "Nothing is watched yet.", [add])


def coverage(found: Coverage) -> tuple[Message, ...]:
    """Topics by what they got in four weeks, then the sources that bring most, then those that have gone quiet."""
    rows: list[list[Block]] = [
        [
            make.words(f"{topic.emoji} {shorten(topic.label, 80)}: ", bold=True),
            make.words(wording.count(count, "article") + (" ⚠ nothing watches this well" if not count else "")),
        ]
        for topic, count in found.topics
    ]
    best = sorted(found.sources, key=lambda one: one.items_per_week * one.share_relevant, reverse=True)
    rows += [
        [
            make.words(f"📡 {shorten(one.source.id, 80)}: ", bold=True),
            make.words(f"{one.items_per_week * one.share_relevant:.1f} relevant a week of {one.items_per_week:.1f}"),
        ]
        for one in best[:10]
        if one.items
    ]
    rows += [
        [make.words(f"🔇 {shorten(source, 80)}: ", bold=True), make.words(f"nothing for {wording.count(days, 'day')}")]
        for source, days in found.silent
    ]
    return listed("🗺 Coverage of the last four weeks", rows, "coverage", "Nothing has been read yet.")


def changes(found: Sequence[Change], now: datetime, called: Mapping[str, str]) -> tuple[Message, ...]:
    """Who changed what, with the numbers to undo by. ``called``: user → what people call them, where it is known."""
    rows = [
        [
            make.words(f"{change.id} ", bold=True),
            make.words(
                f"{_ago(change.at, now)} · {_name(change.user, called)} · {shorten(wording.tidy(told(change)), 120)}"
            ),
            make.words(f" · undone by {_name(change.undone_by or '', called)}" if change.undone_at else ""),
        ]
        for change in found
    ]
    undo = make.button("↩ Undo…", f"{names.VERB}_undo", "undo")
    return listed("📜 Changes", rows, "log", "Nothing has been changed yet.", [undo] if rows else [])


def _name(user: str, called: Mapping[str, str]) -> str:
    return shorten(wording.tidy(called.get(user, user)), 40)


def story(found: StoryShown) -> tuple[Message, ...]:
    """The articles of a story, the leading one marked, why each is there, and where it was told."""
    rows: list[list[Block]] = [
        [
            make.words("★ " if one.item.id == found.lead else ""),
            title_link(one.item.url, shorten(wording.tidy(one.item.title) or wording.UNTITLED, 120), bold=True),
            make.words(f" · {shorten(wording.tidy(one.item.source_title), 60)} · id {one.item.id} · "),
            make.words(shorten(wording.tidy(storyform.member(one, found)), 200)),
        ]
        for one in found.members
    ]
    rows += [[make.words(line)] for line in storyform.told(found)]
    return listed(f"🧵 {wording.count(len(found.members), 'article')} in one story", rows, "story", "Nothing.")


def ruled(change: Change | None) -> tuple[Message, ...]:
    """What became of a split or a merge."""
    if change is None:
        return plain("It was so already: nothing was changed.")
    return plain(f"Noted, and it stays so: {told(change)}. To take it back: /digest undo {change.id} ✅")


def told(change: Change) -> str:
    """A change in words; what people said of articles is kept as it was given."""
    said = change.after
    if isinstance(said, dict) and "articles" in said:
        named = " and ".join(f"article {one}" for one in said["articles"])
        return f"{named} tell{'s' if len(said['articles']) == 1 else ''} {STORIES.get(change.what, change.what)}"
    if not isinstance(said, dict) or "verdict" not in said:
        return change.what
    about = f"about {', '.join(said['topics'])}" if said["topics"] else SAID.get(said["verdict"], said["verdict"])
    return f"called article {said['item']} {about}"


def sent(delivery: Delivery, *, already: bool) -> tuple[Message, ...]:
    """What became of ``/digest now``."""
    if delivery.state == "sent":
        told = "Today's digest was sent here already; the next one comes at its hour." if already else "Sent. ✅"
    elif delivery.state == "skipped":
        told = "There is nothing to send: it is a quiet day, and this channel skips those."
    elif delivery.state == "failed":
        told = f"It could not be sent: {delivery.error}"
    else:
        told = f"It is on its way, and is tried again by itself. {delivery.error or ''}"
    return plain(told.strip())


def checks(found: Sequence[Step]) -> tuple[Message, ...]:
    """The tokens and scopes, what is wrong and what to do, one a line."""
    rows = [
        [make.words(f"{'✅' if one.ok else '❌'} {one.name}: ", bold=not one.ok), make.words(one.detail)]
        for one in found
    ]
    return listed("🔧 Set-up", rows, "checks", "Nothing was checked.")


def schedule(channel: Channel, following: datetime | None) -> str:
    """A channel's schedule in one line."""
    named = {WEEKDAYS: "every day", WEEKDAYS[:5]: "weekdays"}
    days = named.get(channel.days, ", ".join(day.title() for day in channel.days))
    weekly = f"weekly round-up on {channel.weekly.title()}" if channel.weekly else ""
    told = "no digest"
    if days or weekly:
        most = wording.count(channel.max_stories, "story")
        told = f"{days or weekly} at {channel.at:%H:%M} ({channel.timezone}), at most {most}"
    if days and weekly:
        told += f", {weekly}"
    if channel.alerts:
        phrases = wording.tidy(", ".join(f"“{phrase}”" for phrase in channel.alerts))
        told += f"; told at once: {shorten(phrases, 120)}"
    if following is not None:
        local = following.astimezone(ZoneInfo(channel.timezone))
        told += f". Next: {local:%A} {local.day} {local:%B}, {local:%H:%M}"
    return told


def listed(
    title: str, rows: Iterable[Sequence[Block]], name: str, empty: str, buttons: Sequence[Block] = ()
) -> tuple[Message, ...]:
    """Rows under a heading, in as many messages as they need, buttons under the last."""
    parts: list[list[Block]] = [[]]
    for number, row in enumerate(rows):
        block = make.bullets([[part for part in row if part.get("text") != " "]], f"{name}-{number}")
        if len(parts[-1]) >= ROWS or size([*parts[-1], block]) > ROOM:
            parts.append([])
        parts[-1].append(block)
    if not parts[0]:
        parts[0].append(make.context(empty, f"{name}-none"))
    parts[0].insert(0, make.header(title, name))
    if buttons:
        parts[-1].append(make.buttons(buttons, f"{name}-buttons"))
    return tuple(Message(inert(title), tuple(part)) for part in parts)


def _ago(then: datetime, now: datetime) -> str:
    minutes = max(int((now - then).total_seconds()) // 60, 0)
    for size_of, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size_of:
            return f"{wording.count(minutes // size_of, unit)} ago"
    return "just now"
