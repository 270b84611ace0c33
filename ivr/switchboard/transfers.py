"""Transfers: a caller waits for a person, is joined to one, or is owed a callback. One function per event."""

from __future__ import annotations

from datetime import timedelta

from ivr.callflow.events import TransferAsked
from ivr.frozen import replace
from ivr.line.instructions import Hold
from ivr.promise import callback
from ivr.promise.transfer import FINAL, Event, State
from ivr.switchboard import asking, callbacks, callers, destinations, doors, doubts, obligations
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_transfer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Callback, Caller, Fate, Obligation, Offer, Source, Transfer

OPEN = tuple(state for state in State if state not in FINAL)
LOOK_AGAIN = timedelta(seconds=3)
"""How often a waiting caller's chances are looked at, should no doorbell have said that an agent is free."""
JOIN_LIMIT = timedelta(seconds=15)
"""From an agent's yes to the dequeue, and from there to the bridge, before we ask the carrier what became of it."""
JOINING = timedelta(seconds=10)
"""Between our hearing of the dequeue and the bridge, at most: our answer, and the sentence that the caller hears."""
POLL_TALK = timedelta(seconds=60)
PROOF_LIMIT = timedelta(minutes=20)
"""How long an incomplete proof of a talk is waited for (the carrier's own record of a call takes 15 minutes)."""
DONE, AGAIN, SILENT = "done", "again", "silent"
"""The agent's verdict after the talk."""


def ask(
    unit: Unit, board: Board, caller: Caller, call: Call, event: TransferAsked, n: int
) -> tuple[Transfer, Callback | None]:
    """The caller asks for a person: obligation and transfer are committed before any word of it leaves.

    Beside the transfer: what we owed this caller already, which is `ring_in`'s to see to.
    """
    public_id = unit.token()
    obligation = obligations.begin(unit, Source.TRANSFER, public_id, caller.id, call.id)
    owed = callbacks.open_for(unit, caller.id)
    barred = destinations.refusal(board, caller) is not None
    row = unit.insert(
        Transfer(
            id=0,
            public_id=public_id,
            call_id=call.id,
            caller_id=caller.id,
            obligation_id=obligation.id,
            turn=n,
            team=event.team,
            topic=call.topic,
            language=call.language,
            state=State.WAITING,
            asked_at=min(unit.now, owed.asked_at) if owed else unit.now,
            waiting_since=unit.now,
            seen_at=unit.now,
            deadline=unit.now,
            keep_place_after=None if barred else event.keep_place_after,
            vip=caller.vip,
        ),
        "ask",
    )
    return row, owed


def unsettled(unit: Unit, caller_id: int) -> tuple[Transfer, ...]:
    """This caller's transfers of which it is not decided yet how they end."""
    return unit.many(Transfer, caller_id=callers.theirs(unit, caller_id), state=OPEN)


def hold(row: Transfer) -> Hold:
    """The instruction that lets the caller wait, in a queue of their own."""
    queue = f"t-{row.public_id}-{row.round}"
    return Hold(queue, doors.wait(row.public_id, row.round), doors.left(row.public_id, row.round))


def accept(unit: Unit, row: Transfer, accepted: Offer) -> Transfer:
    """One agent said yes: from here on the caller can no longer leave by key."""
    row = replace(row, offer_id=accepted.id, answered_at=unit.now)
    return move_transfer(unit, row, Event.ACCEPT, unit.now + JOIN_LIMIT)


