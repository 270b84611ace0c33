"""kill -9 of every process in the middle of calls: started again, nobody was forgotten and the books balance."""

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.exchange import answers
from tests.scenarios.acts import asks_for_a_person, picks_up, rings, says_yes
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.shop import NUMBER, Shop
from tests.scenarios.town import Town

ASHA, BABUL = ("Asha", "+12025550111"), ("Babul", "+12025550112")


@pytest.fixture
def town(postgresql_url, redis_url, tmp_path):
    """The whole product as processes, on PostgreSQL and a real Redis; `tests/kill` kills them on SQLite, too."""
    env = environment(postgresql_url, redis_url, tmp_path / "var")
    parts, port, carrier = open_shop(env)
    with Town(parts, port, carrier, env, tmp_path / "log") as town:
        yield town
    parts.store.engine.dispose()


def test_all_die_while_one_talks_one_waits_and_one_rings(town):
    shop = Shop(town)
    shop.undisturbed = False
    karim, lima = shop.caller("Karim", "+8801812345670"), shop.caller("Lima", "+8801812345671")
    asha, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    asks_for_a_person(karim)
    says_yes(asha)
    asha.is_bridged()
    asks_for_a_person(shop.nasrin)
    picks_up(babul)
    town.kill("web", "sweep", "worker")
    shop.nasrin.hangs_up()
    lima.rings(NUMBER)
    shop.passes(30)
    assert lima.leg is None
    karim.hangs_up()
    shop.passes(60)
    for person, deeds in ((babul, {"keys": ((14, "1"), (70, "1"))}), (shop.nasrin, {"leaves": 40})):
        person.behaves(answers(after=3, **deeds))
    shop.goes_home("Asha")
    town.start("web", "sweep", "worker")
    shop.passes(1500)
    assert shop.transfer(karim).state in (TransferState.SERVED, TransferState.CALLBACK)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK
    assert shop.callback(shop.nasrin).state is State.CONNECTED
    assert len(rings(shop.nasrin)) == 1
    shop.goes_home("Babul")
    shop.passes(120)
    shop.nothing_is_left()
