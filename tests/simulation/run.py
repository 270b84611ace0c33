"""Lives worlds, one seed each, on all cores, and adds up what they saw. The seeds decide it, never the cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import count

from tests.simulation.oracle.watch import Violation
from tests.simulation.seen import Seen
from tests.simulation.world.centre import Centre
from tests.simulation.world.plan import Plan
from tests.simulation.world.stores import Level, prepare

WORLDS = 1_000_000
"""Worlds per seed: the seed and the number of a world make one number."""
CORES = os.cpu_count() or 1
FATES = ("obligation", "transfer", "callback")
BATCH = 4
"""Worlds that one process lives before it tells. Their calls may exceed what was asked for by as many."""

Progress = Callable[[Seen, float], None]
"""Hears what was seen so far, in how many seconds."""


def silent(seen: Seen, seconds: float) -> None:
    """No progress is shown."""


@dataclass
class Course:
    """Which worlds are to be lived: of a seed, until there were so many calls, from where `seen` ends."""

    seed: int
    calls: int
    jobs: int = 1
    level: Level = Level.PROMISE
    seen: Seen = field(default_factory=Seen)
    seconds: float = 0.0
    """Of work so far, earlier sittings included."""

    def run(self, progress: Progress = silent, stop_at_first: bool = False) -> None:
        """Lives them. An interrupt leaves `seen` and `seconds` whole: what was seen of them by then."""
        began = time.perf_counter() - self.seconds
        if self._done(stop_at_first):
            return
        with _results(self._batches(), self.jobs, self.level) as results:
            for result in results:
                self.seen.add(result)
                self.seconds = time.perf_counter() - began
                progress(self.seen, self.seconds)
                if self._done(stop_at_first):
                    return

    def _done(self, stop_at_first: bool) -> bool:
        return self.seen.calls >= self.calls or (stop_at_first and bool(self.seen.broken))

    def _batches(self) -> Iterator[range]:
        first = self.seed * WORLDS
        return (range(first + done, first + done + BATCH) for done in count(self.seen.worlds, BATCH))


def many(
    seed: int,
    calls: int,
    jobs: int,
    progress: Progress = silent,
    stop_at_first: bool = False,
    level: Level = Level.PROMISE,
) -> tuple[Seen, float]:
    """Worlds until there were so many calls; returns what was seen, and in how many seconds."""
    course = Course(seed, calls, jobs, level)
    course.run(progress, stop_at_first)
    return course.seen, course.seconds


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
    oracle = centre.oracle
    fates = Counter(f"{entity}: {state}" for (entity, _), state in oracle.fold.items() if entity in FATES)
    return Seen(
        calls=centre.rung_in,
        events=centre.events,
        worlds=1,
        struck=centre.chance.struck,
        checks=oracle.checks,
        fates=fates,
        moves=oracle.moves,
        under=oracle.under,
        broken=[(plan, *broken)] if broken else [],
        trace=trace(centre),
    )


def trace(centre: Centre) -> str:
    """One hash of all that was done, that happened, and that was written down, ids and tokens included."""
    told = [f"{at:.6f}{what}" for at, what in centre.done]
    told += [f"{at:.6f}{leg}{what}{text}{other}" for at, leg, what, text, _, other, _ in centre.exchange.facts]
    told += [
        f"{line.id}{line.entity}{line.entity_id}{line.from_state}{line.to_state}{line.cause}{line.actor}{line.at}"
        for line in centre.books.lines(0)
    ]
    return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


def _batch(level: Level, seeds: range) -> Seen:
    seen = Seen()
    for seed in seeds:
        seen.add(one(Plan(seed, level=level)))
        gc.collect()
    return seen


@contextmanager
def _results(batches: Iterator[range], jobs: int, level: Level) -> Iterator[Iterator[Seen]]:
    """One result per batch, in order."""
    prepare(level)
    live_it = partial(_batch, level)
    if jobs <= 1:
        with _tidied_between_worlds():
            yield map(live_it, batches)
        return
    with multiprocessing.get_context("fork").Pool(jobs, _begin) as pool:
        yield pool.imap(live_it, batches)


@contextmanager
def _tidied_between_worlds() -> Iterator[None]:
    """Within, memory is tidied when somebody says so, and of all that was there before nothing is looked at."""
    was_on = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def _begin() -> None:
    """In each process: an interrupt is for the one that started it, and memory is tidied between worlds only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()
