"""`python -m tests.live`: level H, the simulation's people before real processes over HTTP, against level P.

Exit 1 where a debt ended otherwise, or the books do not balance.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.live.compare import Seen, many, worlds

TOLD = 20
WORLDS_PER_CORE = 2
"""While one waits for another process's answer, another one works."""


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.live", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    cores = os.cpu_count() or 1
    parser.add_argument("--jobs", type=int, default=WORLDS_PER_CORE * cores, help="worlds at a time")
    parser.add_argument("--json", metavar="FILE", help="where the figures go; - is here")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
    seen = many(worlds(args.seed, args.calls), args.jobs, _progress)
    print(file=sys.stderr)
    figures = as_json(seen, args.seed, args.jobs)
    if args.json == "-":
        print(json.dumps(figures, indent=2))
    else:
        print(as_text(figures))
        if args.json:
            Path(args.json).write_text(json.dumps(figures, indent=2) + "\n")
    return 1 if seen.broken else 0


def _progress(seen: Seen) -> None:
    rate = seen.calls / max(seen.seconds, 0.001)
    print(f"\r{seen.calls} calls, {rate:.1f} a second, {len(seen.broken)} broken ", end="", file=sys.stderr, flush=True)


def as_json(seen: Seen, seed: int, jobs: int) -> dict[str, Any]:
    """All figures; `violations` in words, one line each."""
    return {
        "level": "H",
        "seed": seed,
        "jobs": jobs,
        "worlds": seen.worlds,
        "calls": seen.calls,
        "events": seen.events,
        "doubled_requests": seen.doubled,
        "parted": seen.parted,
        "seconds": round(seen.seconds, 1),
        "calls_per_second": round(seen.calls / max(seen.seconds, 0.001), 1),
        "fates": dict(sorted(seen.fates.items())),
        "violations": seen.broken,
    }


def as_text(figures: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"  {fate:<34}{count:>6}" for fate, count in figures["fates"].items()]
    lines += [
        f"{figures['calls']} calls in {figures['worlds']} worlds, {figures['seconds']} s, "
        f"{figures['calls_per_second']} a second, {figures['jobs']} worlds at a time; {figures['events']} events, "
        f"{figures['doubled_requests']} requests came twice; seed {figures['seed']}",
        f"{len(figures['violations'])} worlds ended otherwise than at P; "
        f"{figures['worlds'] - len(figures['parted'])} of {figures['worlds']} went fact for fact as at P",
    ]
    parted = [f"  at P and at H, first in {one}" for one in figures["parted"]]
    return "\n".join([*lines, *figures["violations"][:TOLD], *parted[:TOLD]])


if __name__ == "__main__":
    sys.exit(main())
