"""The team's corrections → weighted examples: one lesson an item, one person's say capped. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from digestbot.types import Example, Label

LABEL_WEIGHT: Final = 6.0  # a correction counts as two plainly told examples: it is about what this team reads
PERSON_CAP: Final = 240.0  # the most weight one person's corrections have together: 40 at full weight
ID_PREFIX: Final = "item-"


Answer = tuple[bool, tuple[str, ...]]  # relevant or not, and the topics named
UNTOLD: Final[Answer] = (True, ())  # relevant, but nobody said what it is about


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the team taught about one item, how much it counts, and who said so."""

    example: Example
    weight: float
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One person's corrections: how many, and the weight each has after the cap."""

    user: str
    labels: int
    weight_each: float


def contributions(labels: Iterable[Label]) -> tuple[Contribution, ...]:
    """Each person's corrections with their weight, most corrections first."""
    counts = Counter(label.user for label in labels)
    return tuple(
        Contribution(user, count, min(LABEL_WEIGHT, PERSON_CAP / count))
        for user, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def lessons(labels: Sequence[tuple[Label, str, str]], known: Iterable[str]) -> tuple[Lesson, ...]:
    """One lesson for each item that has a correction, in order of item ids.

    The latest word of each person counts. Where people differ, the heavier side wins and brings the difference as its
    weight; a draw teaches nothing. "Useful" without topics says only what the model said already, so it is left out.
    "Relevant" without topics teaches relevance alone, and stands behind the topics that somebody else names.
    """
    topics = tuple(known)
    each = {one.user: one.weight_each for one in contributions(label for label, _, _ in labels)}
    by_item: dict[int, dict[str, tuple[Label, str, str]]] = {}
    for label, title, text in sorted(labels, key=lambda entry: entry[0].at):
        by_item.setdefault(label.item_id, {})[label.user] = (label, title, text)
    found = []
    for item_id, said in sorted(by_item.items()):
        votes: dict[Answer, float] = {}
        voters: dict[Answer, list[str]] = {}
        for user, (label, _, _) in said.items():
            given = tuple(topic for topic in topics if topic in label.topics)
            if label.verdict in ("useful", "topics") and not given:
                continue
            answer: Answer = (label.verdict != "not-relevant", () if label.verdict == "not-relevant" else given)
            votes[answer] = votes.get(answer, 0.0) + each[user]
            voters.setdefault(answer, []).append(user)
        _stand_behind(votes, voters)
        if not votes:
            continue
        best = max(votes, key=lambda answer: votes[answer])
        weight = 2 * votes[best] - sum(votes.values())
        if weight <= 0:
            continue
        _, title, text = next(iter(said.values()))
        example = Example(f"{ID_PREFIX}{item_id}", title, text, best[0], best[1])
        found.append(Lesson(example, weight, tuple(sorted(voters[best]))))
    return tuple(found)


def _stand_behind(votes: dict[Answer, float], voters: dict[Answer, list[str]]) -> None:
    """Who said "relevant" and no more agrees with the heaviest answer that names topics, if there is one."""
    telling = [answer for answer in votes if answer[0] and answer != UNTOLD]
    if UNTOLD in votes and telling:
        heaviest = max(telling, key=lambda answer: votes[answer])
        votes[heaviest] += votes.pop(UNTOLD)
        voters[heaviest] += voters.pop(UNTOLD)
