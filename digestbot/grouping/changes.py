"""Says whether an edited article brings something new, so that it is news again, or was only corrected.

It compares words, names and figures; it does not know what the article is about.
"""

from __future__ import annotations

import re

from digestbot.grouping.background import prior_share
from digestbot.grouping.words import term_id, tokens
from digestbot.text import sentences, words

# A sentence is new when at least this share of its words was not in the old text; a reworded one keeps most.
NEW_SENTENCE = 0.4
# Shorter sentences ("Read more.", "Updated at 10.15") bring nothing.
SENTENCE_WORDS = 6
# So many new sentences are an addition whatever they say; fewer count only with a new figure or name in them.
NEW_SENTENCES = 3
# A word held by less than this share of items says something by itself; a headline that gains two says more.
RARE_SHARE = 0.01
NEW_HEADLINE_WORDS = 2

# Lines that sites put around an article and change by themselves.
_FURNITURE = re.compile(
    r"^\W*(?:updated|last updated|published|read more|share this|sign up|subscribe|follow us|comments?|related|"
    r"this (?:article|story|page) (?:was|has been)|correction|advertisement|cookies?)\b",
    re.I,
)


def is_material_change(old_title: str, old_text: str, new_title: str, new_text: str) -> bool:
    """Whether the new version of an article says something that the old did not: a fact, figure, name or more.

    Corrected spelling, another order, lines of furniture, cuts and rewording are not material.
    """
    before = set(tokens(f"{old_title}\n{old_text}"))
    added = [word for word in dict.fromkeys(tokens(new_title)) if word not in before and _is_rare(word)]
    if any(word[0].isdigit() for word in added) or len(added) >= NEW_HEADLINE_WORDS:
        return True
    fresh = [sentence for sentence in sentences(new_text) if _is_new(sentence, before)]
    return len(fresh) >= NEW_SENTENCES or any(_names_or_counts(sentence, before) for sentence in fresh)


def _is_new(sentence: str, before: set[str]) -> bool:
    said = tokens(sentence)
    if len(said) < SENTENCE_WORDS or _FURNITURE.match(sentence):
        return False
    return sum(word not in before for word in said) >= NEW_SENTENCE * len(said)


def _names_or_counts(sentence: str, before: set[str]) -> bool:
    return any(
        token not in before and (word[0].isdigit() or (word[0].isupper() and _is_rare(token)))
        for word in words(sentence)
        for token in tokens(word)
    )


def _is_rare(word: str) -> bool:
    return len(word) > 1 and (prior_share(term_id(word)) < RARE_SHARE or word[0].isdigit())
