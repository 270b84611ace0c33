"""Makes a failing world shorter: leaves out habits, calls, faults, agents, as long as it breaks the same promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.simulation.run import live
from tests.simulation.world.day import CALLS
from tests.simulation.world.plan import Plan


def shortest(plan: Plan, invariant: str) -> Plan:
    """The smallest plan that was found; each step runs the world once more."""
    for shorter in _steps(plan):
        both = _together(plan, shorter)
        _, broken = live(both)
        if broken and broken[0] == invariant:
            plan = both
    return plan


def _steps(plan: Plan) -> Iterator[Plan]:
    """One thing left out at a time, the largest first."""
    centre, _ = live(plan)
    yield replace(plan, plain=True)
    yield from (replace(plan, without_calls=frozenset({call})) for call in range(CALLS))
    yield from (replace(plan, without=frozenset({fault})) for fault in centre.chance.rates)
    yield from (replace(plan, without_people=frozenset({agent.name})) for agent in centre.people.agents)


def _together(one: Plan, other: Plan) -> Plan:
    return replace(
        one,
        without_calls=one.without_calls | other.without_calls,
        without=one.without | other.without,
        without_people=one.without_people | other.without_people,
        plain=one.plain or other.plain,
    )
