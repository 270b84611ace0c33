"""`python -m tests.capacity`: the product before a crowd, beside what queueing theory says of it; exit 1 where they
differ by more than a twentieth. `page` only writes docs/capacity.md of what was found before.

Talks are long, so that the seconds in which an agent says yes weigh next to nothing: the formula knows none of them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import fmean
from typing import Any

from tests.bench.__main__ import FIGURES as BENCH
from tests.capacity import page
from tests.capacity.crowd import Habits, Met, met_by
from tests.capacity.formula import Experience, Load, erlang_a
from tests.paths import ROOT
from tests.simulation import origin

FIGURES, PAGE = ROOT / "docs" / "capacity.json", ROOT / "docs" / "capacity.md"

WORLD = 2_500
"""Calls of one world: enough for a crowd to grow, few enough for both cores to have some."""
CLOSE = 0.05
CROWD = Habits(between=110.0, talk=900.0, patience=1200.0, agents=8)


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.capacity", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("crowd", "page"), default="crowd")
    parser.add_argument("--dry", action="store_true", help="write neither docs/capacity.json nor the page")
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.what == "page":
        write(kept())
        return 0
    seeds = [args.seed * 10_000 + number for number in range(max(1, args.calls // WORLD))]
    with multiprocessing.get_context("spawn").Pool(min(len(seeds), multiprocessing.cpu_count())) as pool:
        met = list(_told(pool.imap_unordered(partial(met_by, CROWD, WORLD), seeds), len(seeds)))
    rows = compared(CROWD, met)
    calls = sum(one.calls for one in met)
    print(f"{CROWD.agents} agents, a call every {CROWD.between:.0f} s, {calls:,} calls counted\n")
    if not args.dry:
        at = datetime.now(UTC).strftime("%Y-%m-%d")
        told = {"agents": CROWD.agents, "calls": calls, "commit": origin.commit(), "at": at}
        write(told | {"rows": [asdict(row) for row in rows]})
    return report(rows)


def kept() -> dict[str, Any]:
    """What the last crowd met with; nothing where there was none yet."""
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return found


def write(told: dict[str, Any]) -> None:
    """The figures, and the page made of them and of the bench's."""
    FIGURES.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    runs = json.loads(BENCH.read_text(encoding="utf-8")) if BENCH.exists() else {}
    PAGE.write_text(page.render(runs, told), encoding="utf-8")


def _told(worlds: Iterable[Met], many: int) -> Iterable[Met]:
    for number, met in enumerate(worlds, start=1):
        print(f"\r{number * WORLD:,} of {many * WORLD:,} calls", end="", file=sys.stderr, flush=True)
        yield met
    print(file=sys.stderr)


def expected(habits: Habits, met: list[Met]) -> Experience:
    """By the formula, where a talk takes as long as it took an agent's telephone."""
    held = fmean(seconds for one in met for seconds in one.held)
    return erlang_a(Load(1 / habits.between, 1 / held, 1 / habits.patience, habits.agents))


def found(met: list[Met]) -> Experience:
    """What the crowd met with."""
    calls = sum(one.calls for one in met)
    return Experience(
        waits=sum(one.waited for one in met) / calls,
        leaves=sum(one.left for one in met) / calls,
        wait=sum(one.wait for one in met) / calls,
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that callers meet with, by the formula and by the product."""

    what: str
    formula: float
    product: float

    @property
    def differs(self) -> float:
        """As a share of the formula's."""
        return self.product / self.formula - 1


def compared(habits: Habits, met: list[Met]) -> tuple[Compared, ...]:
    """All that is compared."""
    theory, product = expected(habits, met), found(met)
    said = (("find nobody free", "waits"), ("give up", "leaves"), ("mean wait in seconds", "wait"))
    return tuple(Compared(what, getattr(theory, name), getattr(product, name)) for what, name in said)


def report(rows: tuple[Compared, ...]) -> int:
    """Both beside each other."""
    print(f"{'':<24} {'Erlang A':>10} {'product':>10} {'differs':>9}")
    for row in rows:
        print(f"{row.what:<24} {row.formula:>10.4g} {row.product:>10.4g} {row.differs:>+9.1%}")
    return int(max(abs(row.differs) for row in rows) > CLOSE)


if __name__ == "__main__":
    sys.exit(main())
