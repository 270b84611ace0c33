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
    """One script after its call. `ways` are those that the call took; `heard` is what was said last before each step;
    `how` is how it ended."""

    title: str
    mark: Mark
    failure: Failure | None
    dialogue: tuple[Line, ...]
    ways: frozenset[Way]
    path: tuple[str, ...]
    """The nodes, in the order in which the call came to them."""
    heard: tuple[str, ...] = ()
    how: str = ""

    @property
    def nodes(self) -> frozenset[str]:
        """Where the call came by."""
        return frozenset(self.path)
