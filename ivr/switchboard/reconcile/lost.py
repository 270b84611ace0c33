"""What our books have lost: the carrier's record of each such leg is asked for, judged, and acted on. One leg whose
record cannot be had keeps no other one waiting."""

from __future__ import annotations

from collections.abc import Iterable, MutableSet
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.line.log import Request
from ivr.line.outcomes import LegReport, Uncertain
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.reconcile import acts, judge, lost_attempts
from ivr.switchboard.reconcile.compare import Sides
from ivr.switchboard.reconcile.judge import Judged, Verdict

ACTOR = "reconcile"


class Records:
    """The carrier's records of single legs, each asked for once."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._read: dict[str, tuple[Request, ...]] = {}

    def of(self, legs: Iterable[LegReport]) -> dict[str, tuple[Request, ...]] | None:
        """By the ids of the legs; None where one of them cannot be had now."""
        found: dict[str, tuple[Request, ...]] = {}
        for leg in legs:
            if leg.sid not in self._read:
                said = self._carrier.requests(leg.sid)
                if isinstance(said, Uncertain):
                    return None
                self._read[leg.sid] = said
            found[leg.sid] = self._read[leg.sid]
        return found


def calls(
    board: Board, records: Records, sides: Sides, lost: tuple[LegReport, ...], elsewhere: MutableSet[str]
) -> frozenset[str]:
    """Who of these was served, who is owed, and who was never ours to answer (into `elsewhere`). Returns the ids of
    those that cannot be judged yet."""
    least = _least(board)
    judged: dict[str, Judged] = {}
    for leg in lost:
        if (verdict := _judged(records, sides, leg, least)) is not None:
            judged[leg.sid] = verdict
    talked = _talked(lost, judged)
    for leg in lost:
        if leg.sid in judged:
            with acts.alone(leg.sid):
                _act(board, leg, _with_later_talk(leg, judged[leg.sid], talked), elsewhere)
    return frozenset(leg.sid for leg in lost if leg.sid not in judged)


def _judged(records: Records, sides: Sides, leg: LegReport, least: timedelta) -> Judged | None:
    """None: what is needed to judge cannot be had yet."""
    own = records.of((leg,))
    agents = judge.others(sides, leg, own[leg.sid]) if own else ()
    if own is None or not all(sides.is_told(agent) for agent in agents):
        return None
    theirs = records.of(agents)
    return None if theirs is None else judge.judge(sides, leg, own | theirs, least)


def _least(board: Board) -> timedelta:
    """Of which team the lost call was, nobody knows: the shortest of all talks that count."""
    return min(team.policy.minimum_talk for team in board.library.business().teams.values())


def _talked(lost: tuple[LegReport, ...], judged: dict[str, Judged]) -> dict[str, datetime]:
    """When each caller talked with us last."""
    found: dict[str, datetime] = {}
    for leg in lost:
        at = judged[leg.sid].talked_at if leg.sid in judged else None
        if at is not None and leg.from_ is not None:
            found[leg.from_] = max(at, found.get(leg.from_, at))
    return found


def _with_later_talk(leg: LegReport, judged: Judged, talked: dict[str, datetime]) -> Judged:
    """Who talked with us in a later call is owed nothing for the earlier one."""
    at = talked.get(leg.from_ or "")
    if judged.verdict is not Verdict.MISSED or at is None or leg.created_at is None or at < leg.created_at:
        return judged
    return replace(judged, verdict=Verdict.SERVED, talked_at=at)


def _act(board: Board, leg: LegReport, judged: Judged, elsewhere: MutableSet[str]) -> None:
    match judged.verdict:
        case Verdict.ELSEWHERE:
            elsewhere.add(leg.sid)
        case Verdict.MISSED:
            work(board.store, lambda unit: acts.missed(unit, board, leg), ACTOR)
        case verdict:
            at = judged.talked_at
            work(board.store, lambda unit: acts.remember(unit, board, leg, verdict.value, at), ACTOR)


def middle(board: Board, records: Records, leg: LegReport) -> bool:
    """A call that ended in the middle: who was cut off is owed. False: it cannot be told now."""
    found = records.of((leg,))
    if found is None:
        return False
    cut_off = judge.was_cut_off(found[leg.sid])
    work(board.store, lambda unit: acts.explain(unit, board, leg, cut_off), ACTOR)
    return True


def attempt(board: Board, records: Records, sides: Sides, leg: LegReport) -> None:
    """A customer's leg, which an agent's leg rang: counted as what it was."""
    parent = sides.by_sid[leg.parent or ""]
    found = records.of((parent,)) if sides.is_told(parent) else None
    if found is not None:
        record = found[parent.sid]

        def act(unit: Unit) -> None:
            lost_attempts.rebuild(unit, board, leg, parent, record)

        work(board.store, act, ACTOR)
