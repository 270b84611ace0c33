"""The database is away, silent, slow, full, or only reads: callers hear an apology at once, the debt is noted beside
it, and none is lost or doubled."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from ivr.app.desk import REST
from ivr.app.parts import make_parts
from ivr.app.web import make_desk
from ivr.jobs.bell import NoDoorbell
from ivr.line.inputs import Ring
from ivr.line.instructions import Door
from ivr.promise.callback import State
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Source
from tests.scenarios.acts import asks_for_a_person, chooses_a_language, heard, leaves_unheard, says_yes, talks
from tests.scenarios.measured import keep
from tests.scenarios.outage import Proxy
from tests.scenarios.shop import NUMBER
from tests.scenarios.test_who_is_asked import busy_agent
from tests.scenarios.ways import CASES, SAME_DISK, Case, FullDisk, apart, small_disk
from tests.store.meanwhile import Meanwhile

ASHA = ("Asha", "+12025550111")
SORRY = "We are sorry. Something has gone wrong on our side. We have noted your call, and we will call you back."
NOTHING_NOTED = "We are sorry, we have a technical problem. Please call again in a few minutes."
SOON, AT_ONCE = 8.0, 1.0
"""Real seconds on a busy machine within which every caller hears something, long before the carrier gives up; and
within which most do, once one has found out. `make outages` prints how long it takes."""
FULL = Path("/dev/full")
"""A file on a disk without room, where the machine has one."""


@pytest.fixture
def small(case, tmp_path, sqlite_databases) -> Iterator[Callable[[], str]]:
    """Makes a SQLite file on a small disk of its own, or of the shop's own folder."""
    folder = tmp_path / ("var0" if case is SAME_DISK else "disk")
    with ExitStack() as ends:
        yield lambda: sqlite_databases.make(ends.enter_context(small_disk(folder)))


@pytest.fixture(params=CASES, ids=lambda case: f"{case.name} on {case.database}")
def case(request) -> Case:
    return request.param


@pytest.fixture
def url(case, small, request) -> str:
    """Of a database that can meet this fate."""
    return small() if case.way is FullDisk else request.getfixturevalue(f"{case.database}_url")


@pytest.fixture
def broken_shop(case, url, make_shop):
    shop = make_shop(url, stage=apart(case.way))
    shop.undisturbed = False
    return shop


@pytest.fixture
def postgresql_shop(postgresql_url, make_shop):
    shop = make_shop(postgresql_url, stage=apart(Proxy))
    shop.undisturbed = False
    return shop


def goes_away(shop, how="refuse", by=()):
    getattr(shop.stage.way, how)(*by)
    shop.stage.away = True


def comes_back(shop):
    shop.stage.way.mend()
    shop.stage.away = False


def hears_the_apology(caller, act, words=SORRY):
    """How many real seconds it took."""
    began = time.monotonic()
    act()
    took = time.monotonic() - began
    assert words in heard(caller), heard(caller)
    return took


def spool_of(shop):
    return shop.stage.parts.settings.var_dir / "spool" / "missed.jsonl"


def spooled(shop):
    path = spool_of(shop)
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line]


def test_ten_callers_ring_meanwhile_and_each_is_owed_once(broken_shop, case):
    shop = broken_shop
    callers = [shop.caller("somebody", f"+88018123456{at}") for at in range(10, 20)]
    chooses_a_language(shop.nasrin)
    shop.nasrin.hears("press 0")
    goes_away(shop, case.how, case.by)
    took = [hears_the_apology(shop.nasrin, lambda: shop.nasrin.presses("0"))]
    took += [hears_the_apology(caller, lambda caller=caller: caller.rings(NUMBER)) for caller in callers]
    keep(f"{case.name}, on {case.database}, ten callers one by one", took)
    assert max(took) < SOON and median(took[1:]) < AT_ONCE, took
    assert len(spooled(shop)) == 11
    again = spool_of(shop).read_bytes()
    comes_back(shop)
    shop.passes(60)
    assert spooled(shop) == []
    assert "আমরাই আপনাকে ফোন করব" in heard(callers[-1])[1]
    spool_of(shop).write_bytes(again)
    shop.passes(60)
    assert spooled(shop) == []
    for caller in (shop.nasrin, *callers):
        assert [one.source for one in shop.owed(caller)] == [Source.MISSED_CALL]
    assert shop.books["via_callback"] == {"open": 11, "final": 0}


