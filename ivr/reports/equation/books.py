"""What an audit looks at, gathered from either store; the words in which it tells what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ivr.promise import callback, offer, transfer
from ivr.store.rules.kinds import LIVES
from ivr.switchboard.rows import FINALS, Callback, Fate, Offer, Transfer

SHOWN = 20
"""So many rows of one sort are named; the counts count them all."""

TABLES: dict[str, Mapping[StrEnum, Mapping[StrEnum, StrEnum]]] = {
    LIVES[Transfer][0]: transfer.TRANSITIONS,  # type: ignore[dict-item]
    LIVES[Callback][0]: callback.TRANSITIONS,  # type: ignore[dict-item]
    LIVES[Offer][0]: offer.TRANSITIONS,  # type: ignore[dict-item]
}
"""The machines, by the ledger's word."""


@dataclass(frozen=True, slots=True)
class Books:
    """One moment of a store."""

    obligations: int
    fates: Mapping[tuple[Fate, bool | None], int]
    """How many obligations have this fate, and a callback that is final, open, or none (None)."""
    callback_rows: int
    late: int
    overdue: int
    overdue_rows: tuple[str, ...]
    contradictions: tuple[str, ...]


def agrees(state: transfer.State, fate: Fate) -> bool:
    """Whether a transfer and its obligation say the same. A "no" that comes later waives what became a callback."""
    if state not in FINALS[Transfer]:
        return fate is Fate.WAITING
    return fate.value == state.value or (state is transfer.State.CALLBACK and fate is Fate.WAIVED)


def is_step(entity: str, before: str, after: str) -> bool:
    """Whether the ledger may tell of this change: for a machine, an arrow of its table, or what left its state."""
    table = TABLES.get(entity)
    if table is None or not before or before == after:
        return True
    return any(str(to) == after for state, ways in table.items() if str(state) == before for to in ways.values())


def disagreement(public_id: str, state: str, fate: str) -> str:
    return f"transfer {public_id} is {state}, and its obligation {fate}"


def nowhere(name: str) -> str:
    return f"{name} became a callback that does not exist"


def unwatched(name: str) -> str:
    return f"{name} waits, and no transfer looks after it"


def owed_to_nobody(public_id: str) -> str:
    return f"callback {public_id} is open and keeps no promise"


def untold(name: str, state: str) -> str:
    return f"{name} is {state}, and the ledger does not say so"


def broken_chain(entity: str, id: int) -> str:
    return f"the ledger of {entity} {id} has a gap"


def no_such_step(entity: str, before: str, after: str) -> str:
    return f"the ledger tells of a {entity} that went from {before} to {after}"


def overdue(name: str) -> str:
    return f"{name} is overdue"
