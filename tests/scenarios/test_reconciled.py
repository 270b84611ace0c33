"""The whole product is away for an hour; the carrier says that we call back. Its log is the second ledger: within a
minute of our return everybody who rang meanwhile is owed a call, the longest waiting first, and the promise is kept."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import make_url

from ivr.app import number_plan
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import moment
from ivr.switchboard import pulses
from ivr.switchboard.rows import Call, Callback, Obligation, Source
from tests.scenarios.acts import GREETING, MENU, chooses_a_language, heard, says_how_it_was, says_yes
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.measured import SIZE, keep_recovery
from tests.scenarios.shop import NUMBER, Shop
from tests.scenarios.town import Town

CALLERS = int(os.environ.get(SIZE, "60"))
"""Of one hour. `python -m tests.scenarios` plays it with 500."""
TOGETHER = 5
HOUR = 3600.0
SOON = 60.0
"""Seconds after our return, by the installation's clock, within which everybody is owed."""
ASHA = ("Asha", "+12025550111")


@pytest.fixture
def town(database_url, tmp_path) -> Iterator[Town]:
    """The product as processes, without Redis: the sweep drives everything."""
    env = environment(database_url, None, tmp_path / "var")
    parts, port, carrier = open_shop(env)
    with Town(parts, port, carrier, env, tmp_path / "log") as town:
        yield town
    parts.store.engine.dispose()


@pytest.fixture
def elsewhere(town: Town) -> Iterator[str]:
    """The document of `numbers plan` at an address that outlives us; the number falls back on it."""
    document = number_plan.document(town.parts).encode()

    class Static(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Static)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    [number] = town.exchange.list_numbers()
    town.exchange.update_number(number.sid, {"VoiceFallbackUrl": url})
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


def number_of(at: int) -> str:
    """Each caller's in a block of numbers of its own."""
    return f"+88017{10_000_000 + at * 10_007}"


def everybody_rings(town: Town, callers: int) -> list[str]:
    """For an hour, a few at a time; one rings twice, and one withholds their number. They hear who calls back."""
    numbers = [number_of(at) for at in range(callers)]
    numbers[40] = numbers[10]
    numbers[41] = "anonymous"
    for first in range(0, callers, TOGETHER):
        town.run_for(HOUR * TOGETHER / callers)
        for number in numbers[first : first + TOGETHER]:
            town.exchange.ring_in(number, NUMBER)
    town.run_for(30)
    return numbers


def until(done: Callable[[], bool], limit: float = 90.0) -> None:
    """Waits in real time: a process of ours is at work, and the clock runs with the wall's."""
    end = time.monotonic() + limit
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def missed(town: Town) -> list[Obligation]:
    """Every debt that began with a call that we missed, in order."""
    found = []
    with town.parts.store.reading() as unit:
        while (row := unit.get(Obligation, len(found) + 1)) is not None:
            found.append(row)
    return [row for row in found if row.source is Source.MISSED_CALL]


def callbacks(town: Town) -> tuple[Callback, ...]:
    with town.parts.store.reading() as unit:
        return unit.many(Callback, state=tuple(State))


def compared(town: Town, back: datetime) -> bool:
    """Whether the sweep has written down since then that both ledgers agree."""
    with town.parts.store.reading() as unit:
        age, amiss = pulses.ages(unit)[pulses.RECONCILE]
        return unit.now - age > back and amiss == 0


def is_phoned_back(shop: Shop, asha: Person, caller: Person, missed: bool) -> None:
    """In the order in which they rang. Asha hears of those who could not get through; takes the call, and talks."""
    before = len(heard(asha))
    says_yes(asha)
    assert any("begin with an apology" in words for words in heard(asha)[before:]) == missed
    caller.is_rung()
    caller.picks_up()
    shop.passes(30)
    caller.hangs_up()
    says_how_it_was(asha, "1")
    shop.passes(5)


def test_an_hour_away_and_everybody_who_rang_is_phoned_back(town: Town, elsewhere: str) -> None:
    shop = Shop(town)
    shop.undisturbed = False
    waits, asked = shop.caller("Karim", "+8801812345670"), shop.caller("Lima", "+8801812345671")
    chooses_a_language(waits)
    waits.hears(MENU["en"])
    waits.presses("0")
    asked.rings(NUMBER)
    asked.hears(GREETING["en"])
    town.kill("web", "sweep")
    asked.presses("1")
    numbers = everybody_rings(town, CALLERS)
    assert missed(town) == [] and MENU["en"] not in heard(asked)
    first = [shop.caller(f"caller {at}", number_of(at)) for at in range(1)]
    assert any("we will call you back" in words for words in heard(first[0]))

    back = town.now()
    town.start("web", "sweep")
    until(lambda: compared(town, back))
    took = (town.now() - back).total_seconds()
    keep_recovery(CALLERS, make_url(town.parts.settings.database_url).get_backend_name(), took)
    assert took < SOON
    everybody_is_owed_once(town, shop, numbers, waits, asked)

    asha = shop.agent(*ASHA)
    for caller in (waits, asked, *first):
        is_phoned_back(shop, asha, caller, missed=caller is not waits)
    assert [shop.callback(caller).state for caller in (waits, asked, *first)] == [State.CONNECTED] * 3
    shop.goes_home("Asha")
    shop.passes(120)
    books = shop.books
    assert books["balanced"] and books["overdue"] == 0


def everybody_is_owed_once(town: Town, shop: Shop, numbers: list[str], waits: Person, asked: Person) -> None:
    debts, rows = missed(town), callbacks(town)
    assert len(debts) == len(numbers) + 1, "a call each, and the one who was cut off in the middle"
    assert len({row.caller_id for row in rows}) == len(rows) == len(set(numbers)) + 2, "one callback per caller"
    rang = [town.exchange.get_call(debt.source_key).created for debt in debts[: len(numbers)]]
    assert rang == sorted(rang), "the longest waiting first"
    owed = {row.id: row for row in rows}
    assert all(
        abs(owed[debt.callback_id].asked_at - moment(at)).total_seconds() < 1 for debt, at in _alone(debts, rang)
    )
    assert [debt.source for debt in shop.owed(waits)] == [Source.TRANSFER]
    assert [debt.source for debt in shop.owed(asked)] == [Source.MISSED_CALL]
    with town.parts.store.reading() as unit:
        assert [call.outcome for call in unit.many(Call, caller_id=shop.owed(asked)[0].caller_id)] == ["cut_off"]


def _alone(debts: list[Obligation], rang: list[float]) -> list[tuple[Obligation, float]]:
    """Those whose callback keeps no other promise, with when they rang."""
    shared = [debt.callback_id for debt in debts]
    return [(debt, at) for debt, at in zip(debts, rang, strict=False) if shared.count(debt.callback_id) == 1]
