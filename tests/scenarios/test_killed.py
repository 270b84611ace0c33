"""kill -9 in the middle of a transfer, and of a callback: started again, nobody was forgotten and the books balance."""

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.exchange import answers
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.shop import NUMBER, Shop
from tests.scenarios.town import Town


@pytest.fixture
def town(database_url, redis_url, tmp_path):
    """The whole product as processes, on this database and a real Redis."""
    env = environment(database_url, redis_url, tmp_path / "var")
    parts, port, carrier = open_shop(env)
    with Town(parts, port, carrier, env, tmp_path / "log") as town:
        yield town
    parts.store.engine.dispose()


def test_all_die_while_a_caller_waits(town):
    shop = Shop(town)
    babul = shop.agent("Babul", "+12025550112")
    shop.asks_for_a_person(shop.nasrin)
    babul.is_rung()
    for name in ("web", "sweep", "worker"):
        town.kill(name)
    shop.nasrin.hangs_up()
    shop.passes(90)
    babul.behaves(answers(after=3, keys=((14, "1"),)))
    shop.nasrin.behaves(answers(after=4, leaves=30))
    for name in ("web", "sweep", "worker"):
        town.start(name)
    shop.passes(1500)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK
    assert shop.callback(shop.nasrin).state is State.CONNECTED
    assert len([fact for fact in shop.nasrin.facts() if fact.what == "rings"]) == 1
    shop.nothing_is_left()


def test_the_sweep_dies_while_they_talk(town):
    shop = Shop(town)
    babul = shop.agent("Babul", "+12025550112")
    shop.asks_for_a_person(shop.nasrin)
    babul.is_rung()
    babul.picks_up()
    babul.hears("press 1")
    babul.presses("1")
    babul.is_bridged()
    town.kill("sweep")
    town.kill("web")
    shop.passes(30)
    shop.nasrin.hangs_up()
    shop.passes(30)
    town.start("web")
    town.start("sweep")
    shop.passes(1500)
    assert shop.books["balanced"]
    transfer = shop.transfer(shop.nasrin)
    assert transfer.state in (TransferState.SERVED, TransferState.CALLBACK)
    shop.goes_home("Babul")
    shop.passes(300)


def test_the_web_is_away_when_a_caller_rings(town):
    shop = Shop(town)
    town.kill("web")
    shop.nasrin.rings(NUMBER)
    shop.passes(30)
    assert shop.nasrin.leg is None
    town.start("web")
    shop.passes(10)
    assert shop.books["balanced"]
