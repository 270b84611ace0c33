"""S17: what costs money. Only ordinary numbers in our countries are rung, none of our own, and never too many."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneNumberType

from ivr.switchboard.rows import Agent
from tests.simulation import shop
from tests.simulation.oracle.rung import LAST_WORDS
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

ORDINARY = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
COUNTRIES = ("BD", "US")
HOUR, DAY = 3600.0, 86_400.0
ON_THE_WAY = LAST_WORDS + 240.0
"""Seconds between a yes, which counts as a ring with us, and the ringing: the last words, and the slowest answer."""


@cache
def ordinary(number: str) -> bool:
    """Whether a person answers there at an ordinary price, in one of the shop's countries."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    there = phonenumbers.region_code_for_number(parsed) in COUNTRIES
    return there and phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in ORDINARY


class Money:
    """Every leg that we cause."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def created(self, leg: Leg) -> None:
        """A leg begins."""
        if leg.direction == FROM_API:
            ours = any(agent.address == leg.number for agent in self._oracle.every(Agent).values())
            self._oracle.hold("S17 only agents are asked", ours, f"{leg.number} is no agent's")
        elif leg.direction == FROM_DIAL:
            self._customer(leg)

    def _customer(self, leg: Leg) -> None:
        hold, number = self._oracle.hold, leg.number
        hold("S17 ordinary numbers in our countries", ordinary(number), f"{number} is rung")
        ours = number == shop.NUMBER or any(one.address == number for one in self._oracle.every(Agent).values())
        hold("S17 none of our own numbers", not ours, f"{number} is ours, and is rung")
        rules = self._oracle.centre.board.rules
        if rules.rings_an_hour is not None:
            so_far = self._rung(leg, HOUR, number[:-4])
            hold("S17 so many an hour", so_far <= rules.rings_an_hour, f"{so_far} of {number[:-4]} in an hour")
        if rules.rings_a_day is not None:
            so_far = self._rung(leg, DAY, "")
            hold("S17 so many a day in all", so_far <= rules.rings_a_day, f"{so_far} in a day")

    def _rung(self, leg: Leg, seconds: float, block: str) -> int:
        """How many customers' legs began in that time, this one included."""
        since = leg.created - seconds + ON_THE_WAY
        rung = self._oracle.centre.truth.rung
        return sum(
            one.created > since for number, legs in rung.items() if number[:-4] == block or not block for one in legs
        )
