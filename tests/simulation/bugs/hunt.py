"""The hunt: each planted bug for itself, worlds until one of them breaks a promise; how many calls it took, and which.

It plants and counts; what a promise is, the oracle says.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.simulation import run
from tests.simulation.bugs import BUGS, Bug, planted
from tests.simulation.seen import Seen

CORES = os.cpu_count() or 1
MISSED = "NOT FOUND"


def _invariant(seen: Seen) -> str:
    """Which invariant found the bug; none did, where the same world breaks the same one without it."""
    if not seen.broken:
        return MISSED
    plan, invariant, _ = seen.broken[0]
    _, broken = run.live(plan)
    return f"{MISSED}, for world {plan.seed} is broken anyway" if broken and broken[0] == invariant else invariant


@dataclass(frozen=True)
class Found:
    """One bug: after how many calls (and seconds of wall time), and by which invariant; or that it was missed."""

    name: str
    calls: int
    seconds: float
    invariant: str

    @property
    def missed(self) -> bool:
        return self.invariant.startswith(MISSED)


def hunt(seed: int, calls: int, bugs: Iterable[Bug] = BUGS, cores: int = CORES) -> Iterator[Found]:
    """One bug after the other, at most `calls` calls each."""
    for one in bugs:
        with planted(one):
            seen, seconds = run.many(seed, calls, cores, stop_at_first=True)
        yield Found(one.name, seen.calls, round(seconds, 1), _invariant(seen))


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=int, default=100_000, help="at most so many, for each bug")
    parser.add_argument("--only", default="", metavar="WORDS", help="the bugs whose name has these words in it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where all figures are written")


def main(args: argparse.Namespace) -> int:
    """Tells of every bug as soon as it is found; 1 where any was missed."""
    found: list[Found] = []
    for one in hunt(args.seed, args.calls, [one for one in BUGS if args.only in one.name]):
        found.append(one)
        print(f"{one.name:<68}{one.calls:>8,} calls {one.seconds:>6.1f} s   {one.invariant}", flush=True)
    missed = [one.name for one in found if one.missed]
    print(f"{len(found) - len(missed)} of {len(found)} planted bugs were found")
    if args.json is not None:
        args.json.write_text(json.dumps(as_json(args.seed, args.calls, found), indent=2) + "\n", encoding="utf-8")
    return 1 if missed else 0


def as_json(seed: int, calls: int, found: list[Found]) -> dict[str, object]:
    """All figures."""
    missed = sum(one.missed for one in found)
    return {
        "seed": seed,
        "calls_at_most": calls,
        "planted": len(found),
        "found": len(found) - missed,
        "bugs": [asdict(one) for one in found],
    }
