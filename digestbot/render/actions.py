"""Names and values of everything in a message that can be pressed, written and read in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from digestbot.text import is_number

Verb = Literal["story_useful", "story_relevant", "story_not_relevant", "story_wrong_topic", "story_save", "story_why"]

DraftVerb = Literal["up", "drop", "keep"]
DRAFT_VERBS: Final[tuple[DraftVerb, ...]] = ("up", "drop", "keep")

USEFUL: Final = "story_useful"
RELEVANT: Final = "story_relevant"  # only where an article of doubtful relevance is asked about
NOT_RELEVANT: Final = "story_not_relevant"
WRONG_TOPIC: Final = "story_wrong_topic"
SAVE: Final = "story_save"
WHY: Final = "story_why"
STORY_MENU: Final = "story_menu"  # action_id of the overflow menu; the verb is in the value of the option chosen
CALENDAR: Final = "deadlines_ics"
DRAFT_STORY: Final = "draft_story"  # action_id of the menu beside a story of a draft; its verb is in the value
DRAFT_NOTE: Final = "draft_note"
DRAFT_PUBLISH: Final = "draft_publish"
SEARCH_MORE: Final = "search_more"
SEARCH_BACK: Final = "search_back"
SEARCH_SHARE: Final = "search_share"
SEARCH_SAVE: Final = "search_save"
SEARCH_ALERT: Final = "search_alert"
LABELS: Final[tuple[tuple[Verb, str], ...]] = (
    (USEFUL, "👍 Useful"),
    (NOT_RELEVANT, "👎 Not relevant"),
    (WRONG_TOPIC, "🏷 Wrong topic…"),
    (SAVE, "🔖 Save"),
    (WHY, "❓ Why is this here?"),
)
VERBS: Final = frozenset((*(verb for verb, _ in LABELS), RELEVANT))


@dataclass(frozen=True, slots=True)
class StoryAction:
    """What somebody pressed on which article."""

    verb: Verb
    item_id: int


def story_value(item_id: int) -> str:
    """The value of a story's button."""
    return str(item_id)


def option_value(verb: Verb, item_id: int) -> str:
    """The value of an option in a story's menu: short, for five of them stand beside every story."""
    return f"{verb}:{story_value(item_id)}"


def read(action_id: str, value: str) -> StoryAction | None:
    """What a press on a story means: of a button (verb as ``action_id``) or of its menu (verb in ``value``).

    Messages posted before values were short hold story and digest behind the article; they are still understood. None
    for anything else, such as a value that somebody made up.
    """
    parts = value.split(":", 3) if action_id == STORY_MENU else [action_id, *value.split(":", 2)]
    if len(parts) not in (2, 4) or parts[0] not in VERBS or not all(is_number(one) for one in parts[1:3]):
        return None
    return StoryAction(parts[0], int(parts[1]))


def draft_value(verb: DraftVerb, story_id: int, digest_id: str) -> str:
    """The value of an option beside a story of a draft."""
    return f"{verb}:{story_id}:{digest_id}"


def read_draft(value: str) -> tuple[DraftVerb, int, str] | None:
    """Verb, story id and digest id of an option beside a story; None for a value that somebody made up."""
    verb, _, rest = value.partition(":")
    story, _, digest_id = rest.partition(":")
    if not (is_number(story) and digest_id):
        return None
    for known in DRAFT_VERBS:
        if verb == known:
            return known, int(story), digest_id
    return None


def page_value(offset: int, query: str) -> str:
    """The value of a search button."""
    return f"{offset}:{query}"


def read_page(value: str) -> tuple[int, str] | None:
    """Offset and query of a search button; None for a value that somebody made up."""
    offset, colon, query = value.partition(":")
    return (int(offset), query) if colon and is_number(offset) else None
