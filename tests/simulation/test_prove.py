"""The proof in small: twenty thousand calls under all faults, no promise broken, and nothing that was never tried."""

import os
import subprocess
import sys

import pytest

from tests.paths import ROOT
from tests.simulation import run, table
from tests.simulation.oracle.invariants import counted
from tests.simulation.run import Seen
from tests.simulation.world.faults import Fault

SEED, CALLS = 1, 20_000
CORES = os.cpu_count() or 1


@pytest.fixture(scope="module")
def seen() -> Seen:
    """What so many calls showed."""
    seen, _ = run.many(SEED, CALLS, CORES)
    return seen


def test_no_promise_is_broken(seen: Seen) -> None:
    again = [f"{plan.command()}: {told}" for plan, _, told in seen.broken]
    assert not again, "\n".join(again)
    assert seen.calls >= CALLS


def test_every_fault_struck(seen: Seen) -> None:
    assert [fault for fault, count in table.faults(seen).items() if not count] == []


def test_every_kind_of_ambiguity_and_death_struck(seen: Seen) -> None:
    kinds = [f"{Fault.NOT_SENT}: reset", f"{Fault.UNANSWERED}: placed", str(Fault.PLACED_LATER)]
    kinds += [f"{Fault.SERVER_ERROR}: {way}" for way in ("placed", "not placed")]
    kinds += [f"{Fault.DEATH}: {when} a commit" for when in ("before", "after")]
    kinds += [f"{Fault.DEATH_PLACING}: {when} a create" for when in ("before", "after")]
    kinds += [f"{Fault.COMMIT}: {way}" for way in ("applied", "not applied")]
    assert [kind for kind in kinds if not seen.struck[kind]] == []


def test_every_fate_was_reached(seen: Seen) -> None:
    assert [fate for fate, count in table.fates(seen).items() if not count] == []


def test_each_of_the_26_invariants_was_checked_often(seen: Seen) -> None:
    assert {code: count for code, count in counted(seen.checks).items() if count < 20} == {}
    assert len(seen.checks) >= 60


def test_the_same_seed_gives_the_same_world_wherever_it_runs() -> None:
    """Whatever the order of sets and the number of cores."""
    traces = {_trace(jobs, order) for jobs, order in ((1, "1"), (2, "12345"))}
    assert len(traces) == 1


def _trace(jobs: int, order: str) -> str:
    code = f"from tests.simulation import run; print(run.many(7, 60, {jobs})[0].trace)"
    environ = os.environ | {"PYTHONHASHSEED": order}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout
