"""The whole job on the bundled newsroom: polled over HTTP, judged, grouped, stored, composed, published."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from newsrooms import CHANNEL, configure

from digestbot.newsroom import Newsroom, open_newsroom
from digestbot.sample.server import SampleNewsroom
from digestbot.types import Item, PollReport

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


class Clock:
    """A clock that tests move on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Polled:
    newsroom: Newsroom
    served: SampleNewsroom
    first: PollReport
    clock: Clock

    def items(self) -> list[Item]:
        store = self.newsroom.room.store
        return [item for number in range(1, store.items.newest_id() + 1) if (item := store.items.get(number))]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def polled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Polled]:
    folder: Path = tmp_path_factory.mktemp("newsroom")
    clock = Clock(NOW)
    async with SampleNewsroom(now=NOW, slow=0.2) as served:
        config = configure(folder, served)
        async with open_newsroom(config, folder / "state", environ={}, clock=clock) as newsroom:
            first = await newsroom.poll(every=True)
            clock.now += timedelta(minutes=1)
            yield Polled(newsroom, served, first, clock)


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_every_source_answers_or_says_why_not(polled: Polled) -> None:
    status = {one.id: one.status for one in polled.first.sources}
    assert len(status) >= 8
    bad = {name: one for name, one in status.items() if one != "ok"}
    assert sorted(bad.values()) == ["failed", "gone"]
    assert all(one.error for one in polled.first.sources if one.status != "ok")


async def test_at_least_sixty_articles_are_taken_in(polled: Polled) -> None:
    assert polled.first.new >= 60
    assert polled.first.relevant >= 60
    assert polled.first.duplicates >= 3


async def test_the_same_poll_again_stores_nothing_new(polled: Polled) -> None:
    again = await polled.newsroom.poll(every=True)
    assert (again.new, again.relevant) == (0, 0)
    assert all(one.status in ("unchanged", "ok", "failed", "gone") for one in again.sources)


async def test_articles_that_are_off_topic_are_not_relevant(polled: Polled) -> None:
    gold = {one.article.title: bool(one.article.topics) for one in polled.served.gold()}
    judged = [(item.relevant, gold[item.title]) for item in polled.items() if item.title in gold]
    wrong = sum(found != true for found, true in judged)
    assert len(judged) >= 50
    assert wrong <= 0.1 * len(judged)


async def test_a_story_that_several_outlets_tell_is_told_once(polled: Polled) -> None:
    digest = await polled.newsroom.editor.digest(CHANNEL)
    told = [story.id for story in digest.stories]
    assert len(told) == len(set(told))
    assert sum(len(story.also) >= 1 for story in digest.stories) >= 3


async def test_each_story_has_what_an_editor_gives(polled: Polled) -> None:
    digest = await polled.newsroom.editor.digest(CHANNEL)
    assert 5 <= len(digest.stories) <= 12
    for story in digest.stories:
        assert story.title
        assert story.source
        assert story.url.startswith("http")
        assert len(story.summary) > 40
        assert story.topics
    assert sum(any(fact.kind == "money" for fact in story.facts) for story in digest.stories) >= 3
    assert digest.deadlines


async def test_a_search_finds_by_topic_and_words(polled: Polled) -> None:
    page = await polled.newsroom.search("topic:financial-mutuals credit union since:30d")
    assert page.total >= 1
    assert all("financial-mutuals" in hit.item.topics for hit in page.hits)


async def test_why_answers_for_a_shown_and_for_a_missing_article(polled: Polled) -> None:
    digest = await polled.newsroom.editor.digest(CHANNEL)
    shown = await polled.newsroom.editor.why(str(digest.stories[0].item_id), CHANNEL)
    assert shown.shown
    assert shown.reasons
    off_topic = next(item for item in polled.items() if not item.relevant)
    missing = await polled.newsroom.editor.why(off_topic.url, CHANNEL)
    assert not missing.shown
    assert missing.reasons


async def test_health_names_the_source_that_fails(polled: Polled) -> None:
    health = {one.source.id: one for one in await polled.newsroom.health()}
    failing = next(one.id for one in polled.first.sources if one.status == "gone")
    assert not health[failing].ok
    assert health[failing].advice


async def test_an_edited_article_updates_its_item_and_is_stored_once(polled: Polled) -> None:
    before = {item.url: item for item in polled.items()}
    polled.served.revision = 2
    polled.clock.now += timedelta(hours=2)
    report = await polled.newsroom.poll(every=True)
    after = {item.url: item for item in polled.items()}
    changed = [url for url in after if url in before and after[url].title != before[url].title]
    assert report.new == 0
    assert len(after) == len(before)
    assert len(changed) == 1


async def test_a_digest_is_published_once_and_its_files_are_kept(polled: Polled) -> None:
    said: list[str] = []
    polled.newsroom.publishing.say = lambda digest: said.append(digest.id)
    digest = await polled.newsroom.editor.digest(CHANNEL)
    first = await polled.newsroom.publishing.post(digest)
    second = await polled.newsroom.publishing.post(digest)
    assert first.state == second.state == "sent"
    assert said == [digest.id]
    folder = polled.newsroom.room.state_folder / "digests"
    assert {file.name.partition(".")[2] for file in folder.iterdir()} >= {"html", "txt", "json", "slack.json", "md"}


async def test_what_was_told_is_not_told_again(polled: Polled) -> None:
    polled.clock.now += timedelta(days=1)
    digest = await polled.newsroom.editor.digest(CHANNEL)
    assert len(digest.stories) <= 1  # the article that was edited since
