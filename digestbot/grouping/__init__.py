"""Near-duplicates and stories: article and candidates → copy of, part of a story, or news of its own. No I/O."""

from digestbot.grouping.batches import Record, run
from digestbot.grouping.fingerprints import fingerprint
from digestbot.grouping.places import place

__all__ = ["Record", "fingerprint", "place", "run"]
