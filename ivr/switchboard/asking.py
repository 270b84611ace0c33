"""Finding somebody to take a caller: which agents are asked next, for a waiting transfer or a callback that is due.

Here an agent is leased and an offer intended; placing the call is `drive`'s, what the agent says is `offers`'.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from ivr.frozen import replace
from ivr.promise import offer, ringing
from ivr.promise.policy import Policy
from ivr.switchboard import agents
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import move_offer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, AgentState, Callback, Kind, Membership, Offer, Transfer

LEASE = timedelta(minutes=5)
"""So long a callback is one agent's who has claimed it."""
KEEP_FROM = 4
"""From so many lines on, one is kept for the next caller."""


def live_offers(unit: Unit, row: Transfer | Callback) -> tuple[Offer, ...]:
    """The offers of this caller that are still open."""
    return tuple(one for one in offers_of(unit, row) if one.state not in offer.FINAL)


def has_agent(unit: Unit, row: Transfer | Callback, but: Offer) -> bool:
    """Whether another agent, who said yes to this caller, may still be on the line."""
    said_yes = (one for one in offers_of(unit, row) if one.state is offer.State.ACCEPTED and one.in_flight)
    return any(one.id != but.id for one in said_yes)


def offers_of(unit: Unit, row: Transfer | Callback) -> tuple[Offer, ...]:
    """All offers ever made for this transfer or callback, in order."""
    if isinstance(row, Transfer):
        return unit.many(Offer, transfer_id=row.id)
    return unit.many(Offer, callback_id=row.id)


def ask(unit: Unit, board: Board, row: Transfer | Callback) -> tuple[Offer, ...]:
    """Leases and intends the next offers for this caller; none where nobody is free, or all free ones were asked."""
    claimed = holder(unit, row)
    free = unit.free_agents(row.team) if claimed is None else _free(unit, claimed)
    if not free:
        return ()
    policy = team_of(board, row.team).policy
    made = offers_of(unit, row) if claimed is None else ()
    chosen = ringing.choose(
        policy.strategy,
        [ringing.Free(agent.id, agent.free_since, agent.id, agent.page) for agent in free],
        _asked(row, made),
        row.rounds,
        _ahead(unit, row) if claimed is None else 0,
        len(live_offers(unit, row)) if claimed is not None else sum(one.state not in offer.FINAL for one in made),
    )
    shown = [agent for agent in free if agent.page and agent.id in chosen]
    rung = [id for id in chosen if all(id != agent.id for agent in shown)][: _lines(unit, board)]
    offers = [_show(unit, _intend(unit, row, agent.id, Kind.SHOWN), policy) for agent in shown]
    return (*offers, *(_intend(unit, row, id) for id in rung))


def _show(unit: Unit, row: Offer, policy: Policy) -> Offer:
    """The agent's page shows who waits for as long as a phone would ring; nothing is asked of the carrier."""
    return move_offer(unit, row, offer.Event.SHOW, unit.now + policy.ring)


def holder(unit: Unit, row: Transfer | Callback) -> int | None:
    """The agent who has taken this callback for themselves: until the lease is over, or they let it pass."""
    if isinstance(row, Transfer) or row.claimed_until is None or row.claimed_until <= unit.now:
        return None
    since = row.claimed_until - LEASE
    asked = (one for one in offers_of(unit, row) if one.agent_id == row.claimed_by and one.intended_at >= since)
    return None if any(one.state in offer.FINAL for one in asked) else row.claimed_by


def _free(unit: Unit, agent_id: int) -> tuple[Agent, ...]:
    """This agent, if they can be asked at all: who takes a callback by hand has rested, and has done with the last."""
    agent = unit.get(Agent, agent_id)
    if agent is None or agent.state is not AgentState.AVAILABLE or not agent.present(unit.now):
        return ()
    return (agent,) if unit.one(Offer, agent_id=agent_id, in_flight=True) is None else ()


