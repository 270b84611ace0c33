"""THE PROOF: over all ways a call can go, nobody who asked for a person, or who said nothing, is left with nothing.

What the system decides counts as well: the hour, who is calling, whether somebody came. A failing way is found as a
shortest one, and told as a dialogue elsewhere. It walks states of (place, debt, did a key lead here): few, so it ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.check.graph import how_silent, reaching
from ivr.authoring.check.ways import Debt, Exit, How, Place, Ways
from ivr.authoring.codes import Code

_CODES = {
    Debt.SILENT: Code.SILENT_END,
    Debt.PASSED: Code.CLOSED_OUT,
    Debt.DECIDED: Code.CLOSED_OUT,
    Debt.ASKED: Code.LEFT_ALONE,
}
_BY_CHOICE = (Debt.SILENT, Debt.PASSED)
"""Debts that any key press ends, for then the caller has chosen."""


@dataclass(frozen=True, slots=True)
class State:
    place: str
    debt: Debt
    pressed: bool
    """Whether the last decision on the way here was a key press."""


@dataclass(frozen=True, slots=True)
class Leg:
    """From a place by one of its exits, and on through places that decide nothing, to the next."""

    place: str
    way: Exit
    through: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What goes wrong, the exit at which it does, and the whole way there. `opening` is passed before the first leg."""

    code: Code
    way: Exit
    opening: tuple[str, ...]
    legs: tuple[Leg, ...]
    to: str


@dataclass(frozen=True, slots=True)
class _Walk:
    places: Ways
    landings: dict[str, str | None]
    """For each place the next one at which something is decided or ends; None: never."""
    at_once: frozenset[str]
    """From where the system alone may lead to a person."""
    in_silence: frozenset[str]
    """From where a silent caller may come to a person."""


def prove(start: str, places: Ways) -> tuple[Failure, ...]:
    """Every exit at which a call can go wrong, each once; empty: proven."""
    walk = _walk(places)
    first = walk.landings[start]
    if first is None:
        return ()
    opening = _through(start, walk)
    root = State(first, Debt.NONE, False)
    before: dict[State, tuple[State, Leg] | None] = {root: None}
    failures = dict[tuple[str, str], Failure]()
    if code := _wrong(places[first], root):
        way = Exit("start", How.ON, start, places[start].mark)
        failures["", "start"] = Failure(code, way, opening, (), first)
    waiting = deque([root])
    while waiting:
        state = waiting.popleft()
        for leg, after in _steps(state, walk):
            if code := _wrong(walk.places[leg.to], after):
                legs = (*_legs(state, before), leg)
                failures.setdefault((leg.place, leg.way.label), Failure(code, leg.way, opening, legs, leg.to))
            if after not in before:
                before[after] = (state, leg)
                waiting.append(after)
    return tuple(failures.values())


def _steps(state: State, walk: _Walk) -> Iterator[tuple[Leg, State]]:
    place = walk.places[state.place]
    debt = _on_entering(place, state.debt, walk)
    for way in place.exits:
        to = walk.landings[way.target]
        if to is not None:
            leg = Leg(place.name, way, _through(way.target, walk), to)
            pressed = way.how is How.KEY or (way.how is How.ON and state.pressed)
            yield leg, State(to, _after(way, debt), pressed)


def _on_entering(place: Place, debt: Debt, walk: _Walk) -> Debt:
    """Where the system decides, and one of its ways may lead to a person, all of them owe as much."""
    decided = [way.target for way in place.exits if way.how is How.SYSTEM and way.leaves is None]
    if len(decided) < 2:
        return debt
    if any(target in walk.at_once for target in decided):
        return max(debt, Debt.DECIDED)
    if any(target in walk.in_silence for target in decided):
        return max(debt, Debt.PASSED)
    return debt


def _after(way: Exit, debt: Debt) -> Debt:
    if way.leaves is not None:
        return way.leaves
    if way.how in (How.KEY, How.ANSWER) and debt in _BY_CHOICE:
        return Debt.NONE
    if way.how is How.SILENCE:
        return max(debt, Debt.SILENT)
    return debt


def _wrong(place: Place, state: State) -> Code | None:
    if place.kind == "hang_up":
        return _CODES.get(state.debt)
    return Code.DECLINE_UNASKED if place.kind == "decline" and not state.pressed else None


def _legs(state: State, before: dict[State, tuple[State, Leg] | None]) -> tuple[Leg, ...]:
    legs = list[Leg]()
    step = before[state]
    while step is not None:
        legs.append(step[1])
        step = before[step[0]]
    return tuple(reversed(legs))


def _walk(places: Ways) -> _Walk:
    transfers = [name for name, place in places.items() if place.kind == "transfer"]

    def undecided(way: Exit) -> bool:
        return way.how in (How.ON, How.SYSTEM) and way.leaves is None

    def silent(way: Exit) -> bool:
        return how_silent(way.how) and way.leaves is None

    return _Walk(
        places,
        _landings(places),
        frozenset(reaching(transfers, places, undecided)),
        frozenset(reaching(transfers, places, silent)),
    )


def _decides_nothing(place: Place) -> bool:
    return place.kind in ("say", "play", "go", "todo", "set") and len(place.exits) == 1


def _landings(places: Ways) -> dict[str, str | None]:
    landings: dict[str, str | None] = {}
    for name in places:
        path = dict[str, None]()
        while name not in landings and name not in path and _decides_nothing(places[name]):
            path[name] = None
            name = places[name].exits[0].target
        end = landings.get(name) if name in landings else None if name in path else name
        landings.update(dict.fromkeys(path, end))
        landings.setdefault(name, end)
    return landings


def _through(name: str, walk: _Walk) -> tuple[str, ...]:
    """The places that are passed from here, this one included, before something is decided."""
    passed, end = list[str](), walk.landings[name]
    while name != end:
        passed.append(name)
        name = walk.places[name].exits[0].target
    return tuple(passed)
