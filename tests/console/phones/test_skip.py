"""Time passes on request: for the product and the company alike, past nothing that was to happen."""

from __future__ import annotations

import time

import pytest

from ivr.app.sample import ASHA, BABUL
from ivr.reports.equation.audit import audit
from ivr.switchboard.rows import Task
from tests.console.phones.browser import Browser
from tests.console.phones.town import Town

Answer = dict[str, object]


def pass_until(page: Browser, to: float, seen: object = None) -> Answer:
    """Asks as the page does, until it has arrived."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        answer: Answer = page.post("/skip", {"to": to} | ({"seen": seen} if seen is not None else {})).json()
        if answer["arrived"]:
            return answer
    raise AssertionError("it never arrives")


def test_both_clocks_go_on_together(town: Town, page: Browser, sweeping: None) -> None:
    before = town.stage.now().timestamp()
    after = pass_until(page, before + 300)
    assert before + 300 <= float(str(after["now"])) < before + 310
    assert abs(town.stage.exchange.now - town.stage.now().timestamp()) < 5


def test_it_stops_where_a_phone_rings(town: Town, page: Browser, sweeping: None) -> None:
    page.post(f"/agents/{ASHA.name}", {"available": False})
    page.post(f"/agents/{BABUL.name}", {"available": False})
    town.asks_for_a_person()
    town.hangs_up()
    now = town.stage.now().timestamp()
    nothing = page.post("/skip", {"to": now - 1}).json()
    assert nothing["arrived"] and nothing["seen"] == ""
    page.post(f"/agents/{BABUL.name}", {"available": True})
    rung = pass_until(page, now + 86400, nothing["seen"])
    assert "ringing" in str(rung["seen"])
    assert float(str(rung["now"])) < now + 45, "a due callback is looked at every 30 s, and a phone rings 2 s later"
    assert town.stage.exchange.ringing_at(BABUL.number)
    books = audit(town.store)
    assert books.balanced and not books.overdue


def test_a_promise_is_kept_over_a_long_skip(town: Town, page: Browser, sweeping: None) -> None:
    """Nobody is there in time: the promise breaks openly; nothing is overdue, for no step was jumped over."""
    for name in (ASHA.name, BABUL.name):
        page.post(f"/agents/{name}", {"available": False})
    town.asks_for_a_person()
    town.hangs_up()
    pass_until(page, town.stage.now().timestamp() + 2400)
    books = page.get("/promises").json()["audit"]
    assert (books["late"], books["overdue"], books["balanced"]) == (1, 0, True)
    with town.store.reading() as unit:
        assert [task.reason for task in unit.many(Task, done_at=None)] == ["escalated"]


@pytest.mark.parametrize("body", [{}, {"to": "soon"}, {"to": None}, {"to": 1e18}, {"to": 5, "seen": 3}, [1]])
def test_odd_times_are_refused(town: Town, page: Browser, body: object) -> None:
    before = town.stage.now()
    assert page.post("/skip", body).status_code == 400
    assert (town.stage.now() - before).total_seconds() < 5


def test_no_number_that_is_none_moves_the_clock(page: Browser) -> None:
    for odd in ("NaN", "Infinity", "-Infinity"):
        assert page.post("/skip", f'{{"to": {odd}}}'.encode()).status_code == 400
