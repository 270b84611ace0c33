"""The parts as processes: two sweeps at once double nothing, and a web that is told to stop loses no call."""

import time

import pytest

from ivr.promise.callback import State
from ivr.simulator.exchange import answers
from tests.scenarios.acts import is_told_that_nobody_is_there, rings
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.outage import Lock
from tests.scenarios.shop import NUMBER, Shop
from tests.scenarios.town import Town

MANY = 4


@pytest.fixture
def make_town(tmp_path):
    """Makes one: web and sweep as processes, without Redis."""
    made = []

    def make(database):
        env = environment(database, None, tmp_path / "var")
        parts, port, carrier = open_shop(env)
        made.append(Town(parts, port, carrier, env, tmp_path / "log").__enter__())
        return made[-1]

    yield make
    for town in made:
        town.__exit__(None, None, None)
        town.parts.store.engine.dispose()


def test_two_sweeps_at_once_double_nothing(make_town, database_url):
    town = make_town(database_url)
    town.start("sweep 2")
    shop = Shop(town)
    callers = [shop.caller("somebody", f"+88018123456{at}") for at in range(10, 10 + MANY)]
    for caller in callers:
        is_told_that_nobody_is_there(caller)
        caller.hangs_up()
        caller.behaves(answers(after=5, leaves=40))
    agents = [shop.agent(f"agent {at}", f"+120255501{at}") for at in range(20, 20 + MANY)]
    for agent in agents:
        agent.behaves(answers(after=3, keys=((14, "1"), (70, "1"))))
    shop.passes(400)
    assert [shop.callback(caller).state for caller in callers] == [State.CONNECTED] * MANY
    assert [len(rings(caller)) for caller in callers] == [1] * MANY
    offers = [offer for caller in callers for offer in shop.offers(caller)]
    assert sum(len(rings(agent)) for agent in agents) == len(offers)
    assert sum(offer.state == "accepted" for offer in offers) == MANY
    shop.nothing_is_left()


def test_a_web_that_is_told_to_stop_answers_what_it_has_in_hand(make_town, sqlite_url):
    town = make_town(sqlite_url)
    shop = Shop(town)
    callers = [shop.caller("somebody", f"+88018123456{at}") for at in range(10, 10 + MANY)]
    lock = Lock(sqlite_url)
    lock.refuse()
    exchange = town.exchange
    for caller in callers:
        exchange.ring_in(caller.number, NUMBER)
    assert town.exchange is exchange  # their requests are on their way now
    time.sleep(0.3)
    stopping = town.stop("web")
    time.sleep(0.2)
    lock.mend()
    lock.close()
    town.settle()
    assert stopping.wait(20) == 0
    assert list(exchange.notifications) == []
    town.start("web")
    for caller in callers:
        caller.hears("For English", within=0)
        exchange.press(caller.leg, "1")  # all at one moment: the real seconds of the start pass for them, too
    for caller in callers:
        caller.hears("press 0")
        caller.hangs_up()
    shop.passes(10)
    assert shop.books["obligations"] == 0
    shop.nothing_is_left()