def seek(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    """Asks the next agents for a waiting caller, or owes the callback where waiting has no more sense."""
    policy = team_of(board, row.team).policy
    if unit.now - row.waiting_since >= policy.wait_limit or row.rounds >= policy.rounds:
        return owe(unit, board, row)
    owed = callbacks.open_for(unit, row.caller_id)
    if owed is not None and owed.state is callback.State.DIALLING:
        unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
        return ()
    offers = asking.ask(unit, board, row)
    if offers:
        if row.state is State.WAITING:
            move_transfer(unit, row, Event.OFFER, unit.now + policy.ring + LOOK_AGAIN)
        else:
            unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
        return tuple(("offer", one.id) for one in offers)
    if row.state is State.WAITING and asking.all_asked(unit, row):
        row = unit.save(replace(row, rounds=row.rounds + 1, deadline=unit.now + LOOK_AGAIN))
        return seek(unit, board, row)
    if row.state is State.WAITING and not asking.anybody_on_duty(unit, board, row.team):
        return owe(unit, board, row)
    unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
    return ()


def round_over(unit: Unit, row: Transfer) -> Transfer:
    """No offer is open any more and nobody said yes: the next agents are looked for at once."""
    if row.state is State.OFFERED and not asking.live_offers(unit, row):
        return move_transfer(unit, row, Event.ROUND_OVER, unit.now)
    return row


def owe(unit: Unit, board: Board, row: Transfer, caller_left: bool = False) -> tuple[tuple[str, int], ...]:
    """Nobody came, the caller left or chose to be called, something broke: the obligation goes on as a callback."""
    due = asking.withdraw(unit, row)
    obligation = unit.get(Obligation, row.obligation_id)
    call = unit.get(Call, row.call_id)
    caller = unit.lock(row.caller_id)
    assert obligation is not None and call is not None
    wish = callbacks.Wish(row.team, row.topic, row.language, call.dialled, row.asked_at, row.vip)
    owed = callbacks.owe(unit, board, caller, obligation, wish)
    move_transfer(unit, replace(row, caller_left=row.caller_left or caller_left), Event.OWE)
    return (*due, ("callback", owed.id))


def talk_over(unit: Unit, row: Transfer, bridged: bool, seconds: int | None = None) -> Transfer:
    """The bridge is over, or is said to be. Whether there was one, and a conversation, `settle` decides."""
    row = replace(row, bridged=row.bridged or bridged, talk_seconds=row.talk_seconds if seconds is None else seconds)
    if can(row, Event.TALK_OVER):
        return move_transfer(unit, row, Event.TALK_OVER, unit.now + PROOF_LIMIT)
    return unit.save(row)


def settle(unit: Unit, board: Board, row: Transfer, asked: bool = False) -> tuple[tuple[str, int], ...]:
    """After the talk: served where it is proved, owed where it is disproved, else waits for the proof. `asked`: the
    carrier told how both legs ended, and no more is to be had."""
    if row.state is not State.TALKED:
        return ()
    policy = team_of(board, row.team).policy
    accepted = unit.get(Offer, row.offer_id) if row.offer_id else None
    agent_there = accepted is not None and accepted.in_flight
    if row.verdict == DONE and row.bridged:
        return _serve(unit, board, row)
    if row.verdict == AGAIN:
        return owe(unit, board, row)
    untold = row.talk_seconds is None
    if not asked and agent_there and (untold or not row.verdict):
        return ()
    if not asked and row.bridged and untold:
        unit.save(replace(row, deadline=unit.now))
        return (("transfer", row.id),)
    if row.bridged and _talked_for(unit, row) >= policy.minimum_talk:
        return _serve(unit, board, row)
    if row.bridged or asked:
        return owe(unit, board, row)
    return ()


def is_judged(row: Transfer) -> bool:
    """Whether the agent has said how it went: by key or at the console, whichever came first."""
    return row.verdict not in ("", SILENT)


def cut_off(unit: Unit, board: Board, row: Transfer) -> bool:
    """Whether the caller, whose waiting is over, is to be asked when we shall call: nobody came, or the talk was over
    before it could be one. Should the agent say that it is settled, nothing more is owed than they then ask for."""
    if row.state is not State.TALKED:
        return row.state is not State.SERVED
    since = row.joined_at or row.answered_at
    return since is not None and unit.now - since < team_of(board, row.team).policy.minimum_talk


def _talked_for(unit: Unit, row: Transfer) -> timedelta:
    """How long a bridge lasted: as the carrier said, else at least, by the first end of a leg."""
    if row.talk_seconds is not None:
        return timedelta(seconds=row.talk_seconds)
    call, agent = unit.get(Call, row.call_id), unit.get(Offer, row.offer_id or 0)
    ends = [leg.ended_at for leg in (call, agent) if leg and leg.ended_at]
    return min(ends) - row.joined_at - JOINING if ends and row.joined_at else timedelta(0)


def _serve(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    move_transfer(unit, row, Event.SERVE)
    obligation = unit.get(Obligation, row.obligation_id)
    assert obligation is not None
    obligations.settle(unit, obligation, Fate.SERVED)
    helped_at = row.answered_at or row.asked_at
    for doubtful in doubts.before(unit, row.caller_id, helped_at):
        owe(unit, board, doubtful)
    callbacks.came_in(unit, row.caller_id, helped_at)
    return ()


def caller_left(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    """The caller's leg has ended, whoever says so."""
    if row.state is State.ACCEPTED:
        return _left_between(unit, board, row)
    if row.state in (State.JOINING, State.TALKING):
        talk_over(unit, replace(row, caller_left=True), bridged=False)
        return ()
    if can(row, Event.OWE) and row.state is not State.TALKED:
        return owe(unit, board, row, caller_left=True)
    return ()


def _left_between(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    """An agent is on the way: they may have talked, should the request before the bridge be lost: that leg tells."""
    accepted = unit.get(Offer, row.offer_id or 0)
    row = replace(row, caller_left=True)
    if accepted is not None and accepted.in_flight:
        unit.save(replace(row, deadline=unit.now + JOIN_LIMIT))
        return ()
    return settle(unit, board, talk_over(unit, row, bridged=False))


def agent_lost(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    """The accepted agent's leg has ended. The caller waits on if they were never taken from the queue."""
    match row.state:
        case State.ACCEPTED:
            return _lost_between(unit, board, row)
        case State.JOINING | State.TALKING:
            return settle(unit, board, talk_over(unit, row, bridged=False))
        case State.TALKED:
            return settle(unit, board, row)
    return ()


def _lost_between(unit: Unit, board: Board, row: Transfer) -> tuple[tuple[str, int], ...]:
    """Back to waiting only where the caller was heard of in the queue after the agent's leg had ended: else they may
    have talked, should the request before the bridge be lost. Where there was no leg at all, nobody has."""
    accepted = unit.get(Offer, row.offer_id or 0)
    came = accepted is not None and accepted.sid is not None
    ended_at = accepted.ended_at if accepted and came else None
    if row.caller_left and not came:
        return owe(unit, board, row)
    if row.caller_left:
        return settle(unit, board, talk_over(unit, row, bridged=False))
    if ended_at is not None and row.seen_at <= ended_at:
        unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
        return ()
    move_transfer(unit, replace(row, offer_id=None, answered_at=None), Event.AGENT_LOST, unit.now)
    return (("transfer", row.id),)