def unclaimed(unit: Unit, row: Callback) -> Callback:
    """The callback as it is; where the agent who had claimed it let it pass, everybody's again."""
    if row.claimed_by is None or holder(unit, row) is not None:
        return row
    return replace(row, claimed_by=None, claimed_until=None)


def _asked(row: Transfer | Callback, made: tuple[Offer, ...]) -> Counter[int]:
    """How often each agent was asked, since the caller began to wait or the callback was due."""
    since = row.waiting_since if isinstance(row, Transfer) else row.due_at
    return Counter(one.agent_id for one in made if one.intended_at >= since)


def _ahead(unit: Unit, row: Transfer | Callback) -> int:
    """How many others of the team go first. One who is offered to somebody already stands in the same order."""
    kind, alarm = ("transfer", None) if isinstance(row, Transfer) else ("callback", row.escalate_at)
    own = ringing.Waiting((kind, row.id), row.asked_at, row.vip, alarm)
    others = [
        ringing.Waiting((one.kind, one.id), one.asked_at, one.vip, one.escalate_at)
        for one in unit.claimants(row.team)
        if (one.kind, one.id) != own.key
    ]
    return ringing.in_order([own, *others], unit.now).index(own)


def _lines(unit: Unit, board: Board) -> int | None:
    """How many agents the account has lines for, beside one for the customer and one for the next caller; None: any."""
    limit = board.rules.calls_at_once
    if limit is None:
        return None
    kept = 1 if limit >= KEEP_FROM else 0
    return max(0, limit - kept - 1 - unit.legs_in_flight())


def _intend(unit: Unit, row: Transfer | Callback, agent_id: int, kind: Kind = Kind.RUNG) -> Offer:
    return unit.insert(
        Offer(
            id=0,
            public_id=unit.token(),
            agent_id=agent_id,
            caller_id=row.caller_id,
            state=offer.State.INTENDED,
            intended_at=unit.now,
            deadline=unit.now,
            transfer_id=row.id if isinstance(row, Transfer) else None,
            callback_id=row.id if isinstance(row, Callback) else None,
            kind=kind,
        ),
        offer.Event.PLACE,
    )


def anybody_on_duty(unit: Unit, board: Board, team: str) -> bool:
    """Whether any agent of the team is available, busy ones included: else there is nobody to wait for."""
    ids = tuple(one.agent_id for one in unit.many(Membership, team=team))
    agents = unit.many(Agent, id=ids) if ids else ()
    return any(_on_duty(unit, agent) for agent in agents)


def _on_duty(unit: Unit, agent: Agent) -> bool:
    cooling = agent.cool_off_until is not None and agent.cool_off_until > unit.now
    return agent.state is AgentState.AVAILABLE and not cooling and agent.present(unit.now)


def all_asked(unit: Unit, row: Transfer | Callback) -> bool:
    """Whether every free agent of the team was asked in this round already; never while one has claimed it."""
    if holder(unit, row) is not None:
        return False
    free = unit.free_agents(row.team)
    asked = _asked(row, offers_of(unit, row))
    return bool(free) and all(asked[agent.id] > row.rounds for agent in free)


def withdraw(unit: Unit, row: Transfer | Callback, keep: int | None = None) -> tuple[tuple[str, int], ...]:
    """Ends the other open offers of this caller; their legs are ended by whoever drives what is returned."""
    ended = []
    for one in live_offers(unit, row):
        if one.id != keep:
            ended.append(("offer", withdraw_one(unit, one).id))
            if one.shown:
                ended += agents.waiting_for(unit, one.agent_id)
    return tuple(ended)


def withdraw_one(unit: Unit, row: Offer) -> Offer:
    """Nobody is asked any more by this offer. One that was never begun to be placed, or is only shown, has no leg."""
    if row.state is offer.State.INTENDED or row.shown:
        agents.freed(unit, row.agent_id)
        return move_offer(unit, replace(row, in_flight=False), offer.Event.WITHDRAW)
    return move_offer(unit, row, offer.Event.WITHDRAW, unit.now)
