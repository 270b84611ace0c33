"""What really happened: legs, keys and conversations, read from the carrier's own tape. It judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.simulator.exchange import Bridge, Exchange, Fact
from tests.simulation.world import places

FROM_API, FROM_DIAL = "outbound-api", "outbound-dial"
FROM_PAGE = "from a page"
"""Inbound to the carrier, and of an agent: who calls by it, says by a click what others say by a key."""


@dataclass(slots=True)
class Leg:
    """One leg. `presses` are (when, key, where it went)."""

    sid: str
    number: str
    direction: str
    parent: str | None
    created: float
    answered: float | None = None
    rang: bool = False
    ended: float | None = None
    presses: list[tuple[float, str, str]] = field(default_factory=list)
    bridges: list[Bridge] = field(default_factory=list)
    queue: str = ""
    """Where this caller waits, or was taken from last."""
    waits_since: float | None = None
    mood: str = ""
    """What the person whose phone this is makes of it."""

    def is_of(self, number: str | None) -> bool:
        """Whether this is a leg of whoever has this number; None: of anybody who withholds theirs."""
        return self.number == number or (number is None and places.nobody(self.number))

    def pressed(self, key: str, since: float, until: float = float("inf")) -> bool:
        """Whether this key went into a question of ours in that time, from here."""
        return any(since <= at <= until and one == key and where == "gather" for at, one, where in self.presses)


class Truth:
    """An index of the tape."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._read = 0
        self._bridges = 0
        self._queued: dict[str, Leg] = {}
        self.legs: dict[str, Leg] = {}
        self._clicked: set[tuple[str, str]] = set()
        self.live: dict[str, dict[str, Leg]] = {}
        """By the number at the person's end."""
        self.rung: dict[str, list[Leg]] = {}
        """Every leg by which a customer's phone was to be rung, by number."""

    def grown(self) -> Iterator[tuple[Fact, Leg]]:
        """The facts since the last time, each as soon as it is read in."""
        facts = self._exchange.facts
        while self._read < len(facts):
            fact = facts[self._read]
            self._read += 1
            yield fact, self._take(fact)

    def clicks(self, number: str, public_id: str) -> None:
        """Somebody at a page says yes to an offer: as good as a key on the leg that comes for it, or has come."""
        self._clicked.add((number, public_id))
        for leg in self.live.get(number, {}).values():
            if self._exchange.parameter(leg.sid, "offer") == public_id:
                leg.presses.append((self._exchange.now, "1", "gather"))

    def waiting(self) -> list[Leg]:
        """Who stands in a queue."""
        return [leg for leg in self._queued.values() if leg.waits_since is not None]

    def busy(self, number: str) -> bool:
        """Whether this person's phone is in use, or rings."""
        return bool(self.live.get(number))

    def _take(self, fact: Fact) -> Leg:
        if fact.what == "created":
            return self._created(fact)
        leg = self.legs[fact.leg]
        match fact.what:
            case "presses":
                leg.presses.append((fact.at, fact.text, fact.other))
            case "bridged":
                self._bridged(fact)
            case "ends":
                leg.ended, leg.waits_since = fact.at, None
                del self.live[leg.number][leg.sid]
                self._queued.pop(leg.sid, None)
            case _:
                self._moves_on(fact, leg)
        return leg

    def _moves_on(self, fact: Fact, leg: Leg) -> None:
        match fact.what:
            case "answers":
                leg.answered = fact.at
            case "rings":
                leg.rang = True
            case "enqueued":
                leg.queue, leg.waits_since = fact.text, fact.at
                self._queued[leg.sid] = leg
            case "dequeued":
                leg.waits_since = None

    def _bridged(self, fact: Fact) -> None:
        """The tape speaks of each bridge twice, of the one who dialled first."""
        bridges = self._exchange.bridges
        if self._bridges < len(bridges) and bridges[self._bridges].dialler == fact.leg:
            bridge = bridges[self._bridges]
            self._bridges += 1
            self.legs[bridge.dialler].bridges.append(bridge)
            self.legs[bridge.other].bridges.append(bridge)

    def _created(self, fact: Fact) -> Leg:
        look = self._exchange.leg(fact.leg)
        leg = Leg(fact.leg, look.number, look.direction, look.parent, fact.at)
        if leg.number.startswith("client:"):
            leg.direction = FROM_PAGE
            if (leg.number, self._exchange.parameter(leg.sid, "offer")) in self._clicked:
                leg.presses.append((fact.at, "1", "gather"))
        self.legs[leg.sid] = leg
        self.live.setdefault(leg.number, {})[leg.sid] = leg
        if leg.direction == FROM_DIAL:
            self.rung.setdefault(leg.number, []).append(leg)
        return leg
