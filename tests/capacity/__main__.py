"""`python -m tests.capacity`: the product before a crowd, beside what queueing theory says of it; exit 1 where they
differ by more than a twentieth.

Talks are long, so that the seconds in which an agent says yes weigh next to nothing: the formula knows none of them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterable
from functools import partial
from statistics import fmean

from tests.capacity.crowd import Crowd, Habits, Met
from tests.capacity.formula import Experience, Load, erlang_a

WORLD = 2_500
"""Calls of one world: enough for a crowd to grow, few enough for both cores to have some."""
CLOSE = 0.05
CROWD = Habits(between=110.0, talk=900.0, patience=1200.0, agents=8)


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.capacity", description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    seeds = [args.seed * 10_000 + number for number in range(max(1, args.calls // WORLD))]
    with multiprocessing.get_context("spawn").Pool(min(len(seeds), multiprocessing.cpu_count())) as pool:
        met = list(_told(pool.imap_unordered(partial(_one, CROWD, WORLD), seeds), len(seeds)))
    return report(CROWD, met)


def _told(worlds: Iterable[Met], many: int) -> Iterable[Met]:
    for number, met in enumerate(worlds, start=1):
        print(f"\r{number * WORLD:,} of {many * WORLD:,} calls", end="", file=sys.stderr, flush=True)
        yield met
    print(file=sys.stderr)


def _one(habits: Habits, calls: int, seed: int) -> Met:
    return Crowd(habits, calls, seed).run()


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


def report(habits: Habits, met: list[Met]) -> int:
    """Both beside each other."""
    theory, product = expected(habits, met), found(met)
    calls = sum(one.calls for one in met)
    print(f"{habits.agents} agents, a call every {habits.between:.0f} s, {calls:,} calls counted\n")
    print(f"{'':<24} {'Erlang A':>10} {'product':>10} {'differs':>9}")
    furthest = 0.0
    for name, said in (("find nobody free", "waits"), ("give up", "leaves"), ("mean wait in seconds", "wait")):
        by_formula, by_product = getattr(theory, said), getattr(product, said)
        differs = by_product / by_formula - 1
        furthest = max(furthest, abs(differs))
        print(f"{name:<24} {by_formula:>10.4g} {by_product:>10.4g} {differs:>+9.1%}")
    return int(furthest > CLOSE)


if __name__ == "__main__":
    sys.exit(main())
