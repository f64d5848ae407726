"""Each form as a view: what is known goes in, what is asked for comes out. Pure; nothing typed is lost on a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digestbot.render import blocks as make
from digestbot.render import wording
from digestbot.render.blocks import Block
from digestbot.slack import inputs, names
from digestbot.slack.commands import ARGUMENTS
from digestbot.slack.reading import NONE
from digestbot.text import shorten
from digestbot.types import WEEKDAYS, Channel, Entry, Item, Message, Preview, Topic
from digestbot.urls import redact

DAY_NAMES = dict(zip(WEEKDAYS, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True))
QUIET = (("note", "Say that it was quiet"), ("skip", "Say nothing"))
KINDS = (("core", "Makes an article relevant"), ("facet", "Only describes relevant articles"))
VIEW_BLOCKS = 95  # of the 100 that a form may have
PASSAGE_CHARS = 600
URL_CHARS = 2_000  # of a found address that the form must remember; private_metadata takes 3,000


def address(url: str = "", problem: str = "") -> Block:
    """First step of a new source: where is it?"""
    asked = inputs.field(
        "address",
        "Address of the feed, site or page",
        inputs.line(url, "https://example.org/news"),
        hint="I look for a feed, a sitemap or a list of articles there, and show you what I found before saving.",
        problem=problem,
    )
    return inputs.form(names.ADDRESS_FORM, "Add a source", asked, submit="Look", close="Cancel")


def source(
    found: Preview,
    topics: Sequence[Topic],
    *,
    title: str | None = None,
    chosen: Sequence[str] = (),
    problem: str = "",
) -> Block:
    """Second step: what was found, five of its items, and what a week of it would have been."""
    kind = {"feed": "A feed", "site": "A page with a list of articles", "sitemap": "A sitemap"}[found.kind]
    shown = [[_entry(entry)] for entry in found.newest] or [[make.words("It holds nothing yet.")]]
    blocks = [make.section(f"{kind}: {wording.tidy(found.title) or redact(found.url)}", "found")]
    if not problem:  # a form that comes back was seen with them before
        blocks += [
            make.bullets(shown, "newest"),
            make.context(f"This would have added {wording.count(found.last_week, 'item')} last week.", "week"),
        ]
    if found.known_as is not None or len(found.url) > URL_CHARS:
        why = f"This is watched already, as {found.known_as}." if found.known_as else "Its address is too long."
        return inputs.form(names.DONE_FORM, "Add a source", [*blocks, make.section(f"☝ {why}", "known")])
    blocks += inputs.field(
        "title", "Name", inputs.line(shorten(wording.tidy(found.title), 150) if title is None else title), optional=True
    )
    blocks += inputs.field(
        "topics",
        "What it mostly writes about",
        inputs.choices("multi_static_select", _options(topics), chosen),
        optional=True,
        hint="A hint for judging its articles; leave it empty when you are not sure.",
        problem=problem,
    )
    remember = {"url": found.url, "kind": found.kind}
    return inputs.form(names.SOURCE_FORM, "Add a source", blocks, submit="Watch it", close="Cancel", remember=remember)


def channel(name: str, known: Channel | None, topics: Sequence[Topic], *, timezone: str, problem: str = "") -> Block:
    """When a channel's digest comes and what is in it."""
    now = known or Channel(name, timezone=timezone)
    intro = [make.section(f"The digest of {called(name)}", "intro")]
    if problem:
        intro.append(inputs.told(problem, "problem"))
    days = [(day, DAY_NAMES[day]) for day in WEEKDAYS]
    fields = [
        inputs.field("at", "Time", inputs.clock(f"{now.at:%H:%M}")),
        inputs.field(
            "timezone",
            "Time zone",
            inputs.line(now.timezone, "Europe/London"),
            hint="Such as Europe/London or Asia/Kolkata",
        ),
        inputs.field("days", "Days", inputs.choices("checkboxes", days, now.days), optional=True),
        inputs.field(
            "topics",
            "Topics",
            inputs.choices("multi_static_select", _options(topics), now.topics),
            optional=True,
            hint="None: every relevant story.",
        ),
        inputs.field("max_stories", "Stories at most", inputs.line(str(now.max_stories))),
        inputs.field("quiet_day", "On a day without news", inputs.choice("radio_buttons", QUIET, now.quiet_day)),
        inputs.field(
            "weekly",
            "Weekly round-up",
            inputs.choice("static_select", [(NONE, "None"), *days], now.weekly or NONE),
        ),
        inputs.field(
            "alerts",
            "Tell at once when an article says",
            inputs.line("\n".join(now.alerts), many=True),
            optional=True,
            hint="One phrase a line, such as: right to provide",
        ),
    ]
    blocks = [*intro, *(block for made in fields for block in made)]
    return inputs.form(names.CHANNEL_FORM, "Schedule", blocks, submit="Save", close="Cancel", remember={"name": name})


