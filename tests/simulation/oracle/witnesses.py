"""Those who remember something of the world to judge it by later, each one promise; the oracle tells them what happens.

Each is told only what it asks for: `_FACTS` by the word on the tape, the rest by method.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr.line.instructions import Answer
from ivr.simulator.exchange import Fact, WebRequest
from ivr.switchboard.rows import Callback, Entry, Offer, Row
from ivr.switchboard.sweep import Swept
from tests.simulation.oracle.agreed import Agreed
from tests.simulation.oracle.canaries import Canaries
from tests.simulation.oracle.cooling import Cooling
from tests.simulation.oracle.cut_off import CutOff
from tests.simulation.oracle.documents import Documents
from tests.simulation.oracle.evenly import Evenly
from tests.simulation.oracle.fair import Fair
from tests.simulation.oracle.gone import Gone
from tests.simulation.oracle.idle import Idle
from tests.simulation.oracle.leases import Leases
from tests.simulation.oracle.legal import Legal
from tests.simulation.oracle.money import Money
from tests.simulation.oracle.noticed import Noticed
from tests.simulation.oracle.outside import Outside
from tests.simulation.oracle.permuted import Permuted
from tests.simulation.oracle.sent import Sent
from tests.simulation.oracle.silence import Silence
from tests.simulation.oracle.spooled import Spooled
from tests.simulation.oracle.stale import Stale
from tests.simulation.oracle.sweeping import Sweeping
from tests.simulation.oracle.tried import Tried
from tests.simulation.oracle.truth import Leg
from tests.simulation.oracle.unwanted import Unwanted
from tests.simulation.oracle.wishes import Wishes

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle


class Witnesses:
    """All of them, in one world."""

    def __init__(self, oracle: Oracle) -> None:
        self.agreed = Agreed(oracle)
        self.canaries = Canaries(oracle)
        self.cooling = Cooling(oracle)
        self._cut_off = CutOff(oracle)
        self._documents = Documents(oracle)
        self._evenly = Evenly(oracle)
        self._fair = Fair(oracle)
        self._gone = Gone(oracle)
        self._leases = Leases(oracle)
        self._legal = Legal(oracle)
        self._money = Money(oracle)
        self._noticed = Noticed(oracle)
        self._outside = Outside(oracle)
        self._permuted = Permuted(oracle)
        self._sent = Sent(oracle)
        self._silence = Silence(oracle)
        self._spooled = Spooled(oracle)
        self._stale = Stale(oracle)
        self._sweeping = Sweeping(oracle)
        self._idle = Idle(oracle, self._sweeping)
        self._tried = Tried(oracle)
        self._unwanted = Unwanted(oracle)
        self._wishes = Wishes(oracle)

    def line(self, entry: Entry) -> None:
        """A new line of the ledger, its unit committed."""
        self._stale.line(entry)
        self.canaries.line(entry)
        self._legal.line(entry)
        self._wishes.line(entry)
        self.agreed.line(entry)
        self._sent.line(entry)
        self.cooling.line(entry)
        self._gone.line(entry)
        if entry.entity == "transfer":
            self._idle.line(entry)
        elif entry.entity == "callback":
            self._noticed.line(entry)
            self._tried.line(entry)

    def fact(self, fact: Fact, leg: Leg) -> None:
        """Something happened on the tape."""
        self._silence.fact(fact, leg)
        self._wishes.fact(fact, leg)
        self._gone.fact(fact, leg)
        self.cooling.fact(fact, leg)
        if fact.what == "hears":
            self._cut_off.fact(fact, leg)
            self._outside.fact(fact, leg)
        elif fact.what == "created":
            self._money.created(leg)
        elif fact.what == "ends":
            self._leases.ends(leg)
            self._permuted.ends(leg)

    def committed(self, rows: Iterable[Row]) -> None:
        """A unit that wrote these has been committed: nothing has happened since."""
        self._fair.committed(rows)
        self.agreed.committed(rows)
        self._evenly.committed(rows)
        self._cut_off.committed(rows)

    def placing(self, asked: Offer) -> None:
        """A worker is about to ask the carrier to phone an agent, with this row in hand."""
        self._stale.keep(asked)
        self._permuted.placing(asked)

    def answered(self, request: WebRequest, said: Answer) -> None:
        """A request was answered."""
        self._documents.answered(request, said)
        self.canaries.answered(said)
        self.cooling.answered(request)
        self._permuted.answered(request, said)
        self._wishes.answered(request)

    def put_off(self, row: Callback) -> None:
        """Somebody of the business has put a callback off."""
        self._tried.put_off(row)

    def around(self) -> None:
        """Now and then: what goes wrong by lasting too long."""
        self._stale.around()
        self._gone.around()
        self._leases.around()
        self._silence.around()
        self._spooled.around()
        self._idle.around()
        self._permuted.around()
        self._noticed.around()

    def sweep_begins(self) -> None:
        """A pass of the sweep begins."""
        self._sweeping.begins()
        self._unwanted.begins()

    def sweep_ends(self, swept: Swept) -> None:
        """It came to its end; nobody died in it."""
        self._sweeping.ends(swept)
        self._unwanted.ends(swept)

    def end(self) -> None:
        """Everything has come to an end."""
        self.canaries.end()
        self._outside.end()
        self._legal.end()
        self._noticed.end()
