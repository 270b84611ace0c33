"""The time of a call as a bar: one lane for the caller and one for each agent, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.console.words import N_
from ivr.reports.call.course import Course
from ivr.reports.call.stretches import Lane, Spent, lanes

WIDTH, HEIGHT = 1000, 26
"""Of a lane, in the picture's own units."""
GAP = 8
THINNEST = 3
"""A stretch that would be thinner could not be seen."""

SPENT: Mapping[Spent, str] = {
    Spent.MENU: N_("menu"),
    Spent.QUEUE: N_("queue"),
    Spent.TALK: N_("talk"),
    Spent.RING: N_("rings"),
    Spent.BRIEF: N_("is told who calls"),
    Spent.WRAP: N_("says how it went"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch: where it is drawn, and what the table says of it."""

    x: float
    y: int
    width: float
    spent: Spent
    words: str
    agent: str
    began: float
    """Seconds after the call began."""
    lasted: float
    going: bool
    """It goes on."""


@dataclass(frozen=True, slots=True)
class Bar:
    blocks: tuple[Block, ...]
    width: int
    height: int
    seconds: float
    """How long the whole is."""


def drawn(course: Course) -> Bar:
    """The bar; as long as whatever lasted longest, agents' last words included."""
    found = lanes(course)
    ends = [stretch.until for lane in found for stretch in lane.stretches]
    seconds = max(((end - course.started_at).total_seconds() for end in [*ends, course.until]), default=0.0)
    blocks = tuple(block for place, lane in enumerate(found) for block in _lane(course, lane, place, seconds or 1.0))
    return Bar(blocks, WIDTH, len(found) * (HEIGHT + GAP), seconds)


def _lane(course: Course, lane: Lane, place: int, seconds: float) -> list[Block]:
    blocks = []
    for stretch in lane.stretches:
        began = max((stretch.since - course.started_at).total_seconds(), 0.0)
        lasted = stretch.lasted.total_seconds()
        width = max(lasted / seconds * WIDTH, THINNEST)
        x = min(began / seconds * WIDTH, WIDTH - width)
        going = course.live and stretch.until == course.until
        y = place * (HEIGHT + GAP)
        words = SPENT[stretch.spent]
        blocks.append(Block(round(x, 1), y, round(width, 1), stretch.spent, words, lane.agent, began, lasted, going))
    return blocks
