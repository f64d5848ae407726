"""A ``Digest`` → CommonMark. Text from outside is escaped, so that a headline can neither format nor link."""

from __future__ import annotations

import re

from digestbot.render import key_facts, wording
from digestbot.render.escaping import link
from digestbot.types import Digest, DigestStory

# What steers Markdown wherever it stands, and what makes links of bare addresses in GitHub's; then what does so at the
# beginning alone (a heading, list or rule) or at the end (closing a heading). All else stays, as the file is read, too.
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|@]|&(?=[#\w])|:(?=//)|(?<=[wW]{3})\.|^[#+=-]|#(?=#*$)")
_NUMBERED = re.compile(r"^([0-9]{1,9})(?=[.)])")


def text(digest: Digest) -> str:
    """The whole digest, ended by a newline."""
    parts = [
        f"# {wording.name(digest)}: {escape(digest.channel)}",
        f"{wording.long_day(digest.date)} · {escape(wording.overview(digest))}",
    ]
    if digest.note:
        parts.append(f"> {escape(digest.note)}")
    lead = wording.lead_of(digest)
    if lead is not None:
        parts += [f"## {escape(wording.lead_heading(digest))}", *_story(lead, digest)]
    for section in wording.sections_after_lead(digest):
        parts.append(f"## {escape(wording.heading(section))}")
        for story in section.stories:
            parts += _story(story, digest)
    if digest.deadlines:
        rows = [
            f"- {key_facts.when(one, digest.date)}: {_link(one.url, key_facts.closing(one))}"
            for one in digest.deadlines
        ]
        parts += ["## ⏰ Closing soon", "\n".join(rows)]
    if digest.trend:
        rows = [f"- {escape(one.emoji)} {escape(one.label)}: {wording.trend(one)}" for one in digest.trend]
        parts += [f"## {escape(wording.trend_heading(digest))}", "\n".join(rows)]
    if digest.most_saved:
        rows = [
            f"1. {_link(one.url, one.title)} · {escape(one.source)} · {wording.count(one.people, 'reader')}"
            for one in digest.most_saved
        ]
        parts += ["## 🔖 Most saved", "\n".join(rows)]
    if digest.unjudged_count:
        named = [f"{_link(one.url, one.title)} ({escape(wording.foreign(one))})" for one in digest.unjudged]
        parts.append(": ".join([wording.unjudged(digest), *([", ".join(named)] if named else [])]))
    if digest.omitted:
        parts.append(f"_{wording.omitted(digest)}._")
    return "\n\n".join(parts) + "\n"


def escape(words: str) -> str:
    """Text from outside as Markdown that shows it as it is."""
    return _NUMBERED.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", wording.tidy(words)))


def _link(url: str, label: str) -> str:
    words = escape(label) or wording.UNTITLED
    safe = link(url)
    return f"[{words}](<{safe}>)" if safe else words


def _story(story: DigestStory, digest: Digest) -> list[str]:
    parts = [f"### {_link(story.url, wording.title_of(story))}"]
    mark = wording.update_mark(story)
    if mark:
        parts.append(f"↻ {_link(story.update_of or '', mark)}")
    if story.summary:
        parts.append(escape(story.summary))
    quoted = key_facts.quotation(story)
    if quoted:
        parts.append(f"> {escape(quoted)}")
    if story.view is not None:
        link_ = _link(story.view.url, key_facts.view_title(story.view))
        parts.append(f"⇄ Another view: {link_}{escape(key_facts.view_says(story.view))}")
    dateline = [escape(part) for part in key_facts.dateline(story, digest)]
    if story.also:
        dateline.insert(2, "also in " + ", ".join(_link(one.url, one.source) for one in story.also))
    parts.append(" · ".join(dateline))
    return parts
