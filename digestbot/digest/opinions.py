"""An article → whether it argues rather than reports, and why we think so; a story told by an opinion → the opinion of
another that stands beside it. Judges by where a piece stands and how it speaks, never by what it wants.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from digestbot.digest.summaries import tell
from digestbot.text import fold
from digestbot.types import Item, Story, View
from digestbot.voices import LABELLED, is_signed, speaks_as_i

# Sections in which publishers put what a named person thinks, as they appear in addresses.
SECTIONS = frozenset(
    "opinion opinions comment comments commentary commentisfree column columns columnist columnists editorial"
    " editorials letter letters op-ed oped perspective perspectives viewpoint viewpoints views".split()
)
READ_CHARS = 4_000


def opinion_because(item: Item) -> str:
    """Why an article counts as opinion, in a few words; empty where it reports."""
    segments = {fold(part) for part in urlsplit(item.url).path.split("/")[:-1]}
    if segments & SECTIONS:
        return "it stands under " + sorted(segments & SECTIONS)[0]
    if LABELLED.search(item.title.strip()):
        return "its headline says so"
    if (item.author or is_signed(item.text[:READ_CHARS])) and speaks_as_i(item.text[:READ_CHARS]):
        return "it is signed and speaks in the first person"
    return ""


def other_view(story: Story, shown: Item) -> View | None:
    """Of a story told by an opinion, the earliest opinion of somebody else; None where nobody else argues."""
    if not opinion_because(shown):
        return None
    others = [
        item
        for item in sorted(story.items, key=lambda one: (one.published, one.id))
        if item.id != shown.id
        and item.relevant
        and item.duplicate_of is None
        and shown.duplicate_of != item.id
        and item.source_id != shown.source_id
        and fold(item.author or "") != fold(shown.author or "-")
        and opinion_because(item)
    ]
    return View(others[0].title, others[0].url, others[0].source_title, tell(others[0], 1)) if others else None
