"""Which box stands above which: a layer for every box, and in each layer an order with few crossings.

Ways that lead back are turned round for this, so that every way leads down; arrows over several layers pass through a
place in each, and their labels have places of their own, half a layer below where the arrow begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 8
"""Down and up again so often; more change little."""


@dataclass(slots=True)
class Place:
    """A box, a label, or a bend of an arrow. `ups` and `downs` are its neighbours, by number."""

    layer: int
    box: str = ""
    arrow: int = -1
    labelled: bool = False
    ups: list[int] = field(default_factory=list)
    downs: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layers:
    """`rows` are the places of each layer from left to right; `routes` the places of each arrow, from its start on."""

    places: tuple[Place, ...]
    rows: tuple[tuple[int, ...], ...]
    routes: tuple[tuple[int, ...], ...]


def in_layers(boxes: Sequence[str], arrows: Sequence[tuple[str, str]]) -> Layers:
    """`boxes` by name, the first one on top; `arrows` as from and to, each pair once, none from a box to itself."""
    turned = _backwards(boxes, arrows)
    down = [(end, start) if number in turned else (start, end) for number, (start, end) in enumerate(arrows)]
    layer = _longest(boxes, down)
    places = [Place(2 * layer[box], box) for box in boxes]
    numbers = {box: number for number, box in enumerate(boxes)}
    routes = []
    for arrow, (start, end) in enumerate(down):
        route = _route(places, arrow, numbers[start], numbers[end], arrow in turned)
        routes.append(tuple(reversed(route)) if arrow in turned else tuple(route))
    rows = _rows(places)
    return Layers(tuple(places), tuple(map(tuple, _sorted(rows, places))), tuple(routes))


def _backwards(boxes: Iterable[str], arrows: Sequence[tuple[str, str]]) -> set[int]:
    """The arrows that lead back to where a walk from the first box came from."""
    out = dict[str, list[int]]()
    for number, (start, _) in enumerate(arrows):
        out.setdefault(start, []).append(number)
    back, done, path = set[int](), set[str](), dict[str, Iterator[int]]()
    for first in boxes:
        if first not in done:
            path[first] = iter(out.get(first, ()))
        while path:
            box, rest = next(reversed(path.items()))
            number = next(rest, -1)
            if number < 0:
                done.add(box)
                del path[box]
            elif (end := arrows[number][1]) in path:
                back.add(number)
            elif end not in done:
                path[end] = iter(out.get(end, ()))
    return back


def _longest(boxes: Sequence[str], down: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """Each box one below the lowest that leads to it."""
    waits = dict.fromkeys(boxes, 0)
    out = dict[str, list[str]]()
    for start, end in down:
        waits[end] += 1
        out.setdefault(start, []).append(end)
    layer = dict.fromkeys(boxes, 0)
    free = [box for box in boxes if not waits[box]]
    for box in free:
        for end in out.get(box, ()):
            layer[end] = max(layer[end], layer[box] + 1)
            waits[end] -= 1
            if not waits[end]:
                free.append(end)
    return layer


def _route(places: list[Place], arrow: int, start: int, end: int, turned: bool) -> list[int]:
    """A new place on every layer between the two. The label stands nearest to where the arrow really begins."""
    first, last = places[start].layer + 1, places[end].layer
    label = last - 1 if turned else first
    route = [start]
    for layer in range(first, last):
        places.append(Place(layer, arrow=arrow, labelled=layer == label))
        route.append(len(places) - 1)
    route.append(end)
    for above, below in zip(route, route[1:], strict=False):
        places[above].downs.append(below)
        places[below].ups.append(above)
    return route


def _rows(places: Sequence[Place]) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in range(max(place.layer for place in places) + 1)]
    for number, place in enumerate(places):
        rows[place.layer].append(number)
    return rows


def _sorted(rows: list[list[int]], places: Sequence[Place]) -> list[list[int]]:
    """Each place near the middle of its neighbours, row after row, down and up; the order with the fewest crossings."""
    best, least = rows, _crossings(rows, places)
    for _ in range(SWEEPS):
        rows = [row[:] for row in rows]
        for down in (True, False):
            for row in rows[1:] if down else rows[-2::-1]:
                _by_middle(row, rows, places, down)
        if (now := _crossings(rows, places)) < least:
            best, least = rows, now
    return best


def _by_middle(row: list[int], rows: list[list[int]], places: Sequence[Place], down: bool) -> None:
    beside = places[row[0]].layer + (-1 if down else 1)
    at = {number: position for position, number in enumerate(rows[beside])}
    own = {number: position for position, number in enumerate(row)}

    def middle(number: int) -> float:
        near = places[number].ups if down else places[number].downs
        return sum(at[one] for one in near) / len(near) if near else own[number]

    row.sort(key=middle)


def _crossings(rows: Sequence[Sequence[int]], places: Sequence[Place]) -> int:
    """Between each row and the next: pairs of arrows in which the left one ends on the right."""
    total = 0
    for row, below in zip(rows, rows[1:], strict=False):
        at = {number: position for position, number in enumerate(below)}
        ends = [at[end] for number in row for end in sorted(places[number].downs, key=at.__getitem__)]
        total += _inversions(ends, len(below))
    return total


def _inversions(ends: Sequence[int], size: int) -> int:
    """By a tree of sums: rows may be long."""
    tree, found = [0] * (size + 1), 0
    for count, end in enumerate(ends):
        place, before = end + 1, 0
        while place:
            before += tree[place]
            place &= place - 1
        found += count - before
        place = end + 1
        while place <= size:
            tree[place] += 1
            place += place & -place
    return found
