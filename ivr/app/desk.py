"""The switchboard behind the doors: one method per door, a breaker before the database, a spool behind it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

from ivr.language import APOLOGIES, Word
from ivr.line.inputs import Input, Ring
from ivr.line.instructions import Answer, Door, HangUp, Instructions, Say
from ivr.line.outcomes import HoldResult, LegReport, RecordingReport, TalkReport
from ivr.store.spool import Spool
from ivr.store.sql.haste import within
from ivr.switchboard import calls, customers, holding, lookups, offers, recordings, rescue, shown, talks, turns
from ivr.switchboard.board import Board
from ivr.switchboard.crew import proving
from ivr.switchboard.ports import Doorbell, Held, Systems, Unreachable
from ivr.switchboard.speech import say
from ivr.twilio.media import Heard, Media
from ivr.twilio.request import Trust
from ivr.twilio.urls import Urls

T = TypeVar("T")
log = logging.getLogger(__name__)

REST = 5.0
"""Seconds for which a database that was away is not asked again: the tenth caller waits no longer than the first."""
LONGEST = 1.5
"""Seconds that the database may take for one request, in all: the caller hears something within two."""
MOST_UNNOTED = 1000
NOTING = 0.3
"""Seconds that it may take to note a debt after that."""

CALLERS = frozenset({"incoming", "turn", "lookup"})
"""The doors at which a caller loses what they came for."""
OWED = frozenset({"left"})
"""The door of a caller who is owed already. All others are agents': to them nothing is, and nothing is promised."""

_LOCALES = {"en": "en-US", "bn": "bn-IN"}


