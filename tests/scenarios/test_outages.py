"""The database is away: callers hear an apology at once, the debt is noted beside it, and none is lost or doubled."""

import json
import time

import pytest

from ivr.app.desk import REST
from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.switchboard.rows import Source
from tests.scenarios.acts import asks_for_a_person, chooses_a_language, heard, leaves_unheard, says_yes, talks
from tests.scenarios.outage import Apart
from tests.scenarios.shop import NUMBER

ASHA = ("Asha", "+12025550111")
SORRY = "We are sorry. Something has gone wrong on our side. We have noted your call, and we will call you back."
SOON = 2.0
"""Real seconds within which a caller hears something."""


@pytest.fixture
def shop(database_url, make_shop):
    shop = make_shop(database_url, stage=Apart)
    shop.undisturbed = False
    return shop


@pytest.fixture
def postgresql_shop(postgresql_url, make_shop):
    shop = make_shop(postgresql_url, stage=Apart)
    shop.undisturbed = False
    return shop


def goes_away(shop, how="refuse"):
    getattr(shop.stage.way, how)()
    shop.stage.away = True


def comes_back(shop):
    shop.stage.way.mend()
    shop.stage.away = False


def hears_the_apology(caller, act):
    """How many real seconds it took."""
    began = time.monotonic()
    act()
    took = time.monotonic() - began
    assert SORRY in heard(caller)
    return took


def spooled(shop):
    path = shop.stage.parts.settings.var_dir / "spool" / "missed.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line]


def test_ten_callers_ring_meanwhile_and_each_is_owed_once(shop):
    callers = [shop.caller("somebody", f"+88018123456{at}") for at in range(10, 20)]
    chooses_a_language(shop.nasrin)
    shop.nasrin.hears("press 0")
    goes_away(shop)
    took = [hears_the_apology(shop.nasrin, lambda: shop.nasrin.presses("0"))]
    took += [hears_the_apology(caller, lambda caller=caller: caller.rings(NUMBER)) for caller in callers]
    assert max(took) < SOON and max(took[1:]) < SOON / 4, took
    assert len(spooled(shop)) == 11
    comes_back(shop)
    shop.passes(60)
    assert spooled(shop) == []
    assert "আমরাই আপনাকে ফোন করব" in heard(callers[-1])[1]
    for caller in (shop.nasrin, *callers):
        assert [one.source for one in shop.owed(caller)] == [Source.MISSED_CALL]
    assert shop.books["via_callback"] == {"open": 11, "final": 0}


def test_a_database_that_says_nothing_is_as_bad_and_as_short(postgresql_shop):
    shop = postgresql_shop
    chooses_a_language(shop.nasrin)
    shop.nasrin.hears("press 0")
    goes_away(shop, "hush")
    assert hears_the_apology(shop.nasrin, lambda: shop.nasrin.presses("0")) < SOON
    karim = shop.caller("Karim", "+8801812345679")
    assert hears_the_apology(karim, lambda: karim.rings(NUMBER)) < SOON
    comes_back(shop)
    shop.passes(60)
    assert shop.books["via_callback"] == {"open": 2, "final": 0}


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
