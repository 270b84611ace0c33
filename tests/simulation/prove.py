"""`prove`: many worlds, shown as they go; stories of what broke, and a table. It can be stopped and continued."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tests.simulation import corpus, kept, run, story, table
from tests.simulation.run import Course
from tests.simulation.seen import Seen
from tests.simulation.shrink import shortest
from tests.simulation.world.plan import Plan
from tests.simulation.world.stores import Level

TOLD = 80
"""Lines of a story."""
STORIES = 3
"""So many broken promises are told; the others are only named."""
KEPT_EVERY = 10.0
SHOWN_EVERY = 0.5
"""Seconds."""
INTERRUPTED = 130


def options(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", type=Level, choices=list(Level), default=Level.PROMISE)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help="all figures; without FILE: printed")
    parser.add_argument("--matrix", action="store_true", help="every transition under every fault")
    parser.add_argument("--continue", dest="goes_on", action="store_true", help="from where this seed was stopped")


def prove(args: argparse.Namespace) -> int:
    """Exit 1 where a promise was broken, 2 where nothing can be continued, 130 after Ctrl-C."""
    course = Course(args.seed, args.calls, args.jobs, args.level)
    if args.goes_on and (reason := _cannot_go_on(course)):
        print(reason, file=sys.stderr)
        return 2
    try:
        course.run(Shown(course))
    except KeyboardInterrupt:
        kept.keep(course)
        print("\nstopped; the same command with --continue goes on", file=sys.stderr)
        return INTERRUPTED
    print(file=sys.stderr)
    kept.drop(course)
    figures = json.dumps(table.as_json(course), indent=2)
    if args.json not in (None, "-"):
        Path(args.json).write_text(figures + "\n", encoding="utf-8")
    for plan, invariant, told in course.seen.broken[:STORIES]:
        tell(plan, invariant, told)
    print(figures if args.json == "-" else table.as_text(course))
    if args.matrix:
        print(table.matrix(course.seen))
    return 1 if course.seen.broken else 0


def _cannot_go_on(course: Course) -> str | None:
    try:
        kept.take_up(course)
    except FileNotFoundError:
        return f"nothing is kept of seed {course.seed} at level {course.level}"
    except kept.Changed as changed:
        return str(changed)
    return None


class Shown:
    """Shows how far a course is, and keeps it every few seconds."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._began = self._kept = self._shown = time.monotonic()
        self._before = course.seen.calls

    def __call__(self, seen: Seen, seconds: float) -> None:
        now = time.monotonic()
        if now - self._kept >= KEPT_EVERY:
            self._kept = now
            kept.keep(self._course)
        if now - self._shown >= SHOWN_EVERY:
            self._shown = now
            print(f"\r{self._line(seen, now - self._began)}   ", end="", file=sys.stderr, flush=True)

    def _line(self, seen: Seen, sitting: float) -> str:
        rate = (seen.calls - self._before) / sitting
        left = max(0, self._course.calls - seen.calls) / max(rate, 1e-9)
        broken = f", {len(seen.broken)} BROKEN" if seen.broken else ""
        return f"{seen.calls:,} of {self._course.calls:,} calls, {rate:,.0f} a second, {_spelled(left)} left{broken}"


def _spelled(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def tell(plan: Plan, invariant: str, told: str) -> None:
    """The shortest story that still breaks this promise, how to hear it again, and the line to keep of it."""
    print(f"\nBROKEN: {told}", file=sys.stderr)
    plan = shortest(plan, invariant)
    centre, _ = run.live(plan)
    print("\n".join(story.tell(centre, TOLD)), file=sys.stderr)
    print(f"\nagain: {plan.command()}", file=sys.stderr)
    print(f"for corpus.json: {corpus.line(plan, invariant)}", file=sys.stderr)
