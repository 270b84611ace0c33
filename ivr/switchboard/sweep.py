"""The sweep: finds what is due and drives it, with nothing but the store and the carrier. Nothing is too old for it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ivr.frozen import replace
from ivr.promise import transfer
from ivr.promise.callback import Event
from ivr.switchboard import asking, callbacks, callers, legs, tasks, transfers
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.drive import KINDS, drive
from ivr.switchboard.ports import Carrier, Conflict, Unit, Unreachable, work
from ivr.switchboard.rows import Callback, Transfer

log = logging.getLogger(__name__)

BATCH = 200
PUT_ASIDE = timedelta(seconds=30)
"""A row that could not be driven is tried again after so long: one bad row never blocks the others."""
POISON = 5
"""So often in a row a callback may fail to be driven before a person must look."""
CHAIN = 50
"""How many further steps one row may cause at once."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one pass did."""

    driven: int
    failed: int


def once(board: Board, carrier: Carrier) -> Swept:
    """One pass over everything that is due."""
    driven = failed = 0
    late = board.store.late()
    for name, kind in KINDS.items():
        if kind.row not in late:
            continue
        for id in board.store.due(kind.row, BATCH):
            done, broke = chain(board, carrier, [(name, id)])
            driven, failed = driven + done, failed + broke
        late = board.store.late()  # time has passed, and one thing leads to another
    return Swept(driven, failed)


def chain(board: Board, carrier: Carrier, due: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """Drives these and what becomes due by them; (driven, failed). Unreachable where the whole store is away: then no
    row is to blame, and none is put aside."""
    waiting, driven, failed = deque(due), 0, 0
    while waiting and driven < CHAIN:
        name, id = waiting.popleft()
        try:
            waiting.extend(drive(board, carrier, name, id))
        except Conflict as beaten:
            log.warning("others were quicker with %s %s every time (%s); it stays due", name, id, type(beaten).__name__)
            failed += 1
        except Unreachable as away:
            board.store.next_deadline()  # raises where nothing can be had
            log.warning("%s %s could not be had; it stays due: %s", name, id, away)
            failed += 1
        except Exception:
            log.exception("could not drive %s %s; tried again in %s", name, id, PUT_ASIDE)
            failed += 1
            _put_aside(board, name, id)
        driven += 1
    return driven, failed


def _put_aside(board: Board, name: str, id: int) -> None:
    def act(unit: Unit) -> None:
        row: Any = unit.get(KINDS[name].row, id)
        if isinstance(row, Callback):
            _failed_again(unit, board, callers.locked(unit, row))
        elif isinstance(row, Transfer):
            _held_in_vain(unit, board, callers.locked(unit, row))
        elif row is not None and row.deadline is not None:
            unit.save(replace(row, deadline=unit.now + PUT_ASIDE))

    try:
        work(board.store, act, "sweep")
    except (Conflict, Unreachable) as away:
        log.warning("could not put %s %s aside (%s); it stays due", name, id, type(away).__name__)
    except Exception:
        log.exception("could not put %s %s aside", name, id)


def _held_in_vain(unit: Unit, board: Board, row: Transfer | None) -> None:
    """Nobody is held for longer than the team's limit, whatever breaks: from then on the caller is owed."""
    if row is None or row.deadline is None:
        return
    waits = row.state in (transfer.State.WAITING, transfer.State.OFFERED)
    if waits and unit.now - row.waiting_since >= team_of(board, row.team).policy.wait_limit:
        transfers.owe(unit, board, row)
    else:
        unit.save(replace(row, deadline=unit.now + PUT_ASIDE))


def _failed_again(unit: Unit, board: Board, row: Callback | None) -> None:
    """What goes on failing is a person's to look at, and they hear of it here: to drive it would only fail again."""
    if row is None or row.deadline is None:
        return
    row = replace(row, claims=row.claims + 1, deadline=unit.now + PUT_ASIDE)
    if row.claims < POISON:
        unit.save(row)
        return
    again = unit.now + tasks.ALERT_AGAIN
    if can(row, Event.REVIEW):
        asking.withdraw(unit, row)
        legs.given_up(unit, row)
        row = move_callback(unit, row, Event.REVIEW, again)
    else:
        row = unit.save(replace(row, deadline=again))
    callbacks.notify(unit, board, row, "review", tasks.alarm)
