"""How long a wait is said to be: an honest figure, or none at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

SAMPLES = 10
"""With fewer answered waits than this no time is spoken: a guess is not a promise."""

STEP = 5
"""Minutes to which the figure is rounded up."""


def minutes(waits: Sequence[float], position: int) -> int | None:
    """Minutes to speak to the caller who stands at `position` (1 is next), or None for no figure.

    The 80th percentile of the last answered waits (seconds), scaled by the position, rounded up to five minutes.
    """
    if len(waits) < SAMPLES:
        return None
    ranked = sorted(waits)
    percentile = ranked[math.ceil(0.8 * len(ranked)) - 1]
    return max(STEP, math.ceil(percentile * max(1, position) / 60 / STEP) * STEP)
