"""Articles of which the model is unsure → the weekly message that asks people about them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digestbot.render import actions, wording
from digestbot.render import blocks as make
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import validate
from digestbot.render.slack_search import title_link
from digestbot.text import shorten
from digestbot.types import Item, Message, Topic

SUMMARY_CHARS = 220
SURE_TOPIC = 0.3  # chance from which a topic is worth naming as a guess


def messages(items: Sequence[Item], topics: Sequence[Topic]) -> tuple[Message, ...]:
    """One message; each article with what the model makes of it and three buttons. ``items``: at most a dozen."""
    title = f"🎓 {wording.count(len(items), 'article')} I am not sure of"
    told = "Your word teaches the model tonight, and files the article at once. Leave out what you are not sure of."
    blocks: list[Block] = [make.header(title, "teaching"), make.context(told, "teaching-why")]
    for item in items:
        blocks += _article(item, topics)
    message = Message(inert(title), tuple(blocks))
    validate(message)
    return (message,)


def _article(item: Item, topics: Sequence[Topic]) -> list[Block]:
    parts = [title_link(item.url, item.title, bold=True)]
    if item.summary:
        parts += [make.newline(), make.words(shorten(wording.tidy(item.summary), SUMMARY_CHARS))]
    source = shorten(wording.tidy(item.source_title), 80)
    value = actions.story_value(item.id)
    press = [
        make.button("👍 For us", actions.RELEVANT, value),
        make.button("👎 Not relevant", actions.NOT_RELEVANT, value),
        make.button("🏷 Topics…", actions.WRONG_TOPIC, value),
    ]
    name = f"teaching-{item.id}"
    return [
        make.rich_text(parts, name),
        make.context(f"{source} · {guess(item, topics)}", f"{name}-guess"),
        make.buttons(press, f"{name}-actions"),
    ]


def guess(item: Item, topics: Sequence[Topic]) -> str:
    """What the model makes of an article, in words: "for us? 46 %; perhaps Housing (52 %), Policy (38 %)"."""
    labels = {topic.id: topic.label for topic in topics}
    likely = sorted(
        ((chance, one) for one, chance in item.scores.items() if chance >= SURE_TOPIC and one in labels), reverse=True
    )
    named = ", ".join(f"{shorten(wording.tidy(labels[one]), 60)} ({chance:.0%})" for chance, one in likely[:3])
    return f"for us? {item.relevance:.0%}" + (f"; perhaps {named}" if named else "")
