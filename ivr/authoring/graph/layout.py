"""Where everything stands on the page: places side by side without touching, as straight below each other as may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.authoring.graph.layers import Layers, Place, in_layers

PASSES = 10
BESIDE, BELOW = 26.0, 22.0
"""Pixels between two places of a row, and between two rows."""
FAR, MOST_ROOM = 30.0, 60.0
"""Two rows between which arrows go far aside stand farther apart: a pixel for so many, and at most so many."""
STRAIGHT = 6.0
"""How much more a bend wants to stand below a bend than a box below a box."""

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a place, and its size; `row` is the height of the row in which it stands."""

    x: float
    y: float
    width: float
    height: float
    row: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`boxes` and `labels` by what they are of; `routes`: per arrow the spots that it passes, both boxes included."""

    width: float
    height: float
    boxes: Mapping[str, Spot]
    labels: Mapping[int, Spot]
    routes: tuple[tuple[Spot, ...], ...]


def lay_out(boxes: Mapping[str, Size], arrows: Sequence[tuple[str, str]], labels: Sequence[Size]) -> Layout:
    """`boxes` by name with their sizes; `labels`: one size per arrow, nothing for an arrow without one."""
    layers = in_layers(list(boxes), arrows)
    sizes = [_size(place, boxes, labels) for place in layers.places]
    across = _across(layers, sizes)
    rows = [max((sizes[number][1] for number in row), default=0.0) for row in layers.rows]
    gaps = [BELOW + min(MOST_ROOM, far / FAR) for far in _farthest(layers, across)]
    down = [sum(rows[:number]) + sum(gaps[:number]) + height / 2 for number, height in enumerate(rows)]
    spots = [
        Spot(across[number], down[place.layer], *sizes[number], rows[place.layer])
        for number, place in enumerate(layers.places)
    ]
    return Layout(
        width=max(spot.x + spot.width / 2 for spot in spots),
        height=sum(rows) + sum(gaps),
        boxes={place.box: spot for place, spot in zip(layers.places, spots, strict=True) if place.box},
        labels={place.arrow: spot for place, spot in zip(layers.places, spots, strict=True) if place.labelled},
        routes=tuple(tuple(spots[number] for number in route) for route in layers.routes),
    )


def _size(place: Place, boxes: Mapping[str, Size], labels: Sequence[Size]) -> Size:
    if place.box:
        return boxes[place.box]
    return labels[place.arrow] if place.labelled else (0.0, 0.0)


def _farthest(layers: Layers, across: Sequence[float]) -> list[float]:
    """How far aside arrows go at most between each row and the next."""
    ways = (
        [abs(across[number] - across[below]) for number in row for below in layers.places[number].downs]
        for row in layers.rows[:-1]
    )
    return [max(far, default=0.0) for far in ways]


def _across(layers: Layers, sizes: Sequence[Size]) -> list[float]:
    """The middle of each place, from the left edge on."""
    at = [0.0] * len(layers.places)
    for row in layers.rows:
        left = 0.0
        for number in row:
            at[number] = left + sizes[number][0] / 2
            left += sizes[number][0] + BESIDE
    for turn in range(PASSES):
        for row in layers.rows if turn % 2 == 0 else layers.rows[::-1]:
            _row(row, layers.places, sizes, at, turn % 2 == 0)
    left = min(middle - size[0] / 2 for middle, size in zip(at, sizes, strict=True))
    return [middle - left for middle in at]


def _row(row: Sequence[int], places: Sequence[Place], sizes: Sequence[Size], at: list[float], down: bool) -> None:
    """Each place of a row as near as can be to the middle of its neighbours above, or below, and in its order."""
    wanted, weights = list[float](), list[float]()
    for number in row:
        near = places[number].ups if down else places[number].downs
        wanted.append(sum(at[one] for one in near) / len(near) if near else at[number])
        bends = not places[number].box and len(near) == 1 and not places[near[0]].box
        weights.append((STRAIGHT if bends else 1.0) if near else 0.1)
    offsets, left = list[float](), 0.0
    for number, after in zip(row, (*row[1:], None), strict=True):
        offsets.append(left)
        left += sizes[number][0] / 2 + BESIDE + (sizes[after][0] / 2 if after is not None else 0.0)
    fitted = _rising([want - offset for want, offset in zip(wanted, offsets, strict=True)], weights)
    for number, middle, offset in zip(row, fitted, offsets, strict=True):
        at[number] = middle + offset


def _rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values that never fall: neighbours that would, meet in their middle (pool adjacent violators)."""
    pools = list[tuple[float, float, int]]()
    for value, weight in zip(values, weights, strict=True):
        pool = value, weight, 1
        while pools and pools[-1][0] > pool[0]:
            before = pools.pop()
            whole = before[1] + pool[1]
            pool = (before[0] * before[1] + pool[0] * pool[1]) / whole, whole, before[2] + pool[2]
        pools.append(pool)
    return [value for value, _, count in pools for _ in range(count)]