def called(name: str) -> str:
    """What a channel is called where it is spoken of: one that goes by its id is private, and read of only there."""
    return name if name.startswith("#") else "this channel"


def correction(
    item_id: int,
    topics: Sequence[Topic],
    item: Item | None,
    *,
    chosen: Sequence[str] | None = None,
    problem: str = "",
) -> Block:
    """What an article is really about."""
    blocks: list[Block] = []
    if item is not None:
        blocks.append(make.rich_text([_link(item.url, item.title, bold=True)], "article"))
    if chosen is None:
        chosen = item.topics if item is not None else ()
    blocks += inputs.field(
        "topics",
        "What is it about?",
        inputs.choices("multi_static_select", _options(topics), chosen),
        optional=True,
        hint="None at all: it is not for us.",
        problem=problem,
    )
    return inputs.form(
        names.TOPICS_FORM, "Wrong topic", blocks, submit="Correct it", close="Cancel", remember={"item": item_id}
    )


def topic(given: Mapping[str, Any] | None = None, problem: str = "") -> Block:
    """A topic of the team's own."""
    was = given or {}
    blocks = [
        *inputs.field("label", "Name", inputs.line(str(was.get("label", ""))), problem=problem),
        *inputs.field("emoji", "Emoji", inputs.line(str(was.get("emoji", "")), "🏡"), optional=True),
        *inputs.field(
            "definition",
            "An article has it when it is about…",
            inputs.line(str(was.get("definition", "")), many=True),
        ),
        *inputs.field("kind", "What it does", inputs.choice("radio_buttons", KINDS, was.get("kind", "core"))),
        *inputs.field(
            "terms",
            "Words and phrases that speak for it",
            inputs.line("\n".join(was.get("terms", ())), many=True),
            hint="One a line. They carry the topic until the team's corrections have taught the model.",
        ),
    ]
    return inputs.form(names.TOPIC_FORM, "New topic", blocks, submit="Add it", close="Cancel")


def uncertain(items: Sequence[Item]) -> Block:
    """The articles whose label teaches most."""
    blocks: list[Block] = [make.context("Each answer teaches the model. Skip what you are not sure of.", "intro")]
    if not items:
        return inputs.form(names.DONE_FORM, "Label", [make.section("Nothing is uncertain just now. 🎉", "none")])
    for item in items:
        parts = [_link(item.url, item.title, bold=True), make.newline()]
        parts.append(make.words(shorten(wording.tidy(item.summary or item.text), PASSAGE_CHARS) or "—"))
        blocks.append(make.rich_text(parts, f"text-{item.id}"))
        answers = [("relevant", "For us"), ("not-relevant", "Not for us")]
        blocks += inputs.field(
            f"item-{item.id}", "Is it for us?", inputs.choice("radio_buttons", answers), optional=True
        )
    return inputs.form(names.UNCERTAIN_FORM, "Label five", blocks, submit="Teach", close="Cancel")


def again(callback: str, view: Mapping[str, Any], chosen: Mapping[str, str], problem: str) -> Block:
    """A form of choices as somebody submitted it, with what was said against it on top."""
    blocks = [inputs.told(problem, f"form{inputs.PROBLEM}"), *inputs.refilled(view["blocks"], chosen)]
    return inputs.form(callback, view["title"]["text"], blocks, submit=view["submit"]["text"])


def argument(verb: str, channel: str, channel_name: str, *, given: str = "", problem: str = "") -> Block:
    """The one thing that a command needs."""
    label, hint = ARGUMENTS[verb]
    blocks = inputs.field("argument", label, inputs.line(given), hint=hint, problem=problem)
    remember = {"verb": verb, "channel": channel, "channel_name": channel_name}
    return inputs.form(names.ARGUMENT_FORM, f"/digest {verb}", blocks, submit="Go", remember=remember)


def working(title: str, text: str = "One moment…") -> Block:
    """What stands there while the newsroom works."""
    return inputs.form(names.DONE_FORM, title, [make.section(f"⏳ {text}", "working")])


def told(title: str, messages: Iterable[Message]) -> Block:
    """An answer, shown in the form that asked for it."""
    blocks = [dict(block) for message in messages for block in message.blocks]
    return inputs.form(names.DONE_FORM, title, [_alone(block, n) for n, block in enumerate(blocks[:VIEW_BLOCKS])])


def _alone(block: Block, number: int) -> Block:
    """Blocks of several messages in one form: each with a name of its own."""
    return {**block, "block_id": f"{number}-{block.get('block_id', '')}"[:255]}


def _options(topics: Sequence[Topic]) -> list[inputs.Option]:
    return [(topic.id, f"{topic.emoji} {topic.label}") for topic in topics[:100]]


def _entry(entry: Entry) -> Block:
    return _link(entry.url, entry.title)


def _link(url: str, title: str, *, bold: bool = False) -> Block:
    return make.anchor(url, shorten(wording.tidy(title), 200) or wording.UNTITLED, bold=bold)
