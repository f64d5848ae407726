"""Topics that an admin added: told by their terms until they have examples enough to learn from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from digestbot.topics.examples import TOPICS
from digestbot.topics.lexicon import Group, Lexicon
from digestbot.types import Example, Topic

FEWEST: Final = 5  # examples of a topic to learn from: below that cross-validation says nothing
SEVERAL_TERMS: Final = 0.8  # the chance claimed for a text with a term in its title, or two different ones
ONE_TERM: Final = 0.55  # … with one term somewhere: just enough to be shown under the default cut-off
DEFAULT_CUT: Final = 0.5


def is_own(topic: Topic) -> bool:
    """Whether a topic is none of the fixed fourteen."""
    return topic.id not in TOPICS


def examples_of(topics: Iterable[Topic]) -> tuple[Example, ...]:
    """The examples that admins gave, each labelled with its topic, relevant, ids made unique by the topic's."""
    return tuple(
        Example(
            f"{topic.id}/{example.id}",
            example.title,
            example.text,
            relevant=True,
            topics=(*(one for one in example.topics if one != topic.id), topic.id),
        )
        for topic in topics
        for example in topic.examples
    )


def learnable(topics: Sequence[Topic], examples: Iterable[Example]) -> tuple[str, ...]:
    """Ids of the admins' topics that have enough examples."""
    texts = list(examples)
    return tuple(
        topic.id for topic in topics if is_own(topic) and sum(topic.id in example.topics for example in texts) >= FEWEST
    )


def undecided(topics: Sequence[Topic], examples: Sequence[Example]) -> frozenset[tuple[str, str]]:
    """(example id, topic id) pairs that nobody decided, so that nothing is learnt from them.

    A shipped example may well be about an admin's topic: where one of its terms occurs, that is open. An admin's
    example may be about fixed topics: where none is named, those are open.
    """
    own = [topic for topic in topics if is_own(topic)]
    ids = {topic.id for topic in own}
    terms = Terms(own)
    found: set[tuple[str, str]] = set()
    for example in examples:
        if ids.isdisjoint(example.topics):
            hits = terms.found(example.title, example.text) if own else []
            found.update((example.id, topic.id) for topic, (chance, _) in zip(own, hits, strict=True) if chance)
        elif ids.issuperset(example.topics):
            found.update((example.id, topic) for topic in TOPICS)
    return frozenset(found)


class Terms:
    """The terms of topics that run on them."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.topics = tuple(topics)
        self._lexicon = Lexicon([Group((topic.id,), "strong", "own", False, topic.terms) for topic in topics])

    def __bool__(self) -> bool:
        return bool(self.topics)

    def found(self, title: str, text: str) -> list[tuple[float, tuple[str, ...]]]:
        """For each topic the chance its terms give, and the terms that occur."""
        in_title = {name.group for name in self._lexicon.find(title)}
        names: list[dict[str, None]] = [{} for _ in self.topics]
        for name in (*self._lexicon.find(title), *self._lexicon.find(text)):
            names[name.group][name.name] = None
        answer = []
        for number, found in enumerate(names):
            sure = number in in_title or len(found) > 1
            answer.append(((SEVERAL_TERMS if sure else ONE_TERM) if found else 0.0, tuple(found)))
        return answer


def notice(topic: Topic, known: int) -> str:
    """What an admin should know of a topic that runs on its terms."""
    return (
        f"topic {topic.id} runs on its {len(topic.terms)} terms only, nobody measured how well: "
        f"it has {known} examples, {FEWEST} are needed; add some and run `digestbot train`"
    )
