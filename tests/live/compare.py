"""The same stories at P and at H: every debt of every caller must end in the same fate.

No timing may decide a fate, so nothing travels on either side, nobody lies in wait for the worst moment, and time
stands still while anybody works. At H a part of the carrier's requests comes twice, which must not matter either.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ivr.reports.equation.audit import audit
from ivr.simulator.exchange import Limits, WebRequest
from ivr.simulator.faults import Fault, FaultKind, Faults
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.rows import Callback, Caller, Obligation
from tests.databases import SqliteDatabases
from tests.live import cast, shop
from tests.live.box import Box
from tests.live.nursery import Nursery
from tests.live.owners import Owners
from tests.live.still import Still
from tests.live.tale import Told, difference, tale
from tests.live.town import Site, Town, environment
from tests.servers import swift_base

CALLS = 10
"""Planned in each world; more come when people ring once more."""
SPANS = (1200.0, 3600.0, 21_600.0)
"""Virtual seconds over which they come."""
WARM = 60.0
"""Virtual seconds before anything happens, so that both clocks stand alike."""
QUIET = 900.0
DAYS, STEP = 30 * 86_400.0, 3600.0
DOUBLED = 0.15
"""How often a request comes twice."""

QUICKLY = 1000
"""Calls a second: where they must queue, milliseconds decide who comes first."""
ODD = Limits(calls_per_second=None, speech_rate=17.66, setup=2.37)
"""No sentence of the shop's, and no dialling, takes whole seconds, as our own waits do: so none ends just when we
look."""
Fates = Counter[tuple[str, str, str]]
"""Caller, where the debt came from, and how it ended; how often."""


@dataclass(frozen=True)
class Lived:
    """How a story ended, and all that happened in it."""

    fates: Fates
    tale: tuple[Told, ...]


@dataclass
class Seen:
    """What one world showed, or many together. `broken` are differences and unbalanced books, in words."""

    worlds: int = 0
    calls: int = 0
    events: int = 0
    """Facts on the carrier's tape."""
    doubled: int = 0
    seconds: float = 0.0
    fates: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)
    """Worlds in which any fact was another than at P, and which was the first: more than is asked."""

    def add(self, other: Seen) -> None:
        """Takes in what another one saw; `seconds` are added up too."""
        for name in ("worlds", "calls", "events", "doubled", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.fates.update(other.fates)
        self.broken += other.broken
        self.parted += other.parted


@dataclass(frozen=True)
class Means:
    """What all worlds stand on."""

    nursery: Nursery
    databases: SqliteDatabases


class Doubling(Faults):
    """Sends some requests twice, one after the other."""

    def __init__(self, dice: Random) -> None:
        super().__init__()
        self._dice, self.count = dice, 0

    def claim_for(self, request: WebRequest) -> Fault | None:
        if self._dice.random() >= DOUBLED:
            return None
        self.count += 1
        return Fault(FaultKind.DUPLICATE)


def live(place: Box | Town, store: SqlStore | MemoryStore, board: Board, seed: int) -> None:
    """The story of one seed, in any place, to its end."""
    people = place.cast
    place.plays(people.drawn.start + WARM)
    span = Random(f"{seed}/span").choice(SPANS)
    people.plans(CALLS, span)
    place.plays(people.exchange.now + span + QUIET)
    people.calms_down()
    end = people.exchange.now + DAYS
    owners = Owners(store, board)
    while _open(store, people) and people.exchange.now < end:
        place.plays(people.exchange.now + STEP)
        owners.act()
    place.plays(people.exchange.now + STEP)


def _open(store: SqlStore | MemoryStore, people: cast.Cast) -> bool:
    books = audit(store)
    return bool(books.open or books.waiting or people.exchange.live())


def fates(store: SqlStore | MemoryStore) -> Fates:
    """How every debt ended."""
    found: Fates = Counter()
    with store.reading() as unit:
        total, id = audit(store).obligations, 0
        while found.total() < total:
            id += 1
            debt = unit.get(Obligation, id)
            if debt is None:
                continue
            caller, kept = unit.get(Caller, debt.caller_id), unit.get(Callback, debt.callback_id or 0)
            number = caller.number if caller and caller.number else "withheld"
            found[number, debt.source, kept.state if kept else debt.fate] += 1
    return found


def at_p(drawn: cast.Drawn) -> Lived:
    """In the box."""
    box = Box(drawn, QUICKLY, ODD)
    live(box, box.store, box.board, drawn.seed)
    return Lived(fates(box.store), tale(box.exchange, drawn.start))


def at_h(drawn: cast.Drawn, means: Means, folder: Path, seen: Seen) -> Lived:
    """In earnest: on a database of its own, on ports of its own."""
    database = means.databases.make(folder)
    env = environment(database, None, folder / "var") | {"CALLS_PER_SECOND": str(QUICKLY)}
    site = Site(env, folder / "log", database)
    parts = site.parts()
    try:
        shop.publish(parts.store, drawn.policies)
        with Still(site, parts, means.nursery, drawn, ODD) as town:
            town.company.carrier.faults = doubling = Doubling(Random(f"{drawn.seed}/doubling"))
            live(town, parts.store, parts.board, drawn.seed)
            books = audit(parts.store)
            if not books.balanced or books.overdue or town.exchange.live() or town.exchange.complaints:
                seen.broken.append(f"{drawn.seed}: {books.as_text()} {books.findings} {town.exchange.complaints}")
            seen.calls, seen.events, seen.doubled = town.cast.rung_in, len(town.exchange.facts), doubling.count
            return Lived(fates(parts.store), tale(town.exchange, drawn.start))
    finally:
        parts.store.engine.dispose()


def one(means: Means, seed: int) -> Seen:
    """One seed at both levels."""
    seen, drawn, began = Seen(worlds=1), cast.draw(seed), time.monotonic()
    p = at_p(drawn)
    with TemporaryDirectory(prefix="ivr-live-", dir=swift_base()) as folder:
        h = at_h(drawn, means, Path(folder), seen)
    seen.seconds = time.monotonic() - began
    seen.parted = [f"{seed}: {why}"] if (why := difference(p.tale, h.tale)) else []
    for key, count in h.fates.items():
        seen.fates[key[2]] += count
    if h.fates != p.fates:
        seen.broken.append(f"{seed}: at P {_told(p.fates - h.fates)}, at H {_told(h.fates - p.fates)}")
    return seen


def _told(only: Fates) -> str:
    return ", ".join(f"{number} {source} {fate}" for number, source, fate in sorted(only)) or "nothing else"


def worlds(seed: int, calls: int) -> range:
    """The seeds of worlds for so many calls."""
    return range(seed * 1_000_000, seed * 1_000_000 - (-calls // CALLS))


def many(seeds: Iterable[int], jobs: int, progress: Callable[[Seen], None]) -> Seen:
    """These worlds, so many at a time; `seconds` is real time."""
    began, seen = time.monotonic(), Seen()
    for result in _results(seeds, jobs):
        seen.add(result)
        seen.seconds = time.monotonic() - began
        progress(seen)
    return seen


def _results(seeds: Iterable[int], jobs: int) -> Iterator[Seen]:
    with TemporaryDirectory(prefix="ivr-live-") as folder, closing(Nursery()) as nursery:
        means = Means(nursery, SqliteDatabases(Path(folder)))
        with get_context("fork").Pool(jobs, _means.append, (means,)) as pool:
            yield from pool.imap_unordered(_one, seeds)


_means: list[Means] = []
"""Of this process of the pool."""


def _one(seed: int) -> Seen:
    return one(_means[0], seed)
