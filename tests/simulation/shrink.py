"""Makes a failing world shorter: leaves out calls, then faults, as long as it still breaks the same promise."""

from __future__ import annotations

from dataclasses import replace

from tests.simulation.run import live
from tests.simulation.world.centre import Plan
from tests.simulation.world.chance import Fault
from tests.simulation.world.day import CALLS


def shortest(plan: Plan, invariant: str) -> Plan:
    """The smallest plan that was found; each step runs the world once more."""
    for call in range(CALLS):
        plan = _if_it_still_breaks(plan, replace(plan, without_calls=plan.without_calls | {call}), invariant)
    for fault in Fault:
        plan = _if_it_still_breaks(plan, replace(plan, without=plan.without | {fault}), invariant)
    return plan


def _if_it_still_breaks(plan: Plan, shorter: Plan, invariant: str) -> Plan:
    _, broken = live(shorter)
    return shorter if broken and broken[0] == invariant else plan
