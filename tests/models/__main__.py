"""`python -m tests.models`: explores the worlds, then the mistakes, and walks real ledgers through the models.

`--full` (or FULL=1): larger worlds."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.models.refined import Refined, refine
from tests.models.runs import LARGER, MISTAKES, WORLDS, Found, Task, run_all
from tests.models.walk import walked
from tests.simulation.world.plan import Plan

LEDGERS = range(2_000_000, 2_000_040)
"""Simulated worlds whose ledgers are walked."""


def tell_world(found: Found) -> str:
    """A world is whole, or what is broken and the shortest way there."""
    task, explored = found.task, found.explored
    lines = [
        f"{task.title} (asked or rung {task.again} times, {task.faults} faults): "
        f"{explored.states:,} states, {explored.steps:,} steps, {explored.seconds:.1f} s, {found.memory} MB: "
        + ("BROKEN" if explored.broken else "OK")
    ]
    for broken in explored.broken:
        lines += [f"  does not hold: {broken.promise}", *(f"    {step}" for step in broken.way)]
    return "\n".join(lines)


def tell_mistake(found: Found) -> str:
    """A mistake is caught, with the shortest way to what it breaks, or it is not."""
    lines = [f"{found.task.title}: {(found.task.world.__doc__ or '').strip()}"]
    if not found.explored.broken:
        return "\n".join([*lines, f"  NOT CAUGHT in {found.explored.states:,} states"])
    broken = found.explored.broken[0]
    return "\n".join([*lines, f"  caught: {broken.promise}", *(f"    {step}" for step in broken.way)])


def tell_ledgers(found: Refined) -> str:
    """How much of what really happened the models had a word to say to, and what they forbid."""
    lines = [f"{found.judged.total():,} steps of {len(LEDGERS)} ledgers walked through the models: "]
    lines[0] += "all are allowed" if not found.illegal else f"{len(found.illegal)} are FORBIDDEN"
    lines += [f"  forbidden: {one.entity} {one.before} -> {one.after}" for one in found.illegal[:3]]
    lines += [f"  not judged: {count:,} {why}" for why, count in found.unjudged.most_common()]
    return "\n".join(lines)


def as_json(worlds: Sequence[Found], mistakes: Sequence[Found], ledgers: Refined) -> dict[str, Any]:
    """All figures: worlds as (name, states, seconds, holds), mistakes as (what, caught by or None)."""
    return {
        "worlds": [[_named(one), one.explored.states, round(one.explored.seconds, 1), _holds(one)] for one in worlds],
        "mistakes": [[_mistake(one), None if _holds(one) else one.explored.broken[0].promise] for one in mistakes],
        "ledgers": {
            "walked": len(LEDGERS),
            "steps": ledgers.judged.total(),
            "not_judged": dict(ledgers.unjudged),
            "forbidden": len(ledgers.illegal),
        },
        "megabytes": max((one.memory for one in (*worlds, *mistakes)), default=0),
    }


def _named(found: Found) -> str:
    task = found.task
    return f"{task.title}, asked or rung {task.again} times, {task.faults} faults"


def _mistake(found: Found) -> str:
    return (found.task.world.__doc__ or found.task.title).strip().partition("\n")[0]


def _holds(found: Found) -> bool:
    return not found.explored.broken


def main(given: Sequence[str]) -> int:
    """Exit 0 when every world holds and every mistake is caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.models", description=__doc__)
    parser.add_argument("--full", action="store_true", help="larger worlds; FULL=1 says the same")
    parser.add_argument("--mutants", action="store_true", help="the mistakes only")
    parser.add_argument("--json", metavar="FILE", type=Path, help="where all figures go as well")
    args, began = parser.parse_args(given), time.perf_counter()
    full = args.full or os.environ.get("FULL", "") not in ("", "0")
    worlds = [] if args.mutants else _told(LARGER if full else WORLDS, tell_world)
    print(f"\n{len(MISTAKES)} protocols with one mistake each", flush=True)
    mistakes = _told(MISTAKES, tell_mistake)
    ledgers = refine(step for world in LEDGERS for step in walked(Plan(world)).steps)
    print(f"\n{tell_ledgers(ledgers)}")
    wrong = sum(not _holds(one) for one in worlds) + sum(_holds(one) for one in mistakes) + len(ledgers.illegal)
    most = max(one.memory for one in (*worlds, *mistakes))
    print(f"\nin all {time.perf_counter() - began:.0f} s and {2 * most} MB at most (two processes of {most} MB)")
    print("all holds, and every mistake is caught" if not wrong else f"{wrong} of these are not as they must be")
    if args.json:
        args.json.write_text(json.dumps(as_json(worlds, mistakes, ledgers), indent=2) + "\n", encoding="utf-8")
    return int(bool(wrong))


def _told(tasks: Sequence[Task], tell: Callable[[Found], str]) -> list[Found]:
    found = []
    for one in run_all(tasks):
        print(tell(one), flush=True)
        found.append(one)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
