"""When the sweep looks into the carrier's log: at once, every ten minutes, sooner where it must."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app.parts import Parts
from ivr.app.second_ledger import SecondLedger
from ivr.line.log import LogPage, PageResult, Sought
from ivr.line.outcomes import LegReport, LegState, Outcome, Uncertain, Way
from ivr.rehearsal.carrier import RehearsalCarrier
from ivr.simulator.exchange import Exchange
from ivr.store.sql.store import SqlStore
from ivr.switchboard import pulses
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Obligation
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample

CALL = "CA" + "1" * 32


class Log(RehearsalCarrier):
    """A carrier of which only the log is asked; `says` is given each time."""

    def __init__(self) -> None:
        super().__init__(Exchange("AC" + "5" * 32, 0.0))
        self.asked = 0
        self.says: PageResult = LogPage(())
        self.goes_on = threading.Event()
        self.goes_on.set()

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        assert self.goes_on.wait(10)
        self.asked += sought.to is not None
        return self.says if sought.to else LogPage(())


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(sqlite_url, tmp_path)
    publish_sample(made.store)
    yield made
    made.store.engine.dispose()


def ended(parts: Parts, ago: float) -> LegReport:
    """A call to the shop that lasted five seconds."""
    now = parts.store.now()
    at = now.fromtimestamp(now.timestamp() - ago, now.tzinfo)
    return LegReport(
        CALL, LegState.ENDED, Outcome.ANSWERED, 5, created_at=now, ended_at=at, from_="+8801712345678", way=Way.INBOUND
    )


def passes(parts: Parts, ledger: SecondLedger, seconds: float) -> None:
    parts.store.move_clock(seconds)
    ledger.compare_when_due()


def test_at_the_start_and_every_ten_minutes(parts: Parts) -> None:
    log = Log()
    ledger = SecondLedger(parts.board, log)
    ledger.compare_when_due()
    passes(parts, ledger, 300)
    assert log.asked == 1
    passes(parts, ledger, 301)
    assert log.asked == 2
    with parts.store.reading() as unit:
        assert pulses.ages(unit)[pulses.RECONCILE][1] == 0


@pytest.mark.parametrize("why", ["fresh", "away"])
def test_again_soon_where_it_could_not_be_judged(parts: Parts, why: str) -> None:
    log = Log()
    log.says = Uncertain("HTTP 500") if why == "away" else LogPage((ended(parts, ago=1),))
    ledger = SecondLedger(parts.board, log)
    ledger.compare_when_due()
    assert log.asked == 1
    log.says = LogPage((ended(parts, ago=1),))
    passes(parts, ledger, 16)
    assert log.asked == 2
    with parts.store.reading() as unit:
        assert unit.one(Obligation, source_key=CALL) is not None


def test_a_slow_carrier_holds_nobody_up_and_is_asked_once_at_a_time(parts: Parts) -> None:
    log = Log()
    log.goes_on.clear()
    ledger = SecondLedger(parts.board, log, at_start=0.05)
    ledger.compare_when_due()
    passes(parts, ledger, 700)
    assert log.asked == 0
    log.goes_on.set()
    assert ledger._under_way is not None
    ledger._under_way.join(5)
    assert log.asked == 1


def test_a_database_that_was_away_may_be_an_older_one(parts: Parts) -> None:
    """Before anything is driven again, the carrier is asked what it knows."""
    log = Log()
    ledger = SecondLedger(parts.board, log)
    ledger.compare_when_due()
    ledger.suspect()
    ledger.compare_when_due()
    assert log.asked == 2


def test_a_database_that_goes_away_meanwhile_is_no_end(parts: Parts, caplog) -> None:
    log = Log()
    ledger = SecondLedger(Board(_Leaving(parts.store), parts.board.library, parts.board.rules), log)
    ledger.compare_when_due()
    assert "the database is away" in caplog.text
    parts.store.move_clock(20)
    ledger.compare_when_due()
    assert log.asked == 1


class _Leaving:
    """A store of which the first reading finds nobody."""

    def __init__(self, store: SqlStore) -> None:
        self._store, self._left = store, False

    def __getattr__(self, name: str) -> object:
        if name == "reading" and not self._left:
            self._left = True
            raise Unreachable("refused")
        return getattr(self._store, name)


def test_without_flows_and_without_a_database_the_sweep_goes_on(sqlite_url: str, tmp_path: Path) -> None:
    nothing_published = installation(sqlite_url, tmp_path)
    log = Log()
    SecondLedger(nothing_published.board, log).compare_when_due()
    assert log.asked == 0
    nothing_published.store.engine.dispose()
