"""The values of a bench: what is measured, what was found, and whether that was asked for. It measures nothing."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.ground import Ground


@dataclass(frozen=True)
class Asked:
    """How much of it: blocks in which sides alternate, requests in each, and whether the large history is ten times as
    large. `calls` is its size in calls."""

    blocks: int = 9
    requests: int = 800
    full: bool = False
    calls: int = 1_000_000


@dataclass(frozen=True)
class Spread:
    """A median with its interval: two order statistics between which the true median lies in 95 of 100 cases, as far as
    there are enough blocks; of fewer than six, the least and the largest."""

    median: float
    low: float
    high: float
    blocks: int


Found = Mapping[str, Spread]
"""By the key of a row."""


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    key: str
    what: str
    unit: str = ""
    target: float | None = None
    least: bool = False
    """Whether the target is a least; else it is a most."""
    by: str = "median"
    """What of the spread is held against it: `median`, or `low` where noise must not fail what is flat."""

    def holds(self, found: Spread) -> bool | None:
        """None where nothing is asked for."""
        if self.target is None:
            return None
        value: float = getattr(found, self.by)
        return value >= self.target if self.least else value <= self.target

    def wanted(self) -> str:
        """Such as `≤ 0.8`."""
        return "" if self.target is None else f"{'≥' if self.least else '≤'} {self.target:g}"


@dataclass(frozen=True)
class Measurement:
    """What is measured together. `run` prints its progress; `advice` says in words what the figures come to."""

    name: str
    title: str
    rows: tuple[Row, ...]
    run: Callable[[Asked, Ground], Found]
    advice: Callable[[Found], str] = lambda found: ""


COVER = 0.95


def spread(values: Iterable[float]) -> Spread:
    """Of one value per block."""
    ranked = sorted(values)
    skipped = _skipped(len(ranked))
    ends = (ranked[skipped], ranked[-1 - skipped])
    return Spread(*(_rounded(value) for value in (statistics.median(ranked), *ends)), len(ranked))


def one(value: float) -> Spread:
    """What was measured once, or is a percentile of all."""
    return Spread(*(_rounded(value),) * 3, 1)


def _skipped(blocks: int) -> int:
    """How many values may be left out at either end so that the rest still covers the median."""
    skipped, beyond = 0, 2 * 0.5**blocks
    while beyond + 2 * math.comb(blocks, skipped + 1) * 0.5**blocks <= 1 - COVER:
        skipped += 1
        beyond += 2 * math.comb(blocks, skipped) * 0.5**blocks
    return skipped


def _rounded(value: float) -> float:
    """To four figures: nobody reads more, and no machine repeats them."""
    return float(f"{value:.4g}")
