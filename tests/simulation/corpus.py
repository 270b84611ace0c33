"""Every world that ever broke a promise, with what it taught; all are lived again, and must keep it.

A seed keeps its story only until what draws worlds changes: what lasts is the sentence, and the story test it got.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.simulation import origin, run
from tests.simulation.world.plan import Plan
from tests.simulation.world.stores import Level

FILE = Path(__file__).with_name("corpus.json")


@dataclass(frozen=True)
class Lesson:
    """A world that broke `invariant` at `commit`, and in one sentence what was wrong with us."""

    plan: Plan
    invariant: str
    commit: str
    taught: str


def lessons() -> Iterator[Lesson]:
    """All of them, the oldest first."""
    for said in json.loads(FILE.read_text(encoding="utf-8")):
        plan = Plan.read(said["plan"], Level(said["level"]))
        yield Lesson(plan, said["invariant"], said["commit"], said["taught"])


def line(plan: Plan, invariant: str) -> str:
    """What is to be added for a new one; the sentence is for whoever understood it."""
    said = {
        "plan": plan.as_json(),
        "level": str(plan.level),
        "invariant": invariant,
        "commit": origin.commit(),
        "taught": "…",
    }
    return json.dumps(said, ensure_ascii=False)


def main() -> int:
    """Lives all of them again; exit 1 where one breaks a promise."""
    again = 0
    for lesson in lessons():
        _, broken = run.live(lesson.plan)
        again += broken is not None
        print(f"{lesson.plan.command()}: {broken[1] if broken else 'kept'}")
    return 1 if again else 0
