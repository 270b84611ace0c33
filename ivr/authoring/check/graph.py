"""Whether every node can be reached, leads to an end, and never goes round without the caller doing anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from ivr.authoring.check import counted
from ivr.authoring.check.ways import Exit, How, Ways
from ivr.authoring.codes import Code
from ivr.authoring.nodes import END
from ivr.authoring.problem import Findings, listed

Follow = Callable[[Exit], bool]


def check_reach(start: str, places: Ways, found: Findings) -> None:
    """Only where every name is known: else what is missing would be called unreachable too."""
    reached = reach([start], places)
    for name, place in places.items():
        if name not in reached and name != END:
            found.add(
                Code.UNREACHABLE,
                place.mark,
                f'no call ever comes to "{name}"',
                f'a way that leads here from "{start}", or no such node',
            )
    ends = [name for name, place in places.items() if place.kind == "hang_up" or not place.kind]
    ending = reaching(ends, places, lambda way: True)
    if endless := [name for name in places if name in reached and name not in ending]:
        first, *others = endless
        also = f"nor from {listed(others)}" if others else ""
        message = f'from "{first}" no call ever ends'
        found.add(Code.NO_END, places[first].mark, message, "a way to a hang_up, a decline or a callback", also)


def check_endless(places: Ways, found: Findings) -> None:
    """Loops that a silent caller goes round for ever; one problem for each knot of them."""
    for knot, around in endless(places):
        cycle = _round(min(knot), knot, around)
        story = " → ".join([*cycle, cycle[0]]) if len(cycle) <= 12 else " → ".join([*cycle[:11], "…", cycle[0]])
        found.add(
            Code.ENDLESS,
            places[cycle[0]].mark,
            "a caller who presses nothing goes round here for ever",
            "a way out that needs no key",
            f"the round is {story}",
        )


def endless(places: Ways) -> Iterator[tuple[set[str], Ways]]:
    """Each knot in which a silent caller may stay, with the ways that make it one.

    A round that a count ends is none, as long as the caller is waited for in it: nothing else changes by itself.
    """
    left = _without_counted(places)
    tied = list(knots(left, without_caller))
    yield from ((knot, left) for knot in tied)
    if left is not places:
        hurried = {name: replace(it, exits=tuple(filter(_at_once, it.exits))) for name, it in places.items()}
        for knot in knots(hurried, without_caller):
            if not any(knot <= other for other in tied):
                yield knot, hurried


def _at_once(way: Exit) -> bool:
    return way.how in (How.ON, How.SYSTEM)


def _without_counted(places: Ways) -> Ways:
    """The flow without the ways that a count allows only so often, taken out as long as there are any."""
    known = counted.counters(places)
    left = dict(places)
    while known.counts:
        found = {name: labels for knot in knots(left, without_caller) for name, labels in _bounded(knot, left, known)}
        if not found:
            break
        left |= {name: counted.without(left[name], labels) for name, labels in found.items()}
    return left if known.counts else places


def _bounded(knot: set[str], places: Ways, known: counted.Counters) -> Iterator[tuple[str, set[str]]]:
    """Ways within a knot on which an answer must be below a bound, and from which none comes back without counting."""
    again = counted.set_in(knot, places) | known.others
    for name in knot:
        labels = set[str]()
        for label, answer in counted.bounds(places[name]):
            places_that_count = known.counts.get(answer, set()) & knot
            for way in places[name].exits:
                if way.label == label and places_that_count and answer not in again and way.target in knot:
                    uncounted = knot - places_that_count
                    back = _spread([way.target] if way.target in uncounted else [], _within(uncounted, places))
                    labels |= set() if name in back else {label}
        if labels:
            yield name, labels


def _within(inside: Collection[str], places: Ways) -> Callable[[str], Iterable[str]]:
    """The silent ways on that stay among these."""
    return lambda at: [way.target for way in places[at].exits if without_caller(way) and way.target in inside]


def without_caller(way: Exit) -> bool:
    """Whether a call takes this way without a key and without a talk."""
    return how_silent(way.how)


def how_silent(how: How) -> bool:
    return how in (How.ON, How.SYSTEM, How.SILENCE)


def reach(starts: Iterable[str], places: Ways, follow: Follow = lambda way: True) -> set[str]:
    """Everything that can be reached from these, themselves included, by ways that `follow` allows."""
    return _spread(starts, lambda name: (way.target for way in places[name].exits if follow(way)))


def reaching(goals: Iterable[str], places: Ways, follow: Follow) -> set[str]:
    """Everything from which one of the goals can be reached, themselves included."""
    back = _backwards(places, follow)
    return _spread(goals, lambda name: back.get(name, ()))


def _spread(
    starts: Iterable[str], after: Callable[[str], Iterable[str]], without: Collection[str] = frozenset()
) -> set[str]:
    waiting = deque(starts)
    seen = set(waiting)
    while waiting:
        for name in after(waiting.popleft()):
            if name not in seen and name not in without:
                seen.add(name)
                waiting.append(name)
    return seen


def _backwards(places: Ways, follow: Follow) -> dict[str, list[str]]:
    back = dict[str, list[str]]()
    for name, place in places.items():
        for way in place.exits:
            if follow(way):
                back.setdefault(way.target, []).append(name)
    return back


def knots(places: Ways, follow: Follow) -> Iterator[set[str]]:
    """The sets of places between which one can go round (Kosaraju's algorithm, without recursion)."""
    back = _backwards(places, follow)
    seen = set[str]()
    for name in reversed(_finished(places, follow)):
        if name in seen:
            continue
        knot = _spread([name], lambda at: back.get(at, ()), seen)
        seen |= knot
        if len(knot) > 1 or any(way.target == name and follow(way) for way in places[name].exits):
            yield knot


def _finished(places: Ways, follow: Follow) -> list[str]:
    """All places, each after everything that was first reached from it."""
    order, seen = list[str](), set[str]()
    for root in places:
        stack = [] if root in seen else [(root, iter(places[root].exits))]
        seen.add(root)
        while stack:
            name, exits = stack[-1]
            way = next((way for way in exits if follow(way) and way.target not in seen), None)
            if way is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(way.target)
                stack.append((way.target, iter(places[way.target].exits)))
    return order


def _round(first: str, knot: set[str], places: Ways) -> list[str]:
    """A shortest round within a knot that begins at `first`."""
    before: dict[str, str] = {}
    waiting = deque([first])
    while waiting:
        name = waiting.popleft()
        for way in places[name].exits:
            if not without_caller(way) or way.target not in knot or way.target in before:
                continue
            before[way.target] = name
            if way.target == first:
                return _trace(first, before)
            waiting.append(way.target)
    return [first]


def _trace(first: str, before: dict[str, str]) -> list[str]:
    path, name = [first], before[first]
    while name != first:
        path.append(name)
        name = before[name]
    return [first, *reversed(path[1:])]
