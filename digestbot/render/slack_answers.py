"""What Slack shows in answer to a question: search, why, dates, health, help; and alerts and notices. Each answer is
one valid message or more; text from outside is inert in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from digestbot.render import actions, key_facts, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate
from digestbot.render.slack_search import TITLE_CHARS, search, title_link
from digestbot.render.splitting import CHARS, Group, fitting, pack
from digestbot.text import shorten
from digestbot.types import Deadline, Item, Message, SourceHealth, Why

__all__ = ["alert", "deadlines", "health", "help_text", "notice", "search", "why"]

ALERT_CHARS = 6_000  # serialized, of an alert's headline and summary
ALERT_SUMMARY_CHARS = (600, 250, 80)  # tried in this order
NOTICE_CHARS = 2_800  # of one message of plain words
REASON_CHARS = 300
REASONS_CHARS = 6_000  # serialized, of all reasons
LINES = 40  # rows of a list in one message

HELP: tuple[tuple[str, str], ...] = (
    ("/news WORDS", 'search everything; "phrases", -not, OR, topic:housing, source:…, since:30d, before:2026-01'),
    ("/digest now", "send this channel's digest now"),
    ("/digest preview, preview weekly", "see it first, only you"),
    ("/digest why ID or address", "why an article is, or is not, in the digest"),
    ("/digest story ID or address", "who tells a story, which version leads and why"),
    ("/digest split ID, merge ID ID", "an article that does not belong; two that tell one story"),
    ("/digest deadlines", "what closes and takes place in the weeks ahead"),
    ("/digest topics", "the topics and what each one means"),
    ("/digest channel, channel off", "when this channel's digest comes, and what is in it; no digest here any more"),
    ("/digest sources", "what is watched"),
    ("/digest add ADDRESS", "watch a site or feed"),
    ("/digest pause ID, resume ID", "leave a source alone, or watch it again"),
    ("/digest remove ID", "watch a source no longer"),
    ("/digest health", "how the sources are doing"),
    ("/digest coverage", "which sources and topics bring what"),
    ("/digest log, undo ID", "who changed what; put a change back"),
)


def why(answer: Why) -> Message:
    """The decision, its reasons in order, and the parts of the score."""
    verdict = "✅ Shown" if answer.shown else "➖ Not shown"
    item = answer.item
    rows = [[make.words(shorten(wording.tidy(one), REASON_CHARS) or "—")] for one in answer.reasons]
    reasons = [fitting(rows, len(rows), "and {} more reasons", REASONS_CHARS, "why-reasons")] if rows else []
    parts = " + ".join(f"{name} {value:.2f}" for name, value in answer.parts.items())
    score = [make.context(f"Score {answer.score:.2f} = {parts}", "why-score")] if parts else []
    value = actions.story_value(item.id)
    press = [
        make.button("👎 Not relevant", actions.NOT_RELEVANT, value),
        make.button("🏷 Wrong topic…", actions.WRONG_TOPIC, value),
    ]
    message = Message(
        f"{verdict}: {inert(shorten(item.title, TITLE_CHARS)) or wording.UNTITLED}",
        (
            make.header(f"{verdict} in {shorten(wording.tidy(answer.channel), 100)}", "why"),
            make.rich_text([title_link(item.url, item.title, bold=True)], "why-item"),
            *reasons,
            *score,
            make.buttons(press, "why-actions"),
        ),
    )
    validate(message)
    return message


def deadlines(found: Sequence[Deadline], today: date) -> tuple[Message, ...]:
    """What closes and what takes place, soonest first, with a button for a calendar file."""
    rows = [
        [
            make.words(f"{key_facts.when(one, today)}: ", bold=True),
            title_link(one.url, key_facts.closing(one)),
            make.words(f" · {shorten(wording.tidy(one.source), 80)}"),
        ]
        for one in found
    ]
    empty = "Nothing that closes or takes place in that time is known."
    made = _list("⏰ Closing soon", rows, "dates", empty)
    if found:
        press = make.buttons([make.button("🗓 Add to calendar", actions.CALENDAR, "all")], "dates-calendar")
        made[-1] = Message(made[-1].text, (*made[-1].blocks, press), made[-1].in_thread)
    return _valid(made)


def health(found: Sequence[SourceHealth]) -> tuple[Message, ...]:
    """Every source with what it brings and what to do, those in trouble first."""
    ordered = sorted(found, key=lambda one: one.ok)
    rows = [
        [
            make.words(f"{'🟢' if one.ok else '🔴'} {shorten(wording.tidy(one.source.id), 60)}: ", bold=not one.ok),
            make.words(f"{one.items_per_week:.1f} a week, {one.share_relevant:.0%} relevant. "),
            make.words(shorten(wording.tidy(one.advice), 300) or "—"),
        ]
        for one in ordered
    ]
    bad = sum(not one.ok for one in found)
    title = f"🩺 {wording.count(len(found), 'source')}, {bad} in trouble"
    return _valid(_list(title, rows, "health", "No sources yet: /digest add ADDRESS"))


def help_text(unknown: str = "") -> Message:
    """What can be asked, and, after an unknown word, that it was not understood."""
    rows = [[make.words(f"{command}: ", bold=True), make.words(told)] for command, told in HELP]
    head = [make.header("📰 What I can do", "help")]
    if unknown:
        head.append(
            make.context(f"I do not know “{shorten(wording.tidy(unknown), 60)}”; this is what I know.", "help-no")
        )
    message = Message("What /news and /digest can do", (*head, make.bullets(rows, "help-list")))
    validate(message)
    return message


def alert(item: Item, phrase: str, *, search: bool = False) -> tuple[Message, ...]:
    """One article, told at once because it says ``phrase``, or, ``search``, because that saved search finds it."""
    why = "found by the saved search" if search else "it says"
    head = make.context(f"🔔 New, and {why} “{shorten(wording.tidy(phrase), 100)}”", "alert")
    for most in ALERT_SUMMARY_CHARS:
        parts = [title_link(item.url, item.title, bold=True)]
        if item.summary:
            parts += [make.newline(), make.words(shorten(wording.tidy(item.summary), most))]
        body = make.rich_text(parts, "alert-item")
        if size([body]) <= ALERT_CHARS:
            break
    told = f"{shorten(wording.tidy(item.source_title), 80)} · {item.published.day} {item.published:%b}"
    menu = make.section(told, "alert.menu", make.story_menu(item.id))
    text = f"Alert for “{inert(shorten(phrase, 100))}”: {inert(shorten(item.title, TITLE_CHARS)) or wording.UNTITLED}"
    return _valid([Message(text, (head, body, menu))])


def notice(text: str) -> tuple[Message, ...]:
    """A few plain words of ours: to admins, or that something was done. As many messages as the words need."""
    flat = wording.tidy(text) or "—"
    width = NOTICE_CHARS if flat.isascii() else NOTICE_CHARS // 4  # what is not ASCII is sent as escapes
    pieces = [flat[start : start + width] for start in range(0, len(flat), width)]
    return _valid(
        Message(inert(piece) or "—", (make.section(piece, f"notice-{number}"),), in_thread=number > 0)
        for number, piece in enumerate(pieces)
    )


def _list(title: str, rows: Sequence[Sequence[Block]], name: str, empty: str) -> list[Message]:
    """Rows in as many messages as they need, each under the title."""
    if not rows:
        return [Message(empty, (make.header(title, name), make.context(empty, f"{name}-0")))]
    groups: list[tuple[Group, list[str]]] = [
        ([make.bullets([row], f"{name}-{number}")], []) for number, row in enumerate(rows)
    ]
    head = make.header(title, name)
    parts = pack(groups, first=LINES, room=CHARS - size([head]))
    made = []
    for number, part in enumerate(parts):
        blocks = [block for group, _ in part for block in group]
        made.append(Message(inert(title), (head, *blocks) if not number else tuple(blocks), in_thread=number > 0))
    return made


def _valid(messages: Iterable[Message]) -> tuple[Message, ...]:
    made = tuple(messages)
    for message in made:
        validate(message)
    return made
