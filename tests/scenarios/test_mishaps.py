"""Redis is away, a flow is broken, a number belongs to no flow: calls are answered all the same. On a database that is
behind, the web refuses to start, and says what to do."""

import logging
import socket
import time

import pytest

from ivr.promise.callback import State
from ivr.rehearsal.stage import Stage
from tests.scenarios.acts import asks_for_a_person, chooses_a_language, leaves_unheard, picks_up, says_yes, talks
from tests.scenarios.conftest import environment, ivr, publish
from tests.scenarios.measured import keep
from tests.scenarios.shop import NUMBER, rewritten

ASHA = ("Asha", "+12025550111")
SOON = 4.0
"""Real seconds in which a caller hears an answer, many times as long as it takes on a quiet machine."""


class NoWorker(Stage):
    """A stage on which nobody takes jobs: there is no Redis to take them from."""

    def settle(self) -> None:
        self._answered()


@pytest.mark.parametrize("how", ["refuses", "says nothing"])
def test_without_redis_the_sweep_does_everything(make_shop, sqlite_url, how):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if how == "refuses":
            server.close()
        shop = make_shop(sqlite_url, f"redis://127.0.0.1:{port}/0", stage=NoWorker)
        leaves_unheard(shop, shop.nasrin)
        asha = shop.agent(*ASHA)
        says_yes(asha)
        picks_up(shop.nasrin)
        talks(shop, shop.nasrin, asha, 30)
        assert shop.callback(shop.nasrin).state is State.CONNECTED


def test_nobody_waits_for_a_redis_that_says_nothing(make_shop, sqlite_url):
    """Each word is answered at once, the ones that ring the doorbell too; how many real seconds it took is printed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        shop = make_shop(sqlite_url, f"redis://127.0.0.1:{server.getsockname()[1]}/0", stage=NoWorker)
        took = []
        for at in range(10, 13):
            caller = shop.caller("somebody", f"+88018123456{at}")
            began = time.monotonic()
            asks_for_a_person(caller)
            took.append((time.monotonic() - began) / 3)
            caller.hangs_up()
        keep("Redis silent, each word", took)
        assert max(took) < SOON
        shop.passes(60)
        assert shop.books["via_callback"] == {"open": 3, "final": 0}


def test_a_number_that_no_flow_names_is_answered_and_owed_and_nobodys_number_is_logged(sqlite_shop, caplog):
    shop, unknown = sqlite_shop, "+12025550199"
    doors = f"{shop.stage.parts.settings.public_url}/twilio/voice"
    shop.stage.exchange.own_number(unknown, voice_url=f"{doors}/incoming", status_callback=f"{doors}/status")
    shop.nasrin.rings(unknown)
    shop.nasrin.hears("This number is not in use at the moment")
    shop.nasrin.hears("এই নম্বরটি এখন চালু নেই")
    shop.passes(20)
    assert shop.nasrin.leg is None
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1 and "no call flow names the number" in errors[0]
    assert unknown not in errors[0] and shop.nasrin.number not in caplog.text


def test_a_broken_flow_is_refused_and_the_last_good_one_goes_on_answering(make_shop, sqlite_url, tmp_path):
    shop = make_shop(sqlite_url)
    chooses_a_language(shop.nasrin)
    broken = rewritten(tmp_path / "broken", main=("go: care}", "go: nowhere}"))
    env = environment(sqlite_url, None, tmp_path / "var") | {"CALLFLOWS_DIR": str(broken)}
    refused = ivr(env, "flows", "publish")
    assert refused.returncode == 1 and "nowhere" in refused.stdout + refused.stderr
    publish(shop.store, rewritten(tmp_path / "newer", main=("Thank you for calling.", "How nice of you to call.")))
    time.sleep(1.1)  # so long may a publication take to be seen
    karim = shop.caller("Karim", "+8801812345679")
    chooses_a_language(karim)
    karim.hears("How nice of you to call.")
    shop.nasrin.hears("For an order, press 1")
    shop.nasrin.presses("9")
    shop.nasrin.hears("that key is not one of the choices")
    for caller in (shop.nasrin, karim):
        caller.hangs_up()
    shop.passes(5)
    assert shop.books["obligations"] == 0


def test_on_a_database_behind_its_migrations_the_web_does_not_start(tmp_path):
    env = environment(f"sqlite:///{tmp_path}/empty.db", None, tmp_path / "var")
    refused = ivr(env, "web")
    assert refused.returncode == 4
    assert "ivr db upgrade" in refused.stderr
    assert NUMBER not in refused.stderr
