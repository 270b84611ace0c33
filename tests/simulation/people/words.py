"""What callers do at the doors to the outside: which keys lead there, and who says anything after a tone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Impossible
from tests.simulation import shop

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

_NO = {shop.DECLINE: 0.03, shop.PIN: 0.01}
OUTSIDE: dict[str, dict[str, float]] = {
    shop.REASON: {"1": 0.35, "2": 0.1, shop.LOOK: 0.25, shop.SPEAK: 0.2, "7": 0.02, "": 0.04, **_NO},
    shop.WORDS: {"1": 0.15, "7": 0.05, "": 0.8},
    shop.MESSAGE: {"": 0.9, "#": 0.1},
}
"""What callers press, in worlds whose flows have doors to the outside."""
SPOKEN = (shop.WORDS, shop.MESSAGE)
"""What is followed by a tone."""
SAYS = 0.6
"""How often anything is said after it."""


def speaks(centre: Centre, sid: str, seconds: float) -> None:
    """Somebody says something, to whoever listens."""
    with suppress(Impossible):
        centre.exchange.speak(sid, "my parcel is late", seconds)
