"""Debts that the database could not take: none is lost, none blocks another, whoever else reads or writes meanwhile."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from ivr.line.inputs import Ring
from ivr.store.spool import BALLAST, Spool
from ivr.switchboard.ports import Unreachable
from tests.scenarios.ways import small_disk

NASRIN, KAMAL = "+8801712345678", "+8801812345678"


def missed(number: int, caller: str = NASRIN) -> Ring:
    return Ring(f"CA{number:032}", caller, "+12025550100")


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "var")


def taken(spool: Spool) -> list[Ring]:
    """All that the spool hands over."""
    rings: list[Ring] = []
    spool.replay(rings.append)
    return rings


def test_what_was_added_comes_back_once(spool: Spool) -> None:
    withheld = Ring("CA" + "9" * 32, None, "+12025550100")
    for ring in (missed(1), withheld):
        spool.add(ring)
    assert taken(spool) == [missed(1), withheld]
    assert taken(spool) == []


def test_an_empty_spool_leaves_nothing_on_the_disk(spool: Spool, tmp_path: Path) -> None:
    assert taken(spool) == []
    assert list(tmp_path.iterdir()) == []


def test_room_is_kept_once_and_given_up_for_debts_when_the_disk_is_full(tmp_path: Path) -> None:
    """Where a small disk may be mounted."""
    with small_disk(tmp_path / "disk", size="1m") as disk:
        spool = Spool(disk)
        spool.reserve(), spool.reserve()
        assert (disk / "spool" / "room").stat().st_size == BALLAST
        assert taken(spool) == [], "it is no debt"
        fill(disk / "another")
        noted = [missed(number) for number in range(1000)]
        for ring in noted:
            spool.add(ring)
        assert not (disk / "spool" / "room").exists()
        fill(disk / "another")
        with pytest.raises(OSError):
            for number in range(1000, 9000):
                spool.add(missed(number))
        spool.reserve()
        assert not (disk / "spool" / "room").exists(), "there is no room to keep"
        (disk / "another").unlink()
        assert taken(spool)[:1000] == noted
        spool.reserve()
        assert (disk / "spool" / "room").exists()


def fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def test_only_we_can_read_it(spool: Spool, tmp_path: Path) -> None:
    spool.add(missed(1))
    folder = tmp_path / "var" / "spool"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_database_that_is_away_again_leaves_all_of_them(spool: Spool) -> None:
    for number in range(3):
        spool.add(missed(number))

    def away_at_the_second(ring: Ring) -> None:
        if ring == missed(1):
            raise Unreachable("away")

    with pytest.raises(Unreachable):
        spool.replay(away_at_the_second)
    spool.add(missed(3))
    assert taken(spool) == [missed(number) for number in range(3)]
    assert taken(spool) == [missed(3)]


def test_one_that_cannot_be_noted_keeps_no_other_back_and_stays(spool: Spool) -> None:
    for number in range(3):
        spool.add(missed(number))
    noted: list[Ring] = []

    def broken_for_the_first(ring: Ring) -> None:
        if ring == missed(0):
            raise KeyError("a bug of ours")
        noted.append(ring)

    assert spool.replay(broken_for_the_first) == 2
    assert noted == [missed(1), missed(2)]
    assert taken(spool) == [missed(0)]


def test_a_line_that_a_crash_cut_off_is_passed_over(spool: Spool, tmp_path: Path) -> None:
    spool.add(missed(1))
    with (tmp_path / "var" / "spool" / "missed.jsonl").open("a") as file:
        file.write('\n{"sid": "CA')
    spool.add(missed(2))
    assert taken(spool) == [missed(1), missed(2)]


def test_two_sweeps_do_not_take_each_others_file_away(spool: Spool, tmp_path: Path) -> None:
    """The second one comes while the first one is in the middle: it leaves the file alone, and nothing is lost."""
    spool.add(missed(1))
    second = Spool(tmp_path / "var")
    found: list[int] = []

    def meanwhile(ring: Ring) -> None:
        spool.add(missed(2, KAMAL))
        found.append(second.replay(lambda ring: None))

    spool.replay(meanwhile)
    assert found == [0]
    assert taken(second) == [missed(2, KAMAL)]


def test_what_is_added_while_it_is_read_back_is_never_lost(spool: Spool) -> None:
    rings = [missed(number) for number in range(200)]
    writer = threading.Thread(target=lambda: [spool.add(ring) for ring in rings])
    writer.start()
    seen: set[Ring] = set()
    while writer.is_alive():
        spool.replay(seen.add)
    writer.join()
    spool.replay(seen.add)
    assert seen == {*rings}
