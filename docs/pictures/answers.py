"""The same newsroom → the rest of what Slack shows: alerts, receipts, refusals, lists, small forms, marked stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from frames import Scene, said, shown

from digestbot.newsroom import Newsroom
from digestbot.render import slack, slack_answers
from digestbot.render.marks import Mark, mark, marked
from digestbot.slack import answers, forms, home
from digestbot.slack.setup import Step
from digestbot.types import Item, Label, Message

ADMIN, READER = "U0ADA", "U0BEN"
NAMES = {ADMIN: "Ada", READER: "Ben"}
MARKED = 3  # stories of the digest that the picture of marks shows


async def rest(newsroom: Newsroom, channel: str) -> list[Scene]:
    """One scene a message or form that ``scenes`` does not show. Labels and pauses things: gather these last."""
    desk = newsroom.desk()
    topics = desk.topics()
    page = await desk.search("topic:housing", 0)
    item = page.hits[0].item
    digest = await newsroom.editor.digest(channel)
    quiet = replace(digest, sections=(), lead=None, deadlines=(), omitted=0)
    made = [
        said("slack-search-empty", (slack_answers.search(await desk.search("coperative since:30d", 0)),), whisper=True),
        said("slack-search-shared", (slack_answers.search(page, share=False),)),
        said("slack-marks", (await marks(newsroom, channel),)),
        said("slack-alert", slack_answers.alert(item, "co-operative housing")),
        said("slack-quiet-day", slack.messages(quiet)),
        said("slack-topics", answers.topics(topics), whisper=True),
        said("slack-sources", answers.sources(await desk.health()), whisper=True),
        said("slack-coverage", answers.coverage(await desk.coverage()), whisper=True),
        said("slack-refusal", answers.refusal("/digest pause land-and-commons"), whisper=True),
        said("slack-ask-admin", (answers.passed_on(READER, "/digest pause land-and-commons", "C0NEWS"),)),
        said("slack-receipts", receipts(item, page.query), whisper=True),
        said("slack-set-up", checked(), whisper=True),
        said("slack-alarm", slack_answers.notice(f"The digest for {channel} could not be made: the disk is full.")),
    ]
    made += await small_forms(newsroom, channel)
    await newsroom.admin.set_paused(newsroom.room.config.sources[0].id, True, ADMIN)
    await desk.label(item.id, READER, "topics", ("co-operatives",))
    undone = await desk.undo((await desk.log(1))[0].id, ADMIN)
    assert undone.undone_by == ADMIN
    made.append(said("slack-log", answers.changes(await desk.log(20), desk.now(), NAMES), whisper=True))
    return made


async def marks(newsroom: Newsroom, channel: str) -> Message:
    """A digest of few stories, all told in full, after people have said what they think of them."""
    topics, now = newsroom.desk().topics(), newsroom.desk().now()
    whole = await newsroom.editor.digest(channel)
    (section, *_) = [one for one in whole.sections if len(one.stories) > 1]
    stories = [*section.stories, *(one for one in whole.stories if one not in section.stories)][:MARKED]
    few = replace(section, stories=tuple(stories))
    first = slack.messages(replace(whole, sections=(few,), lead=stories[0].id, deadlines=(), omitted=0))[0]
    items = [story.item_id for story in stories]
    told: list[tuple[Label, ...]] = [
        (Label(items[0], ADMIN, "useful", (), now), Label(items[0], READER, "useful", (), now)),
        (Label(items[1], READER, "topics", ("housing",), now),),
        (Label(items[2], ADMIN, "not-relevant", (), now),),
    ]
    found: dict[int, Mark] = {}
    for item, labels in zip(items, told, strict=True):
        one = mark(labels, {ADMIN}, topics)
        assert one is not None
        found[item] = one
    (made,) = marked([first], found, 1)
    last = max(number for number, block in enumerate(made.blocks) if marked_here(block))
    return replace(made, blocks=made.blocks[: last + 1])


def marked_here(block: Mapping[str, Any]) -> bool:
    """Whether a mark stands in it: under a line of its own."""
    return "\n" in str((block.get("text") or {}).get("text", ""))


def receipts(item: Item, query: str) -> tuple[Message, ...]:
    """What pressing the menu of a story and the buttons of a search answers."""
    return (
        *answers.plain("👍 Noted: more like this."),
        *answers.plain("👎 Noted: less like this. The model learns from it tonight."),
        *answers.plain("🔖 Saved; it is on your Home tab."),
        *answers.plain(f"I tell you at once when something new matches: {query}"),
        *answers.plain(f"Watching again: {item.source_title}. ✅"),
    )


def checked() -> tuple[Message, ...]:
    """``/digest setup`` where one scope is missing."""
    steps = [
        Step("bot token", True, "digestbot in Mutual Ventures"),
        Step("scopes", False, "add these scopes and install the app again: files:write (calendar files)"),
        Step("app token", True, "Socket Mode connects"),
    ]
    return answers.checks(steps)


async def small_forms(newsroom: Newsroom, channel: str) -> list[Scene]:
    """Forms of one step, what stands there while the newsroom works, and what is said after."""
    desk = newsroom.desk()
    known = desk.channels()[0]
    new = {
        "label": "Land trusts",
        "emoji": "🌳",
        "definition": "Trusts that hold land for the people who live on it.",
        "kind": "facet",
        "terms": ["land trust", "CLT", "community land"],
    }
    refused = "no feed, sitemap or list of articles was found there"
    saved = f"{channel}: {answers.schedule(known, await desk.next_digest(channel))}. ✅"
    return [
        shown("form-address", "modal", forms.address()),
        shown("form-address-refused", "modal", forms.address("https://example.org/news", refused)),
        shown("form-new-topic", "modal", forms.topic(new)),
        shown("form-label-five", "modal", forms.uncertain(await desk.uncertain(5))),
        shown("form-argument", "modal", forms.argument("why", "C0NEWS", channel)),
        shown("form-working", "modal", forms.working("Add a source")),
        shown("form-saved", "modal", forms.told("Saved", answers.plain(saved))),
        shown(
            "form-search",
            "modal",
            forms.told("Search", (slack_answers.search(await desk.search("union", 0), share=False),)),
        ),
        shown("home-new", "home", home.view(home.Home(), desk.now().date())),
    ]
