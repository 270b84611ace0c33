"""Whom we may phone: the last look at a customer's number before it is rung, and how many rings are too many.

A number that nobody may dial is barred for good; where it is only too many, the callback waits, and never silently.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache

from ivr import phone
from ivr.promise.policy import Team
from ivr.switchboard import tasks
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, AgentState, Caller, CustomerLeg

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAUSE = timedelta(minutes=15)
"""How long a callback waits where there were too many rings, before it is looked at again."""
DO_NOT_CALL = "do_not_call"


def refusal(board: Board, caller: Caller, agents: Collection[str] = ()) -> str | None:
    """Why this caller is never phoned; None: they may be, or there is no number at all.

    One of `phone.Reason`, or `do_not_call`. `agents`: addresses of agents, who are no customers either.
    """
    if caller.do_not_call:
        return DO_NOT_CALL
    if caller.number is None:
        return None
    if caller.number in agents:
        return phone.Reason.AGENT.value
    business = board.library.business()
    return _looked_up(caller.number, business.countries, business.numbers)


def addresses(unit: Unit) -> frozenset[str]:
    """Where our agents are reached."""
    return frozenset(agent.address for agent in unit.many(Agent, state=(AgentState.AVAILABLE, AgentState.AWAY)))


@lru_cache(maxsize=1024)
def _looked_up(number: str, countries: tuple[str, ...], own: tuple[str, ...]) -> str | None:
    found = phone.destination(number, countries=countries, own=own)
    return found.reason.value if isinstance(found, phone.Barred) else None


def may_ring(unit: Unit, board: Board, caller: Caller) -> bool:
    """Whether this caller's phone may be rung at this very moment."""
    there = caller.number is not None and refusal(board, caller, addresses(unit)) is None
    return there and not too_many(unit, board, caller)


def too_many(unit: Unit, board: Board, caller: Caller) -> bool:
    """Whether so many phones were rung lately, in this caller's block of numbers or at all, that theirs must wait.

    Who has us phone whole blocks of numbers earns by every ring (SECURITY: toll fraud).
    """
    rules = board.rules
    if caller.number is None:
        return False
    if rules.rings_an_hour is not None:
        block = phone.prefix_group(caller.number)
        if unit.rings_since(unit.now - HOUR, block) >= rules.rings_an_hour:
            return True
    return rules.rings_a_day is not None and unit.rings_since(unit.now - DAY) >= rules.rings_a_day


def rested_at(unit: Unit, caller: Caller, most: int) -> datetime:
    """From when on this phone may be rung again by our own choice, for whatever debt: at most `most` times within 24
    hours. What the caller asks for, at once or at an hour of their choice, is theirs to ask."""
    since = unit.now - DAY
    if unit.attempts_since(caller.id, since) < most:
        return unit.now
    placed = sorted(leg.placed_at for leg in unit.many(CustomerLeg, caller_id=caller.id) if leg.placed_at >= since)
    return placed[-most] + DAY


def tell(unit: Unit, board: Board, team: Team) -> None:
    """The team's owner hears that callbacks wait for this: once an hour, however many there are."""
    tasks.notice(unit, board.library.business(), team, "too_many", f"{unit.now:%Y-%m-%d %H}:00 UTC")