class WebDesk:
    """Fills `webhooks.Desk`."""

    def __init__(
        self, board: Board, trust: Trust, urls: Urls, bell: Doorbell, spool: Spool, systems: Systems, media: Media
    ) -> None:
        self.trust, self.urls = trust, urls
        self._board, self._bell, self._spool, self._systems, self._media = board, bell, spool, systems, media
        self._away_until = 0.0
        """When the database may be asked again; zero: it was there when it was asked last."""
        self._one = threading.Lock()
        self._unnoted: deque[Ring] = deque(maxlen=MOST_UNNOTED)
        """Debts for which there was no place at all, neither in the database nor on the disk."""

    @property
    def resting(self) -> bool:
        """Whether the database is left alone, because it was away a moment ago."""
        return time.monotonic() < self._away_until

    def _do(self, act: Callable[[], T], longest: float = LONGEST) -> T:
        """What a door asks, unless the database was found away a moment ago."""
        self._knock(longest)
        away = False
        try:
            with within(longest):
                answer = act()
                self._make_good()
                return answer
        except Held:
            raise
        except Unreachable:
            away = True
            raise
        finally:
            self._away_until = time.monotonic() + REST if away else 0.0

    def _knock(self, longest: float) -> None:
        """After its rest one request finds out whether the database is back; nobody else waits for that."""
        with self._one:
            if self.resting:
                raise Unreachable("the database was away a moment ago")
            if self._away_until:
                self._away_until = time.monotonic() + longest

    def incoming(self, ring: Ring) -> Answer:
        return self._do(lambda: turns.begin(self._board, ring))

    def status(self, report: LegReport, ring: Ring) -> Answer:
        return self._do(lambda: calls.report(self._board, report, ring))

    def turn(self, call: str, n: int, sid: str, given: Input) -> Answer:
        return self._do(lambda: turns.next(self._board, call, n, sid, given))

    def wait(self, transfer: str, round: int, sid: str, queue: str | None) -> Answer:
        return self._do(lambda: holding.wait(self._board, transfer, round, sid, queue))

    def key(self, transfer: str, round: int, sid: str, given: Input) -> Answer:
        return self._do(lambda: holding.key(self._board, transfer, round, sid, given))

    def left(self, transfer: str, round: int, sid: str, result: HoldResult, queue: str | None) -> Answer:
        return self._do(lambda: holding.left(self._board, transfer, round, sid, result, queue))

    def joining(self, offer: str, sid: str) -> Answer:
        return self._do(lambda: talks.joining(self._board, offer, sid))

    def agent(self, offer: str, sid: str, address: str) -> Answer:
        return self._do(lambda: shown.arrive(self._board, offer, sid, address))

    def agent_status(self, report: LegReport) -> Answer:
        return self._do(lambda: shown.report(self._board, report))

    def brief(self, offer: str, sid: str) -> Answer:
        return self._do(lambda: offers.brief(self._board, offer, sid))

    def reply(self, offer: str, sid: str, given: Input) -> Answer:
        return self._do(lambda: offers.reply(self._board, offer, sid, given))

    def phone(self, offer: str, sid: str) -> Answer:
        return self._do(lambda: offers.phone(self._board, offer, sid))

    def over(self, offer: str, after: str, sid: str, talk: TalkReport) -> Answer:
        return self._do(lambda: talks.over(self._board, offer, after, sid, talk))

    def verdict(self, offer: str, sid: str, given: Input) -> Answer:
        return self._do(lambda: talks.verdict(self._board, offer, sid, given))

    def gone(self, offer: str, sid: str, given: Input) -> Answer:
        return self._do(lambda: talks.gone(self._board, offer, sid, given))

    def prove(self, change: str, sid: str) -> Answer:
        return self._do(lambda: proving.picked_up(self._board, change, sid))

    def code(self, change: str, n: int, sid: str, given: Input) -> Answer:
        return self._do(lambda: proving.code(self._board, change, n, sid, given))

    def proving(self, change: str, report: LegReport) -> Answer:
        return self._do(lambda: proving.report(self._board, change, report))

    def leg(self, offer: str, report: LegReport) -> Answer:
        return self._do(lambda: offers.report(self._board, offer, report))

    def customer(self, offer: str, report: LegReport) -> Answer:
        return self._do(lambda: customers.report(self._board, offer, report))

    def lookup(self, call: str, n: int, sid: str) -> Answer:
        """Nothing of ours is held while a system of the business is asked."""
        asking = self._do(lambda: lookups.prepare(self._board, call, n, sid))
        if isinstance(asking, Answer):
            return asking
        found = lookups.ask(self._systems, asking)
        return self._do(lambda: lookups.finish(self._board, call, n, sid, found))

    def recorded(self, recording: str, sid: str, report: RecordingReport) -> Answer:
        return self._do(lambda: recordings.report(self._board, recording, sid, report))

    def written(self, recording: str, sid: str, words: str) -> Answer:
        return self._do(lambda: recordings.written(self._board, recording, sid, words))

    def said(self, recording: str) -> Heard | None:
        """Nothing of ours is held while the telephone company is asked."""
        sid = self._do(lambda: recordings.audible(self._board.store, recording))
        return self._media.recording(sid) if sid else None

    def rescue(self, door: Door, ring: Ring, fault: Exception) -> Instructions:
        """Notes the debt, in the database or else in the spool, and says so."""
        if door.name not in CALLERS | OWED:
            return (HangUp(),)
        if door.name in CALLERS:
            self._owe(ring, away=isinstance(fault, Unreachable))
        return (*self._apology(ring), HangUp())

    def _owe(self, ring: Ring, away: bool) -> None:
        if not away:
            try:
                self._do(lambda: _missed(self._board, ring), NOTING)
                return
            except Exception:
                log.warning("a debt goes to the spool", exc_info=True)
        try:
            self._spool.add(ring)
        except OSError:
            self._unnoted.append(ring)
            raise

    def _make_good(self) -> None:
        """The database is there: one of the debts that only this process remembers is noted with each request."""
        if self._unnoted:
            ring = self._unnoted.popleft()
            try:
                rescue.missed(self._board, ring)
            except Exception:
                self._unnoted.append(ring)
                log.warning("a debt is remembered by this process only: call %s", ring.sid)

    def _apology(self, ring: Ring) -> Instructions:
        """In the languages of the called number, as far as they are known without the database."""
        word = Word.APOLOGY if ring.from_ else Word.APOLOGY_NO_NUMBER
        if business := self._board.library.remembered():
            return tuple(say(business, language, word) for language in business.voices)
        return tuple(Say(texts[word], _LOCALES[language]) for language, texts in APOLOGIES.items())

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        self._bell.ring(due)


def _missed(board: Board, ring: Ring) -> Answer:
    rescue.missed(board, ring)
    return Answer(())
