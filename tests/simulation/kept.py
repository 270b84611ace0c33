"""A long run is written down now and then, so that it can be stopped and goes on another day. It runs nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.paths import ROOT
from tests.simulation import origin
from tests.simulation.run import Course
from tests.simulation.seen import Seen
from tests.simulation.world.stores import Level

FOLDER = ROOT / "var" / "prove"


class Changed(Exception):
    """The program is no longer the one whose figures were kept: they would not add up."""


def place(seed: int, level: Level, folder: Path = FOLDER) -> Path:
    """Where the run of a seed is kept."""
    return folder / f"{seed}-{level}.json"


def keep(course: Course, folder: Path = FOLDER) -> None:
    """Written whole or not at all."""
    path = place(course.seed, course.level, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    said = {"commit": origin.commit(), "seconds": course.seconds, "seen": course.seen.as_json()}
    fresh.write_text(json.dumps(said), encoding="utf-8")
    os.replace(fresh, path)


def take_up(course: Course, folder: Path = FOLDER) -> None:
    """Lets the course go on from where its seed was left; FileNotFoundError where it never was, Changed."""
    said = json.loads(place(course.seed, course.level, folder).read_text(encoding="utf-8"))
    if said["commit"] != (now := origin.commit()):
        raise Changed(f"the figures that were kept are of {said['commit']}, and this is {now}")
    course.seen, course.seconds = Seen.read(said["seen"], course.level), said["seconds"]


def drop(course: Course, folder: Path = FOLDER) -> None:
    """It has come to its end."""
    place(course.seed, course.level, folder).unlink(missing_ok=True)
