"""`python -m tests.kill`: real processes killed at random under calls; exit 1 where anything was lost or broken."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.kill.rig import Result, run
from tests.live.nursery import Nursery

DATABASES = ("sqlite", "postgresql")
TOLD = 20
"""Lines at most of what went wrong."""


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="strikes, shared out between the databases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--json", metavar="FILE", help="where the figures go; - is here")
    args = parser.parse_args()
    kinds = args.databases.split(",")
    nursery = Nursery()
    try:
        shares = [args.rounds // len(kinds) + (at < args.rounds % len(kinds)) for at in range(len(kinds))]
        results = [run(kind, share, args.seed, nursery, _progress) for kind, share in zip(kinds, shares, strict=True)]
    finally:
        nursery.close()
    print(file=sys.stderr)
    figures = as_json(results, args.seed)
    if args.json == "-":
        print(json.dumps(figures, indent=2))
    else:
        print(as_text(figures))
        if args.json:
            Path(args.json).write_text(json.dumps(figures, indent=2) + "\n")
    return 1 if figures["violations"] or figures["lost"] else 0


def _progress(result: Result) -> None:
    print(
        f"\r{result.database}: {result.strikes} strikes, {result.seconds:.0f} s, judged {result.judged} times, "
        f"{len(result.violations)} violations, {len(result.lost)} lost ",
        end="",
        file=sys.stderr,
        flush=True,
    )


def as_json(results: list[Result], seed: int) -> dict[str, Any]:
    """All figures; `violations` and `lost` are words, one line each."""
    kinds: Counter[str] = Counter()
    for result in results:
        kinds.update(result.struck)
    seconds, strikes = sum(result.seconds for result in results), kinds.total()
    return {
        "seed": seed,
        "databases": {result.database: {"strikes": result.strikes, "calls": result.calls} for result in results},
        "kills": strikes,
        "kinds": dict(sorted(kinds.items())),
        "calls": sum(result.calls for result in results),
        "asked": sum(result.asked for result in results),
        "unanswered": sum(result.unanswered for result in results),
        "audits": sum(result.judged for result in results),
        "seconds": round(seconds, 1),
        "seconds_per_kill": round(seconds / max(strikes, 1), 2),
        "violations": [f"{result.database}: {one}" for result in results for one in result.violations],
        "lost": [f"{result.database}: {one}" for result in results for one in result.lost],
    }


def as_text(figures: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"  {name:<34}{count:>6}" for name, count in figures["kinds"].items()]
    lines += [
        f"{figures['kills']} strikes on {' and '.join(figures['databases'])} in {figures['seconds']} s, one in "
        f"{figures['seconds_per_kill']} s; {figures['calls']} calls, {figures['asked']} of them owed; seed "
        f"{figures['seed']}",
        f"{len(figures['violations'])} violations, {len(figures['lost'])} lost, in {figures['audits']} audits; "
        f"{figures['unanswered']} callers were cut off or not answered, and phoned afterwards",
    ]
    told = [f"BROKEN {one}" for one in figures["violations"]] + [f"LOST {one}" for one in figures["lost"]]
    return "\n".join([*lines, *told[:TOLD]])


if __name__ == "__main__":
    sys.exit(main())
