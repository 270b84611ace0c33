"""The catalogue is whole and honest: what it calls struck is struck, and a world without a fault is one without it.

Each fault is drawn alone here, so nothing else covers up for it.
"""

from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult

import pytest

from tests.paths import ROOT
from tests.simulation import run
from tests.simulation.world.chance import Chance
from tests.simulation.world.faults import ALSO, CATALOGUE, RATES, ROOMS, SPELLS, Fault, Level
from tests.simulation.world.plan import Plan

WORLDS = 40
"""Of one seed, each with one fault alone; as soon as one is struck, that is enough."""
SEED = 41_000_000
IN_ORDER = sorted(Fault, key=lambda fault: fault.number)


BESIDE = {Fault.STALE_LIST: (Fault.UNANSWERED, Fault.LOST), Fault.NO_FALLBACK: (Fault.LOST,)}
"""Faults that show only where another one struck before."""


def alone(fault: Fault) -> frozenset[Fault]:
    """All faults but this one, and the one that it needs."""
    return frozenset(Fault) - {fault, *BESIDE.get(fault, ())}


def struck(fault: Fault) -> Counter[str]:
    """What struck in the first world in which anything did, where only this one may."""
    needed = {fault, *BESIDE.get(fault, ())}
    drawn = (seed for seed in range(SEED, SEED + 1000) if needed <= Chance(str(seed)).rates.keys())
    for seed, _ in zip(drawn, range(WORLDS), strict=False):
        centre, broken = run.live(Plan(seed, without=alone(fault)))
        assert broken is None, f"world {seed}, {fault} alone: {broken}"
        if any(name.startswith(fault) for name in centre.chance.struck):
            return centre.chance.struck
    return Counter()


@pytest.fixture(scope="module")
def strikes() -> Iterator[dict[Fault, AsyncResult[Counter[str]]]]:
    """Of every fault, found on all cores; whoever asks for one alone does not wait for the others."""
    with get_context("fork").Pool(run.CORES) as pool:
        yield {fault: pool.apply_async(struck, (fault,)) for fault in IN_ORDER}


def test_the_catalogue_has_every_number_once() -> None:
    assert [entry.number for entry in CATALOGUE] == list(range(1, 57))


def test_every_fault_has_its_rate_and_its_room() -> None:
    assert set(RATES) == set(Fault)
    assert set(SPELLS) <= set(Fault)
    numbers = [number for room in ROOMS.values() for number in room]
    assert sorted(numbers) == sorted(fault.number for fault in Fault)


@pytest.mark.parametrize("where", [*(one.where for one in CATALOGUE if one.level is Level.H), *ALSO.values()])
def test_what_strikes_elsewhere_is_there(where: str) -> None:
    path, _, name = where.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), where


@pytest.mark.parametrize("fault", IN_ORDER, ids=str)
def test_a_fault_strikes_alone_and_breaks_no_promise(
    fault: Fault, strikes: dict[Fault, AsyncResult[Counter[str]]]
) -> None:
    found = strikes[fault].get()
    assert found, f"{fault} never struck"
    others = {name for name in found if not name.startswith((fault, *BESIDE.get(fault, ())))}
    assert not others, f"{others} struck where only {fault} may"


def test_leaving_one_out_leaves_the_others_as_they_were() -> None:
    """Every fault has dice of its own."""
    whole = Chance("7")
    for fault in whole.rates:
        rest = Chance("7", frozenset({fault}))
        assert rest.rates == {other: rate for other, rate in whole.rates.items() if other is not fault}
        other = next(one for one in whole.rates if one is not fault)
        assert rest.of(other).random() == Chance("7").of(other).random()


def test_worlds_differ_in_how_much_goes_wrong() -> None:
    """In some it is one fault alone that strikes."""
    drawn = sorted(len(Chance(str(seed)).rates) for seed in range(200))
    assert drawn[10] <= 4
    assert drawn[-10] >= 35
