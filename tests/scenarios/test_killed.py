"""kill -9 in the middle of a transfer, and of a callback: started again, nobody was forgotten and the books balance."""

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.exchange import answers
from tests.scenarios.acts import asks_for_a_person, rings, says_yes
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.shop import NUMBER, Shop
from tests.scenarios.town import Town

BABUL = ("Babul", "+12025550112")


@pytest.fixture
def town(database_url, redis_url, tmp_path):
    """The whole product as processes, on this database and a real Redis."""
    env = environment(database_url, redis_url, tmp_path / "var")
    parts, port, carrier = open_shop(env)
    with Town(parts, port, carrier, env, tmp_path / "log") as town:
        yield town
    parts.store.engine.dispose()


def test_all_die_while_a_caller_waits_and_the_web_while_another_rings(town):
    shop = Shop(town)
    shop.undisturbed = False
    babul = shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    babul.is_rung()
    town.kill("web", "sweep", "worker")
    shop.nasrin.hangs_up()
    karim = shop.caller("Karim", "+8801812345679")
    karim.rings(NUMBER)
    shop.passes(90)
    assert karim.leg is None
    babul.behaves(answers(after=3, keys=((14, "1"),)))
    shop.nasrin.behaves(answers(after=4, leaves=30))
    town.start("web", "sweep", "worker")
    shop.passes(1500)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK
    assert shop.callback(shop.nasrin).state is State.CONNECTED
    assert len(rings(shop.nasrin)) == 1
    shop.nothing_is_left()


def test_web_and_sweep_die_while_they_talk(town):
    shop = Shop(town)
    shop.undisturbed = False
    babul = shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    says_yes(babul)
    babul.is_bridged()
    town.kill("sweep", "web")
    shop.passes(30)
    shop.nasrin.hangs_up()
    shop.passes(30)
    town.start("web", "sweep")
    shop.passes(1500)
    assert shop.transfer(shop.nasrin).state in (TransferState.SERVED, TransferState.CALLBACK)
    shop.goes_home("Babul")
    shop.passes(300)
    shop.nothing_is_left()
