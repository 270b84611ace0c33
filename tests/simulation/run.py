"""Runs worlds, one seed each, on all cores, and adds up what they saw. The seeds decide it, never the cores."""

from __future__ import annotations

import gc
import math
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from tests.simulation.oracle.watch import Violation
from tests.simulation.world.centre import Centre, Plan
from tests.simulation.world.day import CALLS

WORLDS = 1_000_000
"""Worlds per seed: the seed and the number of a world make one number."""
FATES = ("obligation", "transfer", "callback")
MACHINES = ("transfer", "callback", "offer")
TIDY = 25
"""Worlds after which memory is tidied; never in the middle of one."""


@dataclass
class Seen:
    """What one world saw, or many of them together."""

    calls: int = 0
    events: int = 0
    worlds: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Transitions: machine, state, event."""
    broken: list[tuple[Plan, str, str]] = field(default_factory=list)
    """World, invariant, and what was seen."""
    hashes: list[str] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        """Takes in what another one saw."""
        self.calls, self.events, self.worlds = (
            self.calls + other.calls,
            self.events + other.events,
            self.worlds + other.worlds,
        )
        for mine, theirs in (
            (self.struck, other.struck),
            (self.checks, other.checks),
            (self.fates, other.fates),
            (self.moves, other.moves),
        ):
            mine.update(theirs)  # type: ignore[arg-type]
        self.broken += other.broken
        self.hashes += other.hashes

    @property
    def hash(self) -> str:
        """One hash of everything that happened, in the order of the worlds."""
        return blake2b("".join(self.hashes).encode(), digest_size=16).hexdigest()


def live(plan: Plan) -> tuple[Centre, tuple[str, str] | None]:
    """One world from its beginning to its end, or to its first broken promise. An error of our code is one, too."""
    centre = Centre(plan)
    try:
        centre.run()
    except Violation as violation:
        return centre, (violation.invariant, str(violation))
    except Exception as error:
        return centre, ("no bug anywhere", f"{type(error).__name__}: {error}")
    return centre, None


def one(plan: Plan) -> Seen:
    """What this world saw."""
    centre, broken = live(plan)
    fates = Counter(f"{entity}: {state}" for (entity, _), state in centre.oracle.fold.items() if entity in FATES)
    return Seen(
        calls=centre.rung_in,
        events=centre.events,
        worlds=1,
        struck=centre.chance.struck,
        checks=centre.oracle.checks,
        fates=fates,
        moves=centre.oracle.moves,
        broken=[(plan, *broken)] if broken else [],
        hashes=[_trace(centre)],
    )


def _trace(centre: Centre) -> str:
    """Of all that was done, that happened, and that was written down."""
    for fact in centre.exchange.facts:
        centre.trace.update(f"{fact.at:.6f}{fact.leg[-8:]}{fact.what}{fact.text}{fact.other};".encode())
    for number in range(1, len(centre.store.ledger) + 1):
        entry = centre.store.ledger.get(number)
        centre.trace.update(f"{entry};".encode())
    return centre.trace.hexdigest()


def plans(seed: int, calls: int) -> Iterator[Plan]:
    """Worlds enough for so many calls."""
    return (Plan(seed * WORLDS + number) for number in range(math.ceil(calls / CALLS)))


def many(
    seed: int, calls: int, jobs: int, progress: Callable[[Seen, float], None], stop_at_first: bool = False
) -> tuple[Seen, float]:
    """Worlds until there were so many calls; returns what was seen, and in how many seconds."""
    began, seen = time.perf_counter(), Seen()
    for result in _results(list(plans(seed, calls)), jobs):
        seen.add(result)
        progress(seen, time.perf_counter() - began)
        if seen.calls >= calls or (stop_at_first and seen.broken):
            break
    return seen, time.perf_counter() - began


def _results(worlds: list[Plan], jobs: int) -> Iterator[Seen]:
    if jobs <= 1:
        for number, plan in enumerate(worlds):
            if number % TIDY == 0:
                gc.collect()
            yield one(plan)
        return
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(one, worlds, chunksize=4)
