"""The carrier's log is our second ledger: what it tells and our rows do not know is put right, and what is then left
differing is the drift, which must be none. Doing it again changes nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, MutableSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from ivr.line.outcomes import Done, LegReport, Uncertain, Way
from ivr.switchboard import destinations
from ivr.switchboard.board import Board, own_number
from ivr.switchboard.flows import FLOW
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.reconcile import acts, log, lost
from ivr.switchboard.reconcile.compare import OPEN, Finding, Kind, Sides
from ivr.switchboard.rows import Published
from ivr.switchboard.rows.people import PAGE

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
        """How many differences are left, without those that cannot be judged yet."""
        return sum(count for kind, count in self.drift.items() if kind not in OPEN)

    @property
    def balanced(self) -> bool:
        """Whether nothing is left that one ledger knows and the other does not."""
        return not self.away and self.adrift == 0


def once(
    board: Board,
    carrier: Carrier,
    since: datetime | None = None,
    elsewhere: MutableSet[str] | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> Report:
    """Compares everything since then (None: since yesterday began, by UTC) and puts it right. Unreachable where our
    own store is away; LookupError where nothing was ever published.

    `elsewhere` remembers, from one comparison to the next, the calls that were never ours to answer. `breathe` is
    called after every unit of work: who writes for many callers in a row lets those on the line come between.
    """
    elsewhere = set() if elsewhere is None else elsewhere
    with board.store.reading() as unit:
        now, pages = unit.now, tuple(sorted(one for one in destinations.addresses(unit) if one.startswith(PAGE)))
        since = max(since or _yesterday(now), _born(unit))
    legs = log.read(carrier, _numbers(board), pages, since)
    if isinstance(legs, Uncertain):
        _log.warning("the carrier's log cannot be read: %s", legs.reason)
        return Report(since, away=legs.reason)
    legs = tuple(leg for leg in legs if leg.sid not in elsewhere and (leg.created_at or since) >= since)
    sides = Sides(legs, log.look(board.store, legs), now)
    said: dict[str, Kind | None] = {}
    found = _certain(board, carrier, sides, said, breathe)
    found |= _doubtful(board, carrier, sides, _anew(board, sides, found), said, elsewhere)
    after = _anew(board, sides, found)
    left = (one for one in after.differences() if one.leg.sid not in elsewhere)
    drift = Counter(kind for one in left if (kind := said.get(one.leg.sid, one.kind)))
    return Report(since, _ways(legs), _ways(leg for leg in legs if leg.sid in sides.known), _kinds(found), drift)


def _certain(
    board: Board, carrier: Carrier, sides: Sides, said: dict[str, Kind | None], breathe: Callable[[], None]
) -> set[Finding]:
    """What is put right without asking the carrier anything more, each in a unit of work of its own, the oldest first.
    Into `said`: the legs that are ended by now (None)."""
    found = tuple(sides.differences())
    for one in found:
        with acts.alone(one.leg.sid):
            if one.kind in acts.ACTS and not _done(board, one) and isinstance(carrier.end(one.leg.sid), Done):
                said[one.leg.sid] = None
        breathe()
    return set(found)


def _anew(board: Board, sides: Sides, found: set[Finding]) -> Sides:
    """With our rows as they are by now, where something was found and so may have been put right."""
    return Sides(sides.legs, log.look(board.store, sides.legs), sides.now) if found else sides


def _doubtful(
    board: Board,
    carrier: Carrier,
    before: Sides,
    sides: Sides,
    said: dict[str, Kind | None],
    elsewhere: MutableSet[str],
) -> set[Finding]:
    """What the carrier's record of single legs has to say of `sides`, in which all is put right that was certain.
    Into `said`: the legs that cannot be judged yet."""
    found, records = tuple(sides.differences()), lost.Records(carrier)
    for one in found:
        with acts.alone(one.leg.sid):
            if one.kind is Kind.RUNG:
                lost.attempt(board, records, sides, one.leg)
            elif one.kind is Kind.MIDDLE and not lost.middle(board, records, one.leg):
                said[one.leg.sid] = Kind.UNTOLD
    ends = (one.leg for one in before.differences() if _lost_its_end(one, before))
    calls = tuple(dict.fromkeys((*ends, *(one.leg for one in found if one.kind is Kind.LOST))))
    said |= dict.fromkeys(lost.calls(board, records, before, calls, elsewhere), Kind.UNTOLD)
    return set(found)


def _done(board: Board, finding: Finding) -> bool:
    return work(board.store, lambda unit: acts.ACTS[finding.kind](unit, board, finding.leg), lost.ACTOR)


def _lost_its_end(finding: Finding, sides: Sides) -> bool:
    """Whether our books know this call up to some moment only, and the carrier may tell of a talk after it."""
    ended = finding.kind is Kind.ENDED and finding.leg.way is Way.INBOUND and sides.is_told(finding.leg)
    return ended and sides.may_have_talked(finding.leg)


def _yesterday(now: datetime) -> datetime:
    return datetime.combine(now.date() - timedelta(days=1), time(), UTC)


def _born(unit: Unit) -> datetime:
    """When our first flow was published: calls before that were not ours to answer."""
    return min((row.at for row in unit.many(Published, kind=FLOW)), default=datetime.min.replace(tzinfo=UTC))


def _numbers(board: Board) -> tuple[str, ...]:
    """Ours, on which we are called and from which we ring."""
    return tuple(dict.fromkeys((*board.library.business().numbers, own_number(board))))


def _ways(legs: Iterable[LegReport]) -> Counter[Way]:
    return Counter(leg.way for leg in legs if leg.way)


def _kinds(findings: Iterable[Finding]) -> Counter[Kind]:
    counted = Counter(finding.kind for finding in findings)
    return Counter({kind: counted[kind] for kind in Kind if counted[kind]})


__all__ = ["Finding", "Kind", "Report", "once"]
