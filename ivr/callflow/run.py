"""What a flow does between two waits: visits nodes until one must wait, be it for keys, for a person or for the end."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.callflow.events import Event
from ivr.callflow.facts import Facts, Needs
from ivr.callflow.graph import Callflow
from ivr.callflow.position import Position
from ivr.line.inputs import Input
from ivr.line.instructions import Instruction


@dataclass(frozen=True, slots=True)
class Turn:
    """`position` is None when the call has ended."""

    position: Position | None
    instructions: tuple[Instruction, ...]
    events: tuple[Event, ...]


def needs(flow: Callflow, position: Position | None) -> Needs:
    """Which facts the next turn from here may need; `position` None: the first turn."""
    raise NotImplementedError


def start(flow: Callflow, facts: Facts) -> Turn:
    """Answers a call."""
    raise NotImplementedError


def resume(flow: Callflow, position: Position, given: Input, facts: Facts) -> Turn:
    """Continues a waiting call with what the caller just did."""
    raise NotImplementedError
