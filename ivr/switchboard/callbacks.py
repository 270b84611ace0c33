"""Callbacks: how one begins, what decorates it, and what settles it. At most one is open per caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.calendar import next_allowed, share_minute
from ivr.callflow.events import CallbackAsked, Change, OpenCallbackChanged, When
from ivr.frozen import replace
from ivr.promise import attempts
from ivr.promise.callback import FINAL, Event, State
from ivr.promise.policy import Team
from ivr.switchboard import asking, callers, destinations, obligations, tasks
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Callback, Caller, Fate, Obligation, Source

OPEN = tuple(state for state in State if state not in FINAL)
NEVER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Why somebody is owed a callback, and what they were speaking of."""

    team: str
    topic: str
    language: str
    dialled: str
    asked_at: datetime
    vip: bool = False


def open_for(unit: Unit, caller_id: int) -> Callback | None:
    """The one callback that we owe to the person with this row, at whichever of their numbers."""
    found = unit.many(Callback, caller_id=callers.theirs(unit, caller_id), state=OPEN)
    return found[0] if found else None


def owe(unit: Unit, board: Board, caller: Caller, obligation: Obligation, wish: Wish) -> Callback:
    """The obligation goes on as the caller's open callback, new or found."""
    if caller.person not in (None, caller.id):
        unit.lock(caller.person)
    callback = open_for(unit, caller.id)
    if callback is None:
        callback = _begin(unit, board, caller, wish)
    else:
        callback = replace(callback, team=wish.team, topic=wish.topic or callback.topic, before="")
        callback = unit.save(replace(callback, cancel_at=None, cancel_why=""))
        if callback.state is State.SUSPENDED:
            callback = resume(unit, callback)
    obligations.hand_to(unit, obligation, callback)
    return callback


def _begin(unit: Unit, board: Board, caller: Caller, wish: Wish) -> Callback:
    team = team_of(board, wish.team)
    rested = destinations.rested_at(unit, caller, team.policy.attempts_a_day)
    due = _allowed(board, caller, team, rested) or unit.now
    promised = due + team.policy.within
    alarm = attempts.escalate_at(unit.now, promised)
    callback = unit.insert(
        Callback(
            id=0,
            public_id=unit.token(),
            caller_id=caller.id,
            team=wish.team,
            topic=wish.topic,
            language=wish.language,
            dialled=wish.dialled,
            state=State.SCHEDULED,
            created_at=unit.now,
            asked_at=min(wish.asked_at, unit.now),
            due_at=due,
            promised_by=promised,
            escalate_at=alarm,
            deadline=unit.now,
            vip=wish.vip,
        ),
        "owe",
    )
    return bar(unit, board, caller, callback)


def bar(unit: Unit, board: Board, caller: Caller, callback: Callback) -> Callback:
    """The callback as it is; where this caller is never phoned, barred for good, with the reason in the ledger."""
    refusal = destinations.refusal(board, caller, destinations.addresses(unit))
    return callback if refusal is None else move_callback(unit, callback, Event.BAR, why=refusal)


def _allowed(board: Board, caller: Caller, team: Team, at: datetime) -> datetime | None:
    """The first moment at which the team works and the caller may be phoned; None where the two never meet."""
    business = board.library.business()
    zone = callers.zone_of(caller, business.zone)
    return next_allowed(at, business.schedules[team.hours], team.policy.window, zone)


def allowed_at(board: Board, caller: Caller, callback: Callback, at: datetime) -> datetime:
    """When this callback may be phoned, from `at` on: a time that the caller chose is inside the window by itself.

    Where no such moment comes, it is asked again after `NEVER`: hours and windows change, and nobody is woken.
    """
    if callback.chosen:
        return at
    return _allowed(board, caller, team_of(board, callback.team), at) or at + NEVER


def tell_unreachable(unit: Unit, board: Board, caller: Caller, callback: Callback) -> None:
    """The team's owner hears at once of a caller whose day and our opening hours share no minute in a week."""
    business = board.library.business()
    team, zone = team_of(board, callback.team), callers.zone_of(caller, business.zone)
    if not callback.chosen and not share_minute(unit.now, business.schedules[team.hours], team.policy.window, zone):
        notify(unit, board, callback, "never_reachable")


def next_look(callback: Callback, at: datetime) -> datetime:
    """`at`, or the alarm if that comes first."""
    return at if callback.escalated else min(at, callback.escalate_at)


