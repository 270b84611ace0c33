"""What was asked of the application and what it answered, for people to see: the last of it, of one leg at a time."""

from __future__ import annotations

from ivr.simulator.exchange import WebRequest
from ivr.simulator.exchange.values import Kind
from ivr.simulator.papers import MOST, MOST_OF_ONE, Papers
from ivr.simulator.server import CarrierServer
from tests.simulator.desk import Desk
from tests.simulator.shop import CALLER, SHOP, Shop


def asked(leg: str, n: int) -> WebRequest:
    params = (("CallSid", leg), ("FromCountry", "BD"), ("FromCity", ""), ("Digits", str(n)))
    return WebRequest(n, Kind.TWIML, "action", "POST", "http://127.0.0.1/turn", "", params, leg, float(n))


def test_the_last_ones_of_a_leg_the_newest_first() -> None:
    papers = Papers()
    papers.keep(asked("CA1", 0), why="no answer in time")
    for n in range(1, MOST_OF_ONE + 5):
        papers.keep(asked("CA1", n), 200, b"<Response/>")
    papers.keep(asked("CA2", 99), 500)
    kept = papers.of("CA1")
    assert len(kept) == MOST_OF_ONE and kept[0].at > kept[-1].at
    assert kept[0].said == (("Digits", str(MOST_OF_ONE + 4)),) and kept[0].body == "<Response/>"
    assert [paper.status for paper in papers.of("CA2")] == [500] and papers.of("CA3") == ()


def test_old_ones_are_forgotten() -> None:
    papers = Papers()
    papers.keep(asked("CA1", 0))
    for n in range(MOST):
        papers.keep(asked("CA2", n))
    assert papers.of("CA1") == ()


def test_a_call_leaves_its_documents(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers["voice"] = "<Say>Hello.</Say>"
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(5)
    (leg,) = {line["leg"] for line in desk.get("state")["lines"]}
    papers = desk.http.get(f"{desk.base}/documents?leg={leg}", timeout=5).json()
    (voice,) = [paper for paper in papers if paper["purpose"] == "voice"]
    assert voice["status"] == 200 and "<Say>Hello.</Say>" in voice["body"] and voice["method"] == "POST"
