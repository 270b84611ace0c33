"""What a model allows, seen from outside: which pictures of our rows may follow each other, whatever is hidden behind.

A picture is coarse on purpose: it keeps what the ledger tells of a transfer or a callback and of who is being asked,
and nothing of telephones, of faults, or of what is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ivr.promise import callback, offer, transfer
from tests.models.agent import Agent
from tests.models.callback import AT_WORK
from tests.models.callback import Scene as CallbackScene
from tests.models.callback_world import CallbackWorld
from tests.models.explore import Step, World, explore
from tests.models.shown_world import ShownWorld
from tests.models.transfer import Scene

Picture = tuple[str, ...]
"""The state of the row, of the caller's own transfer where a callback is pictured, then who is asked, in order."""
NONE, TAKEN, YES = "-", "taken", "yes"
UNITS = 3
"""So many steps of the model one unit of work may do at once: a round is over, and the next agents are asked."""
SHOWN = 1
"""And one more where agents are shown who waits: two are asked, and both are shown it."""
MOST = 2
"""Agents of the models: where more are asked at once, they have nothing to say."""


class Relation:
    """Which picture may follow which, in one unit of work."""

    def __init__(self, steps: Iterable[tuple[Picture, Picture]]) -> None:
        self.after: dict[Picture, set[Picture]] = defaultdict(set)
        for before, after in steps:
            self.after[before].add(after)

    def allows(self, before: Picture, after: Picture, more: int = 0) -> bool:
        """Whether a few steps of the model lead from one to the other; `more`: so many more than mostly."""
        reached = {before}
        for _ in range(UNITS + more):
            reached |= {further for one in reached for further in self.after.get(one, ())}
            if after in reached:
                return True
        return False


class _Watched:
    """A world whose every step is noted down, as a pair of pictures."""

    def __init__(self, world: World[Any], picture: Callable[[Any], Picture]) -> None:
        self._world, self._picture = world, cache(picture)
        self.steps_taken: set[tuple[Picture, Picture]] = set()

    def steps(self, state: Any) -> list[Step[Any]]:
        found = list(self._world.steps(state))
        before = self._picture(state)
        self.steps_taken.update((before, self._picture(step.after)) for step in found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)


@cache
def _explored() -> tuple[_Watched, _Watched]:
    """The worlds as small as they still show everything, each gone through once."""
    transfers, callbacks = _Watched(ShownWorld(1), _transfer), _Watched(CallbackWorld(2), _callback)
    explore(transfers, 2)
    explore(callbacks, 1)
    return transfers, callbacks


@cache
def of_transfers() -> Relation:
    """What may become of one transfer."""
    return Relation(_explored()[0].steps_taken)


@cache
def of_callbacks() -> Relation:
    """What may become of one callback, and of the caller's own call meanwhile."""
    return Relation(_explored()[1].steps_taken)


def taken() -> frozenset[str]:
    """The transitions of the product's tables that were gone through, by name."""
    transfers, callbacks = _explored()
    return frozenset(transfers.taken | callbacks.taken)


def _transfer(s: Scene) -> Picture:
    final = s.row.state in transfer.FINAL
    asked = (_asked(agent, agent.ours and not final, coarse=False) for agent in s.agents)
    return (s.row.state.value, *in_order(asked))


def _callback(s: CallbackScene) -> Picture:
    if s.row.state in callback.FINAL:
        return (s.row.state.value,)
    asked = (
        _asked(agent, agent.ours and not agent.for_caller and s.row.state in AT_WORK, coarse=True) for agent in s.agents
    )
    return (s.row.state.value, own(s.row.transfer), *in_order(asked))


def _asked(agent: Agent, said_yes: bool, coarse: bool) -> str:
    if agent.offer is None:
        return NONE
    return asked(agent.offer, said_yes, coarse, agent.for_caller)


def asked(state: offer.State, said_yes: bool, coarse: bool, for_caller: bool) -> str:
    """One agent in a picture. `coarse`: not how the carrier fares with the request, but for whom it is."""
    if state is offer.State.ACCEPTED:
        return YES if said_yes else NONE
    if state in offer.FINAL:
        return NONE
    if not coarse:
        return state.value
    shown = state.value if state is offer.State.SCREENING else "asked"
    return f"{shown} for the caller on the line" if for_caller else shown


def own(state: transfer.State | None) -> str:
    """The caller's own transfer beside the callback, told coarsely."""
    if state is None or state in transfer.FINAL:
        return NONE
    return state.value if state in (transfer.State.WAITING, transfer.State.OFFERED) else TAKEN


def in_order(agents: Iterable[str]) -> tuple[str, ...]:
    """Who is asked, the silent left out: agents are not told apart."""
    return tuple(sorted(one for one in agents if one != NONE))