def agree(unit: Unit, board: Board, caller: Caller, call: Call, event: CallbackAsked, n: int) -> Callback:
    """The caller agreed on a time (and a number): decorates the open callback, or begins one with its obligation."""
    to_dial = caller if event.number is None else callers.meet(unit, event.number)
    callback = open_for(unit, caller.id)
    other = open_for(unit, to_dial.id) if to_dial.id != caller.id else None
    if callback is not None and other is not None and can(callback, Event.NO_NUMBER):
        asking.withdraw(unit, callback)
        obligations.move_all(unit, callback, other)
        move_callback(unit, callback, Event.NO_NUMBER)
        callback = None
    callback = other or callback
    if callback is None or _asks_anew(unit, call, callback):
        key = f"{call.public_id}:{n}"
        obligation = obligations.begin(unit, Source.REQUEST, key, caller.id, call.id)
        wish = Wish(event.team, call.topic, call.language, call.dialled, unit.now, caller.vip)
        callback = owe(unit, board, to_dial, obligation, wish)
    if event.when is When.KEPT:
        return callback
    return _promise(unit, replace(callback, caller_id=to_dial.id, team=event.team), event)


def _asks_anew(unit: Unit, call: Call, callback: Callback) -> bool:
    """Whether this call has no obligation yet that this callback keeps: then the wish is an obligation of its own."""
    return all(one.call_id != call.id for one in unit.many(Obligation, callback_id=callback.id))


def _promise(unit: Unit, callback: Callback, event: CallbackAsked | OpenCallbackChanged) -> Callback:
    """What the caller heard is what is owed, and by when."""
    if event.due_at is None or event.promised_by is None:
        return callback
    chosen = isinstance(event, OpenCallbackChanged) or event.when in (When.NOW, When.AT)
    callback = replace(
        callback,
        due_at=event.due_at,
        promised_by=event.promised_by,
        escalate_at=attempts.escalate_at(unit.now, event.promised_by),
        escalated=False,
        words=event.words,
        chosen=chosen,
        before="",
        cancel_at=None,
        cancel_why="",
    )
    if not can(callback, Event.PUT_OFF):
        return unit.save(callback)
    asking.withdraw(unit, callback)
    return move_callback(unit, callback, Event.PUT_OFF, next_look(callback, callback.due_at))


def change(unit: Unit, caller: Caller, event: OpenCallbackChanged) -> Callback | None:
    """The caller moves or cancels what we owe; for through-now the transfer that follows suspends it."""
    callback = open_for(unit, caller.id)
    if callback is None:
        return None
    if event.change is Change.CANCEL and can(callback, Event.CANCEL):
        asking.withdraw(unit, callback)
        return move_callback(unit, callback, Event.CANCEL)
    if event.change is Change.MOVE:
        return _promise(unit, callback, event)
    return callback


def decline(unit: Unit, obligation: Obligation) -> None:
    """The caller does not want this callback: cancelled, unless it keeps a promise of another call as well."""
    callback = unit.get(Callback, obligation.callback_id or 0)
    if callback is None or not can(callback, Event.CANCEL):
        return
    kept = unit.many(Obligation, callback_id=callback.id)
    if all(one.call_id == obligation.call_id for one in kept):
        asking.withdraw(unit, callback)
        move_callback(unit, callback, Event.CANCEL)
    else:
        obligations.settle(unit, obligation, Fate.WAIVED)


def resume(unit: Unit, callback: Callback) -> Callback:
    """The caller's own call did not settle it: back to waiting for its time, which is now."""
    due = max(callback.due_at, unit.now)
    return move_callback(unit, replace(callback, due_at=due), Event.RESUME, next_look(callback, due))


def came_in(unit: Unit, caller_id: int, talked_at: datetime) -> None:
    """The caller was served on a call of their own: what they asked for before that talk is settled, nothing later."""
    callback = open_for(unit, caller_id)
    if callback is None or callback.state is State.DIALLING:
        return
    if any(debt.at > talked_at for debt in unit.many(Obligation, callback_id=callback.id)):
        return
    if can(callback, Event.SUSPEND):
        # It became due again while they waited, a mailbox having picked up: they have been helped all the same.
        asking.withdraw(unit, callback)
        callback = move_callback(unit, callback, Event.SUSPEND, unit.now)
    if can(callback, Event.CAME_IN):
        move_callback(unit, callback, Event.CAME_IN)


def notify(unit: Unit, board: Board, callback: Callback, reason: str, how: Callable[..., None] = tasks.notice) -> None:
    """The team's owner hears of this callback; `how`: once for a reason, or each time (see `tasks`)."""
    business = board.library.business()
    how(unit, business, team_of(board, callback.team), reason, f"callback {callback.public_id}")
