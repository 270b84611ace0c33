"""What became of a script: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ivr.authoring.tree import Mark
from ivr.rehearsal.scripts.marked import Way


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dialogue, by the clock of the business."""

    at: datetime
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the call went another way than the script. `message` tells what was, `expected` what was to be."""

    mark: Mark
    message: str
    expected: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """One script after its call. `nodes` and `ways` are where the call came by."""

    title: str
    mark: Mark
    failure: Failure | None
    dialogue: tuple[Line, ...]
    nodes: frozenset[str]
    ways: frozenset[Way]
