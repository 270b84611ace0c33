"""The carrier's log is our second ledger: what it tells and our rows do not know is put right, and what is then left
differing is the drift, which must be none. Doing it again changes nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from ivr.line.outcomes import LegReport, Uncertain, Way
from ivr.switchboard.board import Board, own_number
from ivr.switchboard.flows import FLOW
from ivr.switchboard.ports import Carrier, Unit, Unreachable
from ivr.switchboard.reconcile import acts, log
from ivr.switchboard.reconcile.compare import Finding, Kind, compare
from ivr.switchboard.rows import Published

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What one comparison found and did."""

    since: datetime
    legs: Counter[Way] = field(default_factory=Counter)
    """In the carrier's log."""
    known: Counter[Way] = field(default_factory=Counter)
    """Of these, those that our rows knew before."""
    found: Counter[Kind] = field(default_factory=Counter)
    """The differences, and so what was done."""
    drift: Counter[Kind] = field(default_factory=Counter)
    """The differences that are left."""
    away: str = ""
    """Why the log could not be read, where it could not: then nothing was done."""

    @property
    def fresh(self) -> bool:
        """Whether something is of so short a while ago that it should be looked at again soon."""
        return self.drift[Kind.FRESH] > 0

    @property
    def adrift(self) -> int:
        """How many differences are left, without those that are to be looked at again."""
        return self.drift.total() - self.drift[Kind.FRESH]

    @property
    def balanced(self) -> bool:
        """Whether nothing is left that one ledger knows and the other does not."""
        return not self.away and self.adrift == 0


def once(board: Board, carrier: Carrier, since: datetime | None = None) -> Report:
    """Compares everything since then (None: since yesterday began, by UTC) and puts it right. Unreachable where our
    own store is away; LookupError where nothing was ever published."""
    with board.store.reading() as unit:
        now = unit.now
        since = max(since or _yesterday(now), _born(unit))
    legs = log.read(carrier, _numbers(board), since)
    if isinstance(legs, Uncertain):
        _log.warning("the carrier's log cannot be read: %s", legs.reason)
        return Report(since, away=legs.reason)
    legs = tuple(leg for leg in legs if leg.created_at is None or leg.created_at >= since)
    known = log.look(board.store, legs)
    found = tuple(compare(legs, known, now))
    for finding in found:
        _put_right(board, finding)
    left = compare(legs, log.look(board.store, legs), now)
    return Report(
        since, _ways(legs), _ways(leg for leg in legs if _is_known(leg.sid, known)), _kinds(found), _kinds(left)
    )


def _put_right(board: Board, finding: Finding) -> None:
    """One leg that cannot be put right keeps no other one waiting: it is the drift."""
    try:
        acts.put_right(board, finding)
    except Unreachable:
        raise
    except Exception:
        _log.exception("%s: %s could not be put right", finding.kind, finding.leg.sid)


def _yesterday(now: datetime) -> datetime:
    return datetime.combine(now.date() - timedelta(days=1), time(), UTC)


def _born(unit: Unit) -> datetime:
    """When our first flow was published: calls before that were not ours to answer."""
    return min((row.at for row in unit.many(Published, kind=FLOW)), default=datetime.min.replace(tzinfo=UTC))


def _numbers(board: Board) -> tuple[str, ...]:
    """Ours, on which we are called and from which we ring."""
    return tuple(dict.fromkeys((*board.library.business().numbers, own_number(board))))


def _is_known(sid: str, known: log.Known) -> bool:
    return any(sid in rows for rows in (known.calls, known.debts, known.offers, known.customers))


def _ways(legs: Iterable[LegReport]) -> Counter[Way]:
    return Counter(leg.way for leg in legs if leg.way)


def _kinds(findings: Iterable[Finding]) -> Counter[Kind]:
    return Counter(finding.kind for finding in findings)


__all__ = ["Finding", "Kind", "Report", "once"]
