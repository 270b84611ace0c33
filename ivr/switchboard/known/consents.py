"""What callers allow us and forbid: being phoned, recorded, written to. The newest word counts, and all are kept."""

from __future__ import annotations

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise.callback import Event
from ivr.switchboard import asking, callbacks, trail
from ivr.switchboard.board import Board
from ivr.switchboard.change import can
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Caller, Consent, Matter
from ivr.switchboard.trail import By


def say(board: Board, by: By, caller_id: int, matter: Matter, given: bool, how: str) -> Consent:
    """The caller allowed this, or forbade it; `how` we know, such as `on the telephone`. It holds for the person, with
    all their numbers. Where calls are forbidden, what is owed to them is barred at once."""
    return work(board.store, lambda unit: _say(unit, board, by, caller_id, matter, given, how), by.actor)


def _say(unit: Unit, board: Board, by: By, caller_id: int, matter: Matter, given: bool, how: str) -> Consent:
    if matter is Matter.CALLS:
        return say_calls(unit, board, by, caller_id, given, how)
    return _keep(unit, by, unit.lock(caller_id), matter, given, how)


def forbid_calls(unit: Unit, board: Board, by: By, caller_id: int, how: str) -> None:
    """They do not want to be phoned by us any more: within a unit of work."""
    say_calls(unit, board, by, caller_id, given=False, how=how)


def say_calls(unit: Unit, board: Board, by: By, caller_id: int, given: bool, how: str) -> Consent:
    """Whether they may be phoned by us: within a unit of work."""
    for id in unit.person(caller_id):
        caller = unit.lock(id)
        if caller.do_not_call is given:
            caller = unit.save(replace(caller, do_not_call=not given))
        if not given:
            _bar(unit, board, caller)
    return _keep(unit, by, unit.lock(caller_id), Matter.CALLS, given, how)


def _bar(unit: Unit, board: Board, caller: Caller) -> None:
    """One that is being phoned at this moment is decided by how that ends."""
    owed = callbacks.open_for(unit, caller.id)
    if owed is not None and owed.caller_id == caller.id and can(owed, Event.BAR):
        asking.withdraw(unit, owed)
        callbacks.bar(unit, board, caller, owed)


def _keep(unit: Unit, by: By, caller: Caller, matter: Matter, given: bool, how: str) -> Consent:
    row = unit.insert(Consent(0, caller.id, matter, given, how, by.name, unit.now))
    unit.tell(caller, f"consent {matter} {'given' if given else 'refused'}")
    trail.note(unit, by, Action.EDIT_CALLER, f"caller {caller.id}", after={"allowed": f"{matter}: {given}"})
    return row


def standing(unit: Unit, caller_id: int) -> dict[Matter, Consent]:
    """What this person last said of each matter; of one that is missing they said nothing."""
    ids = unit.person(caller_id)
    rows = sorted(unit.many(Consent, caller_id=ids), key=lambda row: (row.at, row.id))
    return {row.matter: row for row in rows}
