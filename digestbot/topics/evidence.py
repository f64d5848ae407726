"""Names found in a text → may it be called relevant at all? A text of the sector names the sector. Pure.

The model was fitted on short texts near the sector. A long essay about something else adds up many faint hints, and a
bare headline has too few words to tell: both need a name before anything is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from digestbot.topics.examples import CORE
from digestbot.topics.lexicon import Found, Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Chosen on the sample newsroom's 80 articles (all 70 relevant ones kept) and on general news and blogs, of which the
# doubtful long texts hold no telling name and at most three hints.
LONG: Final = 140  # tokens: beyond any of the examples; an article about the sector names it again and again
RECURRING: Final = 2  # mentions of telling names that a long text needs, unless one is in its title
SURE: Final = 0.9  # relevance from which one telling name or HINTS different weaker ones are enough for a long text
HINTS: Final = 4
CERTAIN: Final = 0.97  # relevance from which any name at all is
BARE: Final = 0.8  # relevance that a short text without any name of a core topic needs to count all the same
TINY: Final = 12  # tokens: a bare headline, in which every word weighs too much to be believed without a name
CAP: Final = 0.3  # what is claimed at most without evidence


def is_telling(groups: Sequence[Group]) -> list[bool]:
    """Which groups nearly settle a core topic by themselves."""
    return [group.strength == "strong" and bool(set(group.topics) & set(CORE)) for group in groups]


def is_hint(groups: Sequence[Group]) -> list[bool]:
    """Which groups point to a core topic at all."""
    return [bool(set(group.topics) & set(CORE)) for group in groups]


def limit(
    relevance: NDArray[np.float32],
    lengths: Sequence[int],
    names: Sequence[Sequence[Found]],
    title_ends: Sequence[int],
    telling: Sequence[bool],
    hint: Sequence[bool],
) -> NDArray[np.float32]:
    """Relevance, capped for texts without the evidence they need. ``title_ends``: positions, as those of ``names``.

    ``telling`` and ``hint``: by number of the group.
    """
    capped = relevance.copy()
    for number in np.flatnonzero(relevance > CAP).tolist():
        if lengths[number] > LONG:
            told = {one.position for one in names[number] if telling[one.group]}
            hints = {one.name for one in names[number] if hint[one.group]}
            enough = (
                any(telling[one.group] for one in names[number] if one.position < title_ends[number])
                or len(told) >= RECURRING
                or (relevance[number] >= SURE and bool(told or len(hints) >= HINTS))
                or (relevance[number] >= CERTAIN and bool(hints))
            )
        else:
            sure = relevance[number] >= BARE and lengths[number] > TINY
            enough = sure or any(hint[one.group] for one in names[number])
        if not enough:
            capped[number] = CAP
    return capped
