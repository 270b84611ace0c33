"""The day of one world: who rings in when, which agents come and go, and when what lasts begins to go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.people.attackers import Attacker
from tests.simulation.people.callers import Caller
from tests.simulation.people.operators import Operator
from tests.simulation.world import places
from tests.simulation.world.chance import Fault
from tests.simulation.world.faults import SPELLS

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

CALLS = 10
"""Calls that are planned per world; more come when people ring in at bad moments, or again."""
SPANS = (300.0, 1200.0, 3600.0, 21_600.0)
"""Seconds over which they come."""
RUSH = 45.0
SPIKE = 4
"""In a spike calls come so many times as fast."""
BEGINNINGS = 2
"""At so many moments of a day each spell may begin."""
FLOODS = 4


def plan(centre: Centre) -> float:
    """Puts all of it on the agenda; after when nothing that was planned is still to come, or lasts."""
    dice, now = centre.chance.dice("day"), centre.exchange.now
    span = dice.choice(SPANS)
    spike = dice.random() < 0.3
    times = sorted(now + _moment(dice, span, spike) for _ in range(CALLS))
    if centre.chance.strikes(Fault.RUSH):
        times = sorted(now + centre.chance.of(Fault.RUSH).uniform(0, RUSH) for _ in range(CALLS))
        centre.at(centre.chance.of(Fault.RUSH).uniform(now, now + 2 * RUSH), partial(_all_leave, centre), "all leave")
    for index, when in enumerate(times):
        person = dice.choice(centre.people.callers)
        if index not in centre.plan.without_calls:
            centre.at(when, person.ring_in, person.name)
    _shifts(centre, dice, now, times[-1])
    _people(centre, now, times[-1])
    return max(times[-1], *_spells(centre, now, times[-1]))


def _moment(dice: Random, span: float, spike: bool) -> float:
    """When a call comes; in a spike half of them come in an eighth of the time."""
    if spike and dice.random() < 0.5:
        return span / 2 + dice.uniform(0, span / (2 * SPIKE))
    return dice.uniform(0, span)


def _shifts(centre: Centre, dice: Random, now: float, last: float) -> None:
    """Agents go away for a while, or for good as long as people ring in."""
    for agent in centre.people.agents:
        for _ in range(dice.choice((0, 0, 1, 2, 3))):
            leaves = dice.uniform(now, last)
            centre.at(leaves, partial(agent.says, False), agent.name)
            centre.at(leaves + dice.uniform(60, 3600), partial(agent.says, True), agent.name)


def _all_leave(centre: Centre) -> None:
    for agent in centre.people.agents:
        agent.says(False)
        back = centre.exchange.now + centre.chance.of(Fault.RUSH).uniform(60, 1800)
        centre.at(back, partial(agent.says, True), agent.name)


def _people(centre: Centre, now: float, last: float) -> None:
    """Those who are neither callers nor agents, and callers who are up to no good."""
    chance = centre.chance
    centre.people.operator = operator = Operator(centre)
    _sometimes(centre, Fault.BY_HAND, 3, operator.intervenes, now, last)
    _sometimes(centre, Fault.BY_HAND, 1, operator.bars, now, last)
    _sometimes(centre, Fault.REPUBLISHED, 2, operator.publishes, now, last)
    _sometimes(centre, Fault.POISON, 1, operator.poisons, now, last)
    if Fault.ATTACK in chance.rates:
        Attacker(centre).waits()
    if chance.draws(Fault.FLOOD):
        flooder = Caller(centre, len(centre.people.callers))
        flooder.number, flooder.withheld = chance.of(Fault.FLOOD).choice((places.COSTLY, flooder.number)), False
        flooder.takes_callback = 1.0
        centre.people.add(flooder)
        for _ in range(FLOODS):
            centre.at(chance.of(Fault.FLOOD).uniform(now, last), partial(_floods, centre, flooder), "flood")


def _floods(centre: Centre, flooder: Caller) -> None:
    centre.chance.count(Fault.FLOOD, "rings in")
    flooder.ring_in()


def _sometimes(centre: Centre, fault: Fault, times: int, act: Callable[[], object], now: float, last: float) -> None:
    """At some moments, should the fault be one of this world's."""
    dice = centre.chance.of(fault)
    for _ in range(times):
        if centre.chance.draws(fault):
            centre.at(dice.uniform(now, last), partial(_unless_over, centre, act), str(fault))


def _unless_over(centre: Centre, act: Callable[[], object]) -> None:
    if not centre.chance.off:
        act()


def _spells(centre: Centre, now: float, last: float) -> Iterator[float]:
    """When each of what lasts begins; yields until when it does."""
    yield now
    for fault in SPELLS:
        dice = centre.chance.of(fault)
        for _ in range(BEGINNINGS):
            if centre.chance.draws(fault):
                begins, lasts = dice.uniform(now, last), _length(dice, fault)
                centre.at(begins, partial(_begin, centre, fault, lasts), str(fault))
                yield begins + lasts


def _length(dice: Random, fault: Fault) -> float:
    low, high = SPELLS[fault]
    return low * (high / low) ** dice.random()


def _begin(centre: Centre, fault: Fault, lasts: float) -> None:
    if centre.chance.off:
        return
    centre.chance.begin(fault, lasts)
    if fault is Fault.OUTAGE and centre.exchange.live():
        centre.chance.count(Fault.OUTAGE, "legs dropped")
        centre.exchange.black_out()
