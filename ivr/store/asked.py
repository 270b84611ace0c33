"""The questions across many rows, one statement each; `questions` answers the same from memory."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, cast, exists, func, literal, null, or_, select, union_all

from ivr.line.outcomes import LegState, Outcome
from ivr.promise import callback, transfer
from ivr.store.keys import ANSWERED, DUE_BY_TEAM, FLYING, LEASED, LIVE_CALLS, WAITING_BY_TEAM
from ivr.store.questions import WAITS
from ivr.store.tables import TABLES, Moment, condition
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Call,
    Callback,
    Caller,
    CustomerLeg,
    Membership,
    Obligation,
    Offer,
    Transfer,
)

_agents, _offers, _members = TABLES[Agent].c, TABLES[Offer].c, TABLES[Membership].c
_transfers, _callbacks, _legs = TABLES[Transfer].c, TABLES[Callback].c, TABLES[CustomerLeg].c
_debts, _callers, _calls = TABLES[Obligation].c, TABLES[Caller].c, TABLES[Call].c

FREE_AGENTS = (
    select(TABLES[Agent])
    .join(TABLES[Membership], _members.agent_id == _agents.id)
    .where(
        _members.team == bindparam("team"),
        _agents.state == AgentState.AVAILABLE,
        or_(_agents.cool_off_until.is_(None), _agents.cool_off_until <= bindparam("now", type_=Moment())),
        ~exists().select_from(TABLES[Offer]).where(_offers.agent_id == _agents.id, condition(Offer, LEASED)),
    )
    .order_by(_agents.id)
)

_claimants = union_all(
    select(
        literal("transfer").label("kind"),
        _transfers.id,
        _transfers.asked_at,
        _transfers.vip,
        cast(null(), Moment()).label("escalate_at"),
    ).where(
        _transfers.team == bindparam("team"),
        _transfers.state == transfer.State.WAITING,
        condition(Transfer, WAITING_BY_TEAM),
    ),
    select(literal("callback"), _callbacks.id, _callbacks.asked_at, _callbacks.vip, _callbacks.escalate_at).where(
        _callbacks.team == bindparam("team"),
        _callbacks.state == callback.State.DUE,
        condition(Callback, DUE_BY_TEAM),
        or_(_callbacks.rounds == 0, _callbacks.deadline <= bindparam("now", type_=Moment())),
        ~exists().where(_calls.caller_id == _callbacks.caller_id, condition(Call, LIVE_CALLS)),
    ),
).subquery()

CLAIMANTS = select(_claimants).order_by(_claimants.c.asked_at, _claimants.c.kind, _claimants.c.id)

WAITED = (
    select(_transfers.answered_at, _transfers.waiting_since)
    .where(_transfers.team == bindparam("team"), condition(Transfer, ANSWERED))
    .order_by(_transfers.answered_at.desc(), _transfers.id.desc())
    .limit(WAITS)
)

_live_calls = select(func.count()).select_from(TABLES[Call]).where(condition(Call, LIVE_CALLS)).scalar_subquery()
_asking = select(func.count()).select_from(TABLES[Offer]).where(condition(Offer, FLYING)).scalar_subquery()
_ringing = select(func.count()).select_from(TABLES[CustomerLeg]).where(condition(CustomerLeg, FLYING)).scalar_subquery()

LEGS_IN_FLIGHT = select(_live_calls + _asking + _ringing)

# A phone rang unless it is known that it did not: the leg failed, or was given up before it began.
ATTEMPTS_SINCE = select(func.count()).where(
    _legs.caller_id == bindparam("caller_id"),
    _legs.placed_at >= bindparam("since", type_=Moment()),
    _legs.outcome.is_distinct_from(Outcome.FAILED),
    or_(_legs.in_flight, _legs.state != LegState.QUEUED),
)

RINGS_SINCE = select(func.count()).where(_legs.placed_at >= bindparam("since", type_=Moment()))

RINGS_IN_BLOCK = (
    select(func.count())
    .select_from(TABLES[CustomerLeg])
    .join(TABLES[Caller], _callers.id == _legs.caller_id)
    .where(
        _legs.placed_at >= bindparam("since", type_=Moment()),
        func.substr(_callers.number, 1, func.length(_callers.number) - 4) == bindparam("block"),
    )
)

REQUESTS_SINCE = (
    select(func.count())
    .select_from(TABLES[Obligation])
    .join(TABLES[Callback], and_(_callbacks.id == _debts.callback_id, _callbacks.caller_id != _debts.caller_id))
    .where(_debts.caller_id == bindparam("caller_id"), _debts.at >= bindparam("since", type_=Moment()))
)
