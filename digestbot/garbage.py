"""Python's collector of reference cycles, told to leave alone what a process has loaded for good.

It looks at every object alive again and again: at those of 230,000 that modules are made of for a tenth of a second
each time, in which the event loop stands still. Hardly anything here is a cycle.
"""

from __future__ import annotations

import gc

# Objects made before the young ones are looked at (Python 3.11: 700). A round of a thousand sources makes as many in
# its tasks and records, all of them in use: it is looked at twice instead of twenty times.
YOUNG = 10_000


def settle() -> None:
    """To be called in a command or service when its modules are loaded, and in a worker when its model is.

    What is made later is collected as ever.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
