"""Scores worked out for many articles at once are those of two by two, however their terms are kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
from grouping.samples import own, record

from digestbot.grouping import fingerprint
from digestbot.grouping.background import BACKGROUND_ITEMS, prior_share
from digestbot.grouping.stories import (
    LATER_MOST,
    LATER_PER_WEEK,
    SHORT_BONUS,
    SHORT_WORDS,
    TITLE_SHARE,
    Likeness,
    Profile,
    days_apart,
)
from digestbot.grouping.words import NAME_MARK, meaning, term_id, tokens
from digestbot.terms import PackedTerms
from digestbot.types import Rarity


def weighted(terms: Mapping[int, float], rarity: Rarity) -> dict[int, float]:
    found = {}
    for term, weight in terms.items():
        rare = -math.log(prior_share(term))
        if term in rarity.counts:
            expected = rarity.counts[term] + prior_share(term) * BACKGROUND_ITEMS
            rare = max(math.log((rarity.total + BACKGROUND_ITEMS) / expected), 0.0)
        found[term] = rare * (weight - NAME_MARK if weight >= NAME_MARK else weight)
    return found


def cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    norms = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other[term] for term, weight in one.items() if term in other) / norms if norms else 0.0


def headline(profile: Profile) -> dict[int, float]:
    return {term_id(meaning(word)): 1.0 for word in tokens(profile.fingerprint.title) if len(word) > 1}


def score(one: Profile, other: Profile, rarity: Rarity) -> float:
    found = cosine(weighted(one.terms, rarity), weighted(other.terms, rarity))
    lengths = sorted((one.fingerprint.length, other.fingerprint.length))
    titles = weighted(headline(one), rarity), weighted(headline(other), rarity)
    if lengths[0] < SHORT_WORDS:
        found += SHORT_BONUS if lengths[1] >= SHORT_WORDS else 0.0
    elif all(map(any, (title.values() for title in titles))):
        found = (1 - TITLE_SHARE) * found + TITLE_SHARE * cosine(*titles)
    return found - min(LATER_PER_WEEK * days_apart(one.published, other.published) / 7, LATER_MOST)


@pytest.mark.parametrize("packed", [False, True])
def test_scores_are_those_of_two_by_two(packed: bool) -> None:
    prints = [fingerprint(r.title, r.text, r.url, r.published) for r in map(record, own("stories")[:40])]
    prints += [fingerprint("A headline alone", "", "", None), fingerprint("", "Short and without one.", "", None)]
    prints += [fingerprint("", "", "", None)]
    if packed:
        prints = [replace(one, terms=PackedTerms.of(one.terms)) for one in prints]
    counted = [term for one in prints[:20] for term in one.posted]
    rarity = Rarity(500, {term: 1 + counted.count(term) for term in [*counted, 12345]})
    profiles = [Profile(one, one.published) for one in prints]
    alike = Likeness(profiles, rarity)
    for place, one in enumerate(profiles):
        assert alike.scores(place) == pytest.approx([score(one, other, rarity) for other in profiles], abs=1e-9)


@pytest.mark.parametrize("counts", [{}, {12345: 2}])
def test_articles_without_a_word_are_like_nothing(counts: dict[int, int]) -> None:
    blank = Profile(fingerprint("", "…", "", None), None)
    assert Likeness([blank, blank], Rarity(500, counts)).scores(0) == [0.0, 0.0]
