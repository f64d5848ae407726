"""Stories of the archive → stories as another workspace than home has corrected them, for its own digests. Changes no
archive: there only home's corrections are carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digestbot.types import Item, Label, Story


def as_said(stories: Iterable[Story], said: Mapping[int, Label], topics: Sequence[str]) -> list[Story]:
    """The stories with each article as it was last called (by item id), without those that are not for them any more.

    ``topics``: what the channel follows; empty: everything.
    """
    kept = []
    for story in stories:
        items = tuple(item_as_said(item, said.get(item.id)) for item in story.items)
        if any(item.relevant and (not topics or set(topics) & set(item.topics)) for item in items):
            kept.append(replace(story, items=items))
    return kept


def item_as_said(item: Item, label: Label | None) -> Item:
    """The article under the correction that stands; None: as it is."""
    if label is None:
        return item
    match label.verdict:
        case "not-relevant":
            return replace(item, relevant=False, topics=())
        case "topics":
            return replace(item, relevant=bool(label.topics), topics=label.topics)
        case _:
            return replace(item, relevant=True, topics=label.topics or item.topics)
