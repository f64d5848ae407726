"""A person's Home tab as a view: their channels, what they saved, what closes soon; health for admins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from digestbot.render import blocks as make
from digestbot.render import key_facts, wording
from digestbot.render.blocks import Block
from digestbot.slack import names
from digestbot.slack.answers import schedule
from digestbot.store.people import SavedSearch
from digestbot.text import shorten
from digestbot.types import Channel, Deadline, Item, SourceHealth

CHANNELS = 10
SAVED = 10
SEARCHES = 8
DATES = 8
SICK = 10


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's Home tab shows. ``channels`` with the time of the next digest; ``health`` None: no admin;
    ``shared``: what is watched is for another workspace's admins to change.
    """

    channels: tuple[tuple[Channel, datetime | None], ...] = ()
    saved: tuple[Item, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    health: tuple[SourceHealth, ...] | None = field(default=None)
    shared: bool = False


def view(home: Home, today: date) -> Block:
    """The tab; at most a hundred blocks whatever there is."""
    blocks = [
        *_channels(home.channels),
        *_saved(home.saved),
        *_searches(home.searches),
        *_deadlines(home.deadlines, today),
        *_teach(),
        *(_health(home.health, home.shared) if home.health is not None else ()),
    ]
    return {"type": "home", "blocks": blocks}


def _channels(found: Sequence[tuple[Channel, datetime | None]]) -> list[Block]:
    blocks = [make.header("📰 Your channels", "channels")]
    for number, (channel, following) in enumerate(found[:CHANNELS]):
        parts = [make.words(f"{channel.channel} ", bold=True), make.words(schedule(channel, following))]
        blocks.append(make.rich_text(parts, f"channel-{number}"))
    if not found:
        blocks.append(make.context("No channel of yours gets a digest. /digest channel in one sets it up.", "none"))
    return blocks


def _saved(items: Sequence[Item]) -> list[Block]:
    blocks = [make.divider("saved-line"), make.header("🔖 Saved articles", "saved")]
    for item in items[:SAVED]:
        told = f"{shorten(wording.tidy(item.source_title), 80)} · {item.published.day} {item.published:%b %Y}"
        parts = [_link(item.url, item.title), make.newline(), make.words(told, italic=True)]
        blocks.append(make.rich_text(parts, f"saved-{item.id}"))
        press = make.button("Remove", names.UNSAVE, str(item.id))
        blocks.append(make.buttons([press], f"saved-{item.id}-actions"))
    if not items:
        blocks.append(make.context("Nothing yet: the ⋯ beside a story saves it here.", "saved-none"))
    return blocks


def _searches(searches: Sequence[SavedSearch]) -> list[Block]:
    blocks = [make.divider("searches-line"), make.header("🔎 Saved searches", "searches")]
    for search in searches[:SEARCHES]:
        bell = "🔔 " if search.alert else ""
        blocks.append(make.section(f"{bell}{shorten(search.query, 200)}", f"search-{search.id}"))
        run = make.button("Search", names.RUN, shorten(search.query, 1_500))
        forget = make.button("Remove", names.FORGET, str(search.id))
        blocks.append(make.buttons([run, forget], f"search-{search.id}-actions"))
    if not searches:
        blocks.append(make.context("Nothing yet: a search with /news can be saved.", "searches-none"))
    return blocks


def _deadlines(found: Sequence[Deadline], today: date) -> list[Block]:
    if not found:
        return []
    rows = [
        [make.words(f"{key_facts.when(one, today)}: ", bold=True), _link(one.url, key_facts.closing(one))]
        for one in found[:DATES]
    ]
    return [make.divider("dates-line"), make.header("⏰ Closing soon", "dates"), make.bullets(rows, "dates-list")]


def _teach() -> list[Block]:
    press = make.button("🎓 Label five uncertain articles", names.UNCERTAIN, "5")
    help_ = make.button("❓ Help", f"{names.VERB}_help", "help")
    return [make.divider("teach-line"), make.buttons([press, help_], "teach")]


def _health(found: Sequence[SourceHealth], shared: bool) -> list[Block]:
    sick = [one for one in found if not one.ok]
    title = f"🩺 {wording.count(len(found), 'source')}, {len(sick)} in trouble"
    rows = [
        [
            make.words(f"{shorten(wording.tidy(one.source.id), 60)}: ", bold=True),
            make.words(shorten(wording.tidy(one.advice), 200) or "—"),
        ]
        for one in sick[:SICK]
    ]
    listing = [make.bullets(rows, "health-list")] if rows else [make.context("All is well.", "health-well")]
    press = [make.button("📜 Log", f"{names.VERB}_log", "log")]
    if not shared:
        press = [
            make.button("➕ Add a source…", f"{names.VERB}_add", "add"),
            make.button("🏷 New topic…", f"{names.VERB}_topic", "topic"),
            *press,
        ]
    return [make.divider("health-line"), make.header(title, "health"), *listing, make.buttons(press, "health-actions")]


def _link(url: str, title: str) -> Block:
    return make.anchor(url, shorten(wording.tidy(title), 200) or wording.UNTITLED, bold=True)
