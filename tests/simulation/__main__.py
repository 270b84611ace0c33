"""`python -m tests.simulation`: a simulated call centre under faults; exit 1 where a promise was broken."""

from __future__ import annotations

import argparse
import json
import os
import sys

from tests.simulation import mutants, run, story, table
from tests.simulation.run import Seen
from tests.simulation.shrink import shortest
from tests.simulation.world.centre import Plan
from tests.simulation.world.chance import Fault

TOLD = 80
"""Lines of a story."""
STORIES = 3
"""So many broken promises are told; the others are only named."""


def main(given: list[str] | None = None) -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    _prove_options(commands.add_parser("prove", help="many worlds, and a table"))
    replay = commands.add_parser("replay", help="one world again, told")
    replay.add_argument("world", type=int)
    replay.add_argument("--without-calls", default="", metavar="0,3")
    replay.add_argument("--without", action="append", default=[], type=Fault, metavar="FAULT")
    replay.add_argument("--lines", type=int, default=TOLD)
    bugs = commands.add_parser("bugs", help="the same with bugs planted, which must be found")
    bugs.add_argument("--seed", type=int, default=1)
    bugs.add_argument("--calls", type=int, default=20_000, help="at most so many, for each bug")
    words = sys.argv[1:] if given is None else given
    args = parser.parse_args(words if words[:1] and words[0] in commands.choices else ["prove", *words])
    if args.command == "replay":
        calls = frozenset(int(call) for call in args.without_calls.split(",") if call)
        return _replay(Plan(args.world, calls, frozenset(args.without)), args.lines)
    return _bugs(args.seed, args.calls) if args.command == "bugs" else _prove(args)


def _prove_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")


def _prove(args: argparse.Namespace) -> int:
    seen, seconds = run.many(args.seed, args.calls, args.jobs, _progress)
    print(file=sys.stderr)
    for plan, invariant, told in seen.broken[:STORIES]:
        _tell(plan, invariant, told)
    figures = table.as_json(seen, seconds, args.jobs)
    print(json.dumps(figures, indent=2) if args.json else table.as_text(seen, seconds, args.jobs))
    return 1 if seen.broken else 0


def _bugs(seed: int, calls: int) -> int:
    """Every planted bug, one after the other: after how many calls it was found, and by which promise."""
    missed = 0
    for mutant in mutants.MUTANTS:
        with mutants.planted(mutant):
            seen, seconds = run.many(seed, calls, os.cpu_count() or 1, _silent, stop_at_first=True)
        found = seen.broken[0][1] if seen.broken else "NOT FOUND"
        missed += not seen.broken
        print(f"{mutant.name:<44}{seen.calls:>8,} calls {seconds:>6.1f} s   {found}", flush=True)
    print(f"{len(mutants.MUTANTS) - missed} of {len(mutants.MUTANTS)} planted bugs were found")
    return 1 if missed else 0


def _silent(seen: Seen, seconds: float) -> None:
    """No progress is shown."""


def _progress(seen: Seen, seconds: float) -> None:
    if seen.worlds % 10 == 0:
        print(f"\r{seen.calls:,} calls, {seen.events:,} events, {seconds:.0f} s", end="", file=sys.stderr)


def _tell(plan: Plan, invariant: str, told: str) -> None:
    """The shortest story that still breaks this promise, and how to hear it again."""
    print(f"\nBROKEN: {told}", file=sys.stderr)
    plan = shortest(plan, invariant)
    centre, _ = run.live(plan)
    print("\n".join(story.tell(centre, TOLD)), file=sys.stderr)
    words = [f"python -m tests.simulation replay {plan.seed}"]
    if plan.without_calls:
        words.append(f"--without-calls {','.join(map(str, sorted(plan.without_calls)))}")
    words += [f"--without '{fault}'" for fault in sorted(plan.without)]
    print(f"\nagain: {' '.join(words)}", file=sys.stderr)


def _replay(plan: Plan, lines: int) -> int:
    centre, broken = run.live(plan)
    print("\n".join(story.tell(centre, lines)))
    print(f"\nBROKEN: {broken[1]}" if broken else "\nevery promise was kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
