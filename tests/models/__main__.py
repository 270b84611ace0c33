"""`python -m tests.models`: explores the worlds, then the mistakes. `--full` (or FULL=1): larger worlds."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tests.models.runs import LARGER, MISTAKES, WORLDS, Found, run_all


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


def main(arguments: Sequence[str]) -> int:
    """Exit 0 when every world holds and every mistake is caught. `--mutants`: the mistakes only."""
    full = "--full" in arguments or os.environ.get("FULL", "") not in ("", "0")
    wrong = 0
    if "--mutants" not in arguments:
        for found in run_all(LARGER if full else WORLDS):
            print(tell_world(found), flush=True)
            wrong += bool(found.explored.broken)
    print(f"\n{len(MISTAKES)} protocols with one mistake each", flush=True)
    for found in run_all(MISTAKES):
        print(tell_mistake(found), flush=True)
        wrong += not found.explored.broken
    print("\nall holds, and every mistake is caught" if not wrong else f"\n{wrong} of these are not as they must be")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
