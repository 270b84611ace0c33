"""How long something takes, told by the quickest of a few runs: what makes the others longer is the machine, on which
other programs run. No test stands here."""

import time
from collections.abc import Callable

TRIES = 6
"""What is slow by itself is slow as often as that."""


def quickest(most: float, act: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> float:
    """Seconds of the first run that takes no longer than `most`, else of the quickest. `clock`: real time, unless it is
    the processor's."""
    took = [most * 1000]
    while min(took) > most and len(took) <= TRIES:
        began = clock()
        act()
        took.append(clock() - began)
    return min(took)
