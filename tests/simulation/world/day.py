"""The day of one world: who rings in when, which agents come and go, who must not be phoned any more."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from ivr.promise.callback import FINAL
from ivr.switchboard import interventions
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Callback, Caller
from tests.simulation.people.callers import Caller as Person

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

CALLS = 10
"""Calls that are planned per world; more come when people ring in at bad moments."""
SPANS = (300.0, 1200.0, 3600.0, 21_600.0)
"""Seconds over which they come."""


def plan(centre: Centre) -> float:
    """Puts all of it on the agenda; when the last planned call comes."""
    dice, now = centre.chance.dice("day"), centre.exchange.now
    span = dice.choice(SPANS)
    times = sorted(now + dice.uniform(0, span) for _ in range(CALLS))
    for index, when in enumerate(times):
        person = dice.choice(centre.people.callers)
        if index not in centre.plan.without_calls:
            centre.at(when, person.ring_in, person.name)
    for agent in centre.people.agents:
        for _ in range(dice.choice((0, 0, 1, 2, 3))):
            leaves = dice.uniform(now, times[-1])
            centre.at(leaves, partial(agent.says, False), agent.name)
            centre.at(leaves + dice.uniform(60, 3600), partial(agent.says, True), agent.name)
    if dice.random() < 0.15:
        person = dice.choice(centre.people.callers)
        centre.at(dice.uniform(now, times[-1]), partial(bar, centre, person), "do not call")
    for _ in range(dice.choice((0, 0, 1, 3))):
        centre.at(dice.uniform(now, times[-1]), partial(intervene, centre, dice), "console")
    return times[-1]


def intervene(centre: Centre, dice: Random) -> None:
    """Somebody of the business calls a callback off, or puts it off."""
    rows = [row for row in centre.oracle.every(Callback).values() if row.state not in FINAL]
    if not rows:
        return
    row = dice.choice(rows)
    with suppress(Unreachable):
        if dice.random() < 0.4:
            centre.called_off.add(row.id)
            interventions.cancel(centre.board, row.public_id)
        else:
            later = centre.now() + timedelta(minutes=dice.choice((-5, 5, 60, 600)))
            interventions.reschedule(centre.board, row.public_id, later)


def bar(centre: Centre, person: Person) -> None:
    """Somebody wrote to us that they must not be phoned; from when on that stands in our rows, is noted."""
    # Where it could not be noted, it may stand there even so.
    with suppress(Unreachable), centre.store.unit("operator") as unit:
        row = unit.one(Caller, number=person.number)
        if row is not None:
            unit.save(replace(unit.lock(row.id), do_not_call=True))
    if any(row.do_not_call for row in centre.oracle.rows(Caller, number=person.number)):
        centre.barred[person.number] = centre.exchange.now
