"""The bundled newsroom → what Slack shows beyond the digest: search, why, health, forms, Home; and the weekly page."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from answers import rest
from frames import Scene, said, shown

from digestbot.demo import CHANNEL, SETTINGS
from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.render import chart, html, slack, slack_answers
from digestbot.sample.server import SampleNewsroom
from digestbot.slack import answers, forms, home
from digestbot.types import Digest

READER = "U0READER"
QUERY = '"credit union" since:30d'
UNWATCHED = "mutual-matters"  # left out of the configuration, so that the form can find it
# The sample newsroom holds one week. For the picture of the chart, and for it only, these are the eight weeks before,
# as parts of this week's count; they go round.
BEFORE = (
    (0.6, 0.7, 0.5, 0.8, 0.9, 0.7, 0.8, 0.9),
    (1.2, 0.9, 1.0, 1.1, 0.8, 1.3, 1.0, 1.1),
    (0.4, 0.3, 0.5, 0.2, 0.4, 0.3, 0.4, 0.3),
)


@dataclass(frozen=True, slots=True)
class Scenes:
    """``slack``: scenes for draw.cjs; ``weekly``: the page of the round-up; ``chart``: its picture for Slack, a PNG."""

    slack: tuple[Scene, ...]
    weekly: str
    chart: bytes


async def gather(now: datetime) -> Scenes:
    """Poll the bundled newsroom, and ask it what people ask."""
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(SampleNewsroom(now=now, slow=0))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="digestbot-pictures-")))
        configure(folder / "config", served)
        newsroom = await stack.enter_async_context(open_newsroom(folder / "config", folder / "state", environ={}))
        await newsroom.poll(every=True)
        weekly = with_history(await newsroom.editor.digest(CHANNEL, weekly=True))
        address = next(one.url for one in served.sources() if one.id == UNWATCHED)
        found = [*await asked(newsroom, address, now), weekly_scene(weekly)]
        return Scenes((*found, *await rest(newsroom, CHANNEL)), html.page(weekly), chart.png(weekly.trend))


def configure(folder: Path, served: SampleNewsroom) -> None:
    """As the demo's, with one source left to be added."""
    folder.mkdir()
    entries = [
        {"id": one.id, "url": one.url, "title": one.title, "weight": one.weight}
        | ({"kind": one.kind} if one.kind else {})
        for one in served.sources()
        if one.id != UNWATCHED
    ]
    (folder / "sources.yaml").write_text(json.dumps({"sources": entries}), encoding="utf-8")
    (folder / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    channel = {"channel": CHANNEL, "weekly": "fri", "alerts": ["right to provide"]}
    (folder / "channels.yaml").write_text(json.dumps({"channels": [channel]}), encoding="utf-8")


async def asked(newsroom: Newsroom, address: str, now: datetime) -> list[Scene]:
    """One scene a question or form."""
    desk = newsroom.desk()
    topics = desk.topics()
    page = await desk.search(QUERY, 0)
    hits = [hit.item for hit in page.hits]
    for item in hits[:2]:
        await desk.save(item.id, READER)
    await desk.save_search(READER, QUERY, True)
    missed = next(hit.item for hit in (await desk.search("topic:housing", 0)).hits)
    mine = home.Home(
        channels=tuple([(one, await desk.next_digest(one.channel)) for one in desk.channels()]),
        saved=tuple(await desk.saved(READER)),
        searches=tuple(await desk.searches(READER)),
        deadlines=await desk.deadlines(None),
        health=tuple(await desk.health()),
    )
    return [
        said("slack-search", (slack_answers.search(page),), whisper=True),
        said("slack-why", (slack_answers.why(await desk.why(str(missed.id), CHANNEL)),), whisper=True),
        said("slack-deadlines", slack_answers.deadlines(await desk.deadlines(None), now.date()), whisper=True),
        said("slack-health", slack_answers.health(await desk.health()), whisper=True),
        said("slack-help", (answers.helping(),), whisper=True),
        shown(
            "slack-add-source",
            "modal",
            forms.source(await desk.find_source(address), topics, chosen=["financial-mutuals"]),
        ),
        shown("slack-schedule", "modal", forms.channel(CHANNEL, desk.channels()[0], topics, timezone="Europe/London")),
        shown("slack-wrong-topic", "modal", forms.correction(hits[0].id, topics, hits[0])),
        shown("slack-home", "home", home.view(mine, now.date())),
    ]


def weekly_scene(weekly: Digest) -> Scene:
    """The round-up's message; the file that Slack would hold is named, and make.py puts the chart in its place."""
    return said("slack-weekly", slack.messages(weekly, chart_file="F0CHART")[:1])


def with_history(weekly: Digest) -> Digest:
    """The sample's one week, with eight invented ones before it."""
    trend = tuple(
        replace(one, weeks=(*(round(one.weeks[-1] * part) for part in BEFORE[number % len(BEFORE)]), one.weeks[-1]))
        for number, one in enumerate(weekly.trend)
    )
    return replace(weekly, trend=trend)