@pytest.mark.parametrize(
    ("how", "by"), [("refuse", ()), ("hush", ()), ("slow", (0.3,))], ids=["refused", "silent", "slow"]
)
def test_ten_callers_at_one_moment_hear_it_all_as_soon_as_one(postgresql_url, make_shop, how, by):
    """Nobody has found out yet: as many as the web has threads wait at once, and none for another."""
    shop = make_shop(postgresql_url)
    way = Proxy(postgresql_url)
    parts = make_parts(replace(shop.stage.parts.settings, database_url=way.url))
    desk = make_desk(parts, NoDoorbell())
    desk.incoming(Ring(f"CA{0:032}", "+8801812345670", NUMBER))
    getattr(way, how)(*by)

    def rings(number: int) -> float:
        ring, began = Ring(f"CA{number:032}", f"+88018123456{number}", NUMBER), time.monotonic()
        with pytest.raises(Unreachable) as away:
            desk.incoming(ring)
        assert desk.rescue(Door("incoming"), ring, away.value)
        return time.monotonic() - began

    took = sorted(one.end() for one in [Meanwhile(lambda at=at: rings(at)) for at in range(10, 20)])
    keep(f"{how}, on postgresql, ten callers at one moment", took)
    assert took[-1] < SOON
    assert parts.spool.lines() == 10
    way.mend()
    parts.store.engine.dispose()
    way.close()
    shop.passes(600)
    assert shop.books["via_callback"] == {"open": 10, "final": 0}


def test_who_waits_meanwhile_hears_music_and_then_a_person(postgresql_shop):
    shop, asha = postgresql_shop, postgresql_shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    asha.is_rung()
    goes_away(shop)
    for _ in range(4):
        shop.nasrin.hears("hold-12s", within=20)
    comes_back(shop)
    time.sleep(REST)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.books["served"] == 1


def test_who_presses_a_key_while_waiting_keeps_the_place_until_the_key_is_heard(postgresql_shop):
    """The key is not heard while the database is away; the line stays, and so does the wish: it can be keyed again."""
    shop = postgresql_shop
    busy_agent(shop)
    karim = shop.caller("Karim", "+8801812345670")
    asks_for_a_person(karim)
    karim.hears("To hang up and keep your place")
    goes_away(shop)
    karim.presses("1")
    karim.hears("hold-12s", within=20)
    comes_back(shop)
    time.sleep(REST)
    karim.hears("To hang up and keep your place", within=120)
    karim.presses("1")
    karim.hears("Your place is kept. We will call you back")
    shop.nasrin.hangs_up()
    shop.passes(60)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


@pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")
def test_where_the_spool_has_no_room_either_nothing_is_promised_and_it_is_made_good_all_the_same(
    postgresql_shop, caplog
):
    """The web remembers it for as long as it lives; beyond that, the carrier's log tells of whom we never answered."""
    shop = postgresql_shop
    karim = shop.caller("Karim", "+8801812345679")
    chooses_a_language(shop.nasrin)
    shop.nasrin.hears("press 0")
    spool_of(shop).parent.mkdir(parents=True, exist_ok=True)
    spool_of(shop).symlink_to(FULL)
    goes_away(shop)
    took = [
        hears_the_apology(shop.nasrin, lambda: shop.nasrin.presses("0"), NOTHING_NOTED),
        hears_the_apology(karim, lambda: karim.rings(NUMBER), NOTHING_NOTED),
    ]
    keep("refused, on postgresql, and the spool's disk full", took)
    assert max(took) < SOON
    assert "could not be noted" in caplog.text and karim.number not in caplog.text
    spool_of(shop).unlink()
    comes_back(shop)
    time.sleep(REST)
    lima = shop.caller("Lima", "+8801812345671")
    chooses_a_language(lima)
    lima.hangs_up()
    for _ in range(3):  # the sweep goes by although nothing is due
        shop.passes(300)
        shop.stage._sweep()
    assert {who.name: [one.source for one in shop.owed(who)] for who in (shop.nasrin, karim)} == {
        "Nasrin": [Source.MISSED_CALL],
        "Karim": [Source.MISSED_CALL],
    }


def test_a_debt_that_cannot_be_noted_holds_up_neither_the_others_nor_the_sweep(make_shop, sqlite_url):
    shop = make_shop(sqlite_url)
    spool = shop.stage.parts.spool
    spool.add(Ring("CA" + "1" * 32, "+8801812345670", NUMBER))
    spool.add(Ring("CA" + "2" * 32, "a lone surrogate \ud800", NUMBER))
    spool.add(Ring("CA" + "3" * 32, "+8801812345671", NUMBER))
    leaves_unheard(shop, shop.nasrin)
    shop.passes(60)
    assert shop.callback(shop.nasrin).state is State.DUE
    assert shop.books["obligations"] == 3
