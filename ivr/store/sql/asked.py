"""The questions across many rows, one statement each; `questions` answers the same from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, cast, exists, func, literal, null, or_, select, union, union_all

from ivr.line.outcomes import LegState, Outcome
from ivr.promise import callback, offer, transfer
from ivr.store.memory.questions import WAITS
from ivr.store.rules.keys import ANSWERED, DUE_BY_TEAM, FLYING, LEASED, LIVE_CALLS, WAITING_BY_TEAM
from ivr.store.sql.tables import TABLES, Moment, condition
from ivr.switchboard.ports import Claimant
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Call,
    Callback,
    Caller,
    CustomerLeg,
    Kind,
    Membership,
    Obligation,
    Offer,
    Row,
    Transfer,
)
from ivr.switchboard.rows.people import PAGE, PRESENCE

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
        or_(_agents.wrap_up_until.is_(None), _agents.wrap_up_until <= bindparam("now", type_=Moment())),
        or_(~_agents.address.startswith(PAGE), _agents.seen_at > bindparam("absent", type_=Moment())),
        ~exists().select_from(TABLES[Offer]).where(_offers.agent_id == _agents.id, condition(Offer, LEASED)),
    )
    .order_by(_agents.id)
)


def free(team: str, now: datetime) -> dict[str, object]:
    """Whom FREE_AGENTS finds: a page that was silent for so long is not open."""
    return {"team": team, "now": now, "absent": now - PRESENCE}


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
        or_(_callbacks.claimed_until.is_(None), _callbacks.claimed_until <= bindparam("now", type_=Moment())),
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
_shown = and_(_offers.kind == Kind.SHOWN, _offers.state == offer.State.SCREENING)
_asking = select(func.count()).select_from(TABLES[Offer]).where(condition(Offer, FLYING), ~_shown).scalar_subquery()
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


_one, _other = TABLES[Caller].alias("one"), TABLES[Caller].alias("other")

PERSON = union(
    select(_one.c.id).where(_one.c.id == bindparam("id")),
    select(_other.c.id)
    .join(_one, and_(_one.c.person == _other.c.person, _other.c.person.is_not(None)))
    .where(_one.c.id == bindparam("id")),
).order_by("id")
"""The ids of all rows that stand for the same person as the caller `id`."""

R = TypeVar("R", bound=Row)


class Asked:
    """The reading half of a unit in SQL, as `questions.Questions` is of one in memory."""

    _alone: set[int]

    @property
    def now(self) -> datetime:
        """Of the unit."""
        raise NotImplementedError

    def run(self, statement: Any, values: Any = None) -> Any:
        """Of the unit."""
        raise NotImplementedError

    def _seen(self, kind: Callable[..., R], values: Iterable[Any]) -> R:
        """Of the unit."""
        raise NotImplementedError

    def many(self, kind: type[R], /, **key: object) -> tuple[R, ...]:
        """Of the unit."""
        raise NotImplementedError

    def one(self, kind: type[R], /, **key: object) -> R | None:
        found = self.many(kind, **key)
        if len(found) > 1:
            raise LookupError(f"{len(found)} rows of {kind.__name__} with one key")
        return found[0] if found else None

    def person(self, caller_id: int) -> tuple[int, ...]:
        if caller_id in self._alone:
            return (caller_id,)
        return tuple(self.run(PERSON, {"id": caller_id}).scalars()) or (caller_id,)

    def free_agents(self, team: str) -> tuple[Agent, ...]:
        found = self.run(FREE_AGENTS, free(team, self.now))
        return tuple(self._seen(Agent, row) for row in found)

    def claimants(self, team: str) -> tuple[Claimant, ...]:
        return tuple(Claimant(*row) for row in self.run(CLAIMANTS, {"team": team, "now": self.now}))

    def waits(self, team: str) -> tuple[float, ...]:
        found = self.run(WAITED, {"team": team})
        return tuple((answered_at - since).total_seconds() for answered_at, since in found)

    def legs_in_flight(self) -> int:
        return int(self.run(LEGS_IN_FLIGHT).scalar_one())

    def attempts_since(self, caller_id: int, since: datetime) -> int:
        return int(self.run(ATTEMPTS_SINCE, {"caller_id": caller_id, "since": since}).scalar_one())

    def rings_since(self, since: datetime, block: str | None = None) -> int:
        if block is None:
            return int(self.run(RINGS_SINCE, {"since": since}).scalar_one())
        return int(self.run(RINGS_IN_BLOCK, {"since": since, "block": block}).scalar_one())

    def requests_since(self, caller_id: int, since: datetime) -> int:
        return int(self.run(REQUESTS_SINCE, {"caller_id": caller_id, "since": since}).scalar_one())
