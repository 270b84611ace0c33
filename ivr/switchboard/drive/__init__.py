"""One id → its next step: what sweep and workers do. Claim in one unit, ask the carrier outside, settle in another.

Driving the same row twice, or long after it was due, is harmless: every step looks first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ivr.switchboard.board import Board
from ivr.switchboard.drive import callback, erasure, heard, number_change, offer, rest, texts, transfer
from ivr.switchboard.ports import Carrier
from ivr.switchboard.rows import (
    Call,
    Callback,
    Erasure,
    Message,
    NumberChange,
    Offer,
    Queue,
    Recording,
    Row,
    Task,
    Transfer,
)

Due = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that has deadlines: its name on the doorbell, and what drives it."""

    row: type[Row]
    step: Callable[[Board, Carrier, int], Due]


KINDS: dict[str, Kind] = {
    "offer": Kind(Offer, offer.step),
    "transfer": Kind(Transfer, transfer.step),
    "callback": Kind(Callback, callback.step),
    "call": Kind(Call, rest.call),
    "message": Kind(Message, texts.message),
    "recording": Kind(Recording, heard.recording),
    "queue": Kind(Queue, rest.queue),
    "task": Kind(Task, rest.task),
    "erasure": Kind(Erasure, erasure.step),
    "number_change": Kind(NumberChange, number_change.step),
}
"""In the order in which the sweep looks: first who is being asked, then who waits."""


def drive(board: Board, carrier: Carrier, kind: str, id: int) -> Due:
    """The next step of one row; returns what has become due by it."""
    return KINDS[kind].step(board, carrier, id)
