"""A call that our books have lost, judged by what the carrier asked us for it: was anybody served? Pure; in doubt the
caller is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ivr.line.log import Request
from ivr.line.outcomes import LegReport, LegState, Way
from ivr.promise.proof import Proof, read_proof
from ivr.switchboard.reconcile.compare import Sides, begins_after

JOINING = timedelta(seconds=10)
"""From the request before a bridge to the bridge, at most."""
DONE = "1"
"""The agent's key that says: this is settled."""
NO_TALK = frozenset({"2", "3"})
"""And those that say: call again; it was a wrong number."""
HELD = frozenset({"wait", "key", "left", "recorded"})
"""Doors that only a caller reaches who asked for a person, or left us a message."""

Records = Mapping[str, tuple[Request, ...]]


class Verdict(StrEnum):
    MISSED = "missed"
    """Owed a call."""
    SERVED = "served"
    """They talked with one of us, in this call or afterwards."""
    LEFT = "left"
    """We answered, and they hung up before they had asked for anything."""
    ELSEWHERE = "elsewhere"
    """Not we were asked to answer it."""


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    talked_at: datetime | None = None


def others(sides: Sides, leg: LegReport, record: tuple[Request, ...]) -> tuple[LegReport, ...]:
    """Agents' legs whose record is needed beside the call's own: those who joined it, or phoned this caller later."""
    sids = [one.agent_sid for one in record if one.agent_sid] + [one.parent for one in _later(sides, leg) if one.parent]
    return tuple(sides.by_sid[sid] for sid in dict.fromkeys(sids) if sid in sides.by_sid)


def judge(sides: Sides, leg: LegReport, records: Records, least: timedelta) -> Judged:
    """What became of this caller. `records` holds those of the call and of `others`; `least`: the shortest talk."""
    record = records.get(leg.sid, ())
    if record and not any(one.door and one.door.name == "incoming" for one in record):
        return Judged(Verdict.ELSEWHERE)
    talks = [*_joined(sides, leg, record, records, least), *_phoned(sides, leg, records, least)]
    if talks:
        return Judged(Verdict.SERVED, max(talks))
    return Judged(Verdict.LEFT if _asked_for_nothing(record) else Verdict.MISSED)


def was_cut_off(record: tuple[Request, ...]) -> bool:
    """Whether the last thing that the caller heard of us was that we do not answer."""
    asked = [one for one in record if not _is_report(one)]
    return bool(asked) and (asked[-1].door is None or not asked[-1].answered)


def _joined(
    sides: Sides, leg: LegReport, record: tuple[Request, ...], records: Records, least: timedelta
) -> Iterator[datetime]:
    """When a talk on this very call began."""
    for sid in dict.fromkeys(one.agent_sid for one in record if one.agent_sid):
        mine = tuple(one for one in record if one.agent_sid in (None, sid))
        proof = read_proof((*mine, *records.get(sid, ())))
        at = proof.joined_at
        if at is not None and proof.bridged and _counts(proof, _seconds(proof, leg, sides.by_sid.get(sid)), least):
            yield at


def _seconds(proof: Proof, leg: LegReport, agent: LegReport | None) -> float:
    """How long the bridge lasted: as the agent's leg told, else at least, by the first end of a leg."""
    if proof.seconds is not None:
        return proof.seconds
    ends = [one.ended_at for one in (leg, agent) if one and one.ended_at]
    return (min(ends) - proof.joined_at - JOINING).total_seconds() if ends and proof.joined_at else 0.0


def _phoned(sides: Sides, leg: LegReport, records: Records, least: timedelta) -> Iterator[datetime]:
    """When one of us phoned this caller afterwards, and talked with them: of whom it is told what they keyed then."""
    for rung in _later(sides, leg):
        if rung.parent is None or rung.parent not in records:
            continue
        proof = read_proof(records[rung.parent], after=("ring",))
        if rung.created_at is not None and _counts(proof, rung.seconds or 0, least):
            yield rung.created_at


def _counts(proof: Proof, seconds: float, least: timedelta) -> bool:
    """The agent's key decides; on silence, how long they talked. With whom a wrong number reached, nobody of ours has
    talked: a fax may have picked up."""
    return proof.verdict == DONE or (proof.verdict not in NO_TALK and seconds >= least.total_seconds())


def _later(sides: Sides, leg: LegReport) -> Iterator[LegReport]:
    """Legs by which this caller was phoned after they had rung, and picked up."""
    for other in sides.legs:
        theirs = other.way is Way.DIALLED and leg.from_ is not None and other.to == leg.from_
        if theirs and other.state is LegState.ENDED and other.seconds and begins_after(leg, other):
            yield other


def _asked_for_nothing(record: tuple[Request, ...]) -> bool:
    """We answered every time, and they neither pressed a key nor waited for a person."""
    doors = [one.door.name for one in record if one.door]
    answered = bool(record) and all(one.answered and one.door for one in record if not _is_report(one))
    return answered and not HELD.intersection(doors) and not any(one.keys for one in record)


def _is_report(one: Request) -> bool:
    """What is told to us alone: lost or not, the caller noticed nothing of it."""
    return one.door is not None and one.door.name in ("status", "recorded", "written")
