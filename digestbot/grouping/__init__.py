"""Near-duplicates and stories: article and candidates → copy of, part of a story, or news of its own. No I/O."""

from digestbot.grouping.batches import Record, run
from digestbot.grouping.changes import is_material_change
from digestbot.grouping.fingerprints import fingerprint
from digestbot.grouping.lead import best
from digestbot.grouping.places import place, terms_to_count

__all__ = ["Record", "best", "fingerprint", "is_material_change", "place", "run", "terms_to_count"]
