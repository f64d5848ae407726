"""A ``Digest`` → Slack messages: the main one with every headline, and replies in its thread that tell what has no room
there. Every message is valid before it leaves, and every story is told in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from digestbot.render import blocks as make
from digestbot.render import slack_lists, slack_stories, wording
from digestbot.render.blocks import Block
from digestbot.render.escaping import inert
from digestbot.render.limits import size, validate, validate_view
from digestbot.render.slack_answers import alert, notice
from digestbot.render.splitting import (
    BLOCKS,
    CHARS,
    Group,
    pack,
    plain_fallback,
    split_smaller,
    without_pictures,
)
from digestbot.text import shorten
from digestbot.types import Digest, DigestStory, Message

__all__ = [
    "alert",
    "messages",
    "notice",
    "plain_fallback",
    "split_smaller",
    "validate",
    "validate_view",
    "without_pictures",
]

NOTE_WORDS = 500  # characters of an editor's note
NOTE_CHARS = 900  # serialized, of the line that says what is in the thread
NOTED_CHARS = 80  # of a headline in it
TEXT_CHARS = 3_000  # of the text that notifications read; Slack takes 40,000, nobody listens to it


def messages(
    digest: Digest,
    *,
    revision: int = 0,
    chart_file: str = "",
    in_full: Collection[int] | None = None,
) -> tuple[Message, ...]:
    """The digest as messages, each valid; the first is the main one, the others replies in its thread.

    The main message has every headline: the lead in full, the others in brief or in full as far as there is room, best
    first. What it does not tell in full, its thread does. ``revision`` counts edits of a posted digest, because Slack
    wants new block ids for each, and ``in_full`` are the ids of the articles that its main message tells in full, so
    that an edit moves none; ``chart_file`` is Slack's id of the uploaded ``chart.png``, "" for none. Raises RenderError
    should a message break a limit all the same.
    """
    page = _Page(digest, f".r{revision}" if revision else "", chart_file)
    forms = page.choose(in_full)
    main = page.main(forms)
    titles = [wording.title_of(story) for story in page.order]
    made = [Message(shorten(inert(wording.in_short(digest, titles)), TEXT_CHARS), tuple(main))]
    for groups in pack(page.thread(forms)):
        content = [block for group, _ in groups for block in group]
        text = inert(f"{wording.name(digest)}, continued: {'; '.join(title for _, told in groups for title in told)}")
        made += [Message(shorten(text, TEXT_CHARS), tuple(content), in_thread=True)] if content else []
    for message in made:
        validate(message)
    return tuple(made)


Form = Literal["brief", "full"]  # how the main message tells a story; those not named have their headline there


class _Page:
    """One digest being laid out. ``forms`` map the id of a story to how the main message tells it."""

    def __init__(self, digest: Digest, tag: str, chart_file: str) -> None:
        self.digest = digest
        self.lead = wording.lead_of(digest)
        self.order = [self.lead] if self.lead is not None else []
        self.order += [story for section in wording.sections_after_lead(digest) for story in section.stories]
        self._tag = tag
        self._told = {story.id: slack_stories.told(story, digest, tag) for story in self.order}
        self._head = _head(digest, tag)
        self._tail = [*slack_lists.trend(digest, tag, chart_file), *slack_lists.saved(digest, tag)]
        self._tail += [*slack_lists.closing(digest, tag), *slack_lists.unjudged(digest, tag)]
        self._tail += slack_lists.foot(digest, tag)
        self._has_rows = True
        self._has_rows = _fits(self.main({self.lead.id: "full"} if self.lead else {}))

    def choose(self, in_full: Collection[int] | None) -> dict[int, Form]:
        """The lead in full; then as many as fit in brief, the best first; then in full what there is room left for."""
        best = sorted(self.order, key=lambda one: (one is not self.lead, -one.score))
        steps: list[tuple[DigestStory, Form]] = [(story, "full") for story in best[:1]]
        steps += [(story, "brief") for story in best[1:]] if self._has_rows else []
        steps += [(story, "full") for story in best[1:]]
        forms: dict[int, Form] = {}
        for story, form in steps:
            tried = {**forms, story.id: form}
            if (form == "brief" or in_full is None or story.item_id in in_full) and _fits(self.main(tried)):
                forms = tried
        return forms

    def main(self, forms: Mapping[int, Form]) -> list[Block]:
        """The main message. Where headlines leave no room for the lead, those not told are named in a note instead."""
        rest = [story for story in self.order if forms.get(story.id) != "full"]
        if not rest:
            note = []
        elif self._has_rows:
            note = [make.context(f"⤵ In the thread: {_counted(rest)} in full, with ⋯ to answer", f"rest{self._tag}")]
        else:
            note = [_rest([wording.title_of(story) for story in rest], self._tag)]
        return [*self._head, *self._sections(forms), *note, *self._tail]

    def _sections(self, forms: Mapping[int, Form]) -> list[Block]:
        """The lead and every section under its heading, those without anything to show left out."""
        made: list[Block] = []
        if self.lead is not None:
            made += self._section(wording.lead_heading(self.digest), "lead", [self.lead], forms)
        for number, section in enumerate(wording.sections_after_lead(self.digest)):
            made += self._section(wording.heading(section), f"section-{number}", section.stories, forms)
        return made

    def _section(
        self, heading: str, name: str, stories: Sequence[DigestStory], forms: Mapping[int, Form]
    ) -> list[Block]:
        made = [block for story in stories if forms.get(story.id) == "full" for block in self._told[story.id]]
        listed = [
            slack_stories.brief(story, self.digest) if story.id in forms else slack_stories.row(story)
            for story in stories
            if forms.get(story.id) != "full"
        ]
        if listed and self._has_rows:
            made.append(make.bullets(listed, f"{name}.list{self._tag}"))
        return [make.header(heading, f"{name}{self._tag}"), *made] if made else []

    def thread(self, forms: Mapping[int, Form]) -> list[tuple[Group, list[str]]]:
        """What the main message does not tell in full, each story with its title; a heading stays with its first."""
        found: list[tuple[Group, list[str]]] = []
        if self.lead is not None and self.lead.id not in forms:
            found.append((self._told[self.lead.id], [wording.title_of(self.lead)]))
        for number, section in enumerate(wording.sections_after_lead(self.digest)):
            rest = [story for story in section.stories if forms.get(story.id) != "full"]
            for place, story in enumerate(rest):
                heading = make.header(wording.heading(section), f"section-{number}{self._tag}")
                found.append(([*([] if place else [heading]), *self._told[story.id]], [wording.title_of(story)]))
        return found


def _counted(stories: Sequence[DigestStory]) -> str:
    return "1 of these stories" if len(stories) == 1 else f"{len(stories)} of these stories"


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= BLOCKS and size(blocks) <= CHARS


def _rest(titles: Sequence[str], tag: str) -> Block:
    """What the thread holds, by headline where there is room for that."""
    counted = f"⤵ {wording.count(len(titles), 'more story')} in the thread"
    named = make.context(f"{counted}: {'; '.join(shorten(title, NOTED_CHARS) for title in titles)}", f"rest{tag}")
    return named if size([named]) <= NOTE_CHARS else make.context(counted, f"rest{tag}")


def _head(digest: Digest, tag: str) -> list[Block]:
    title = f"{wording.name(digest)} · {wording.long_day(digest.date)}"
    note = [make.section(f"✍️ {shorten(wording.tidy(digest.note), NOTE_WORDS)}", f"note{tag}")] if digest.note else []
    return [make.header(title, f"head{tag}"), make.context(wording.overview(digest), f"overview{tag}"), *note]
