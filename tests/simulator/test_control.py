"""The simulator's own interface: faults, jumps in time, refusals."""

import time

import pytest
import requests
from flask import Response
from twilio.base.exceptions import TwilioRestException

from ivr.simulator.server import Account, CarrierServer, create_server
from tests.simulator.desk import Desk
from tests.simulator.shop import ACCOUNT, AGENT, CALLER, EVENTS, SHOP, TOKEN, Shop, client


def test_faults_are_carried_out_once(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers["agent"] = "<Say>Hello.</Say>"
    twilio = client(carrier.url)
    desk.post("faults", kind="swallow")
    with pytest.raises(requests.ConnectionError):
        twilio.calls.create(to=AGENT, from_=SHOP, url=f"{shop.url}/agent")
    assert len(twilio.calls.list(to=AGENT)) == 1, "the call was placed, only the answer is lost"
    desk.post("faults", kind="refuse")
    with pytest.raises(requests.ConnectionError):
        twilio.calls.create(to=AGENT, from_=SHOP, url=f"{shop.url}/agent")
    assert len(twilio.calls.list(to=AGENT)) == 1, "nothing was placed"
    desk.post("faults", kind="throttle")
    with pytest.raises(TwilioRestException) as refusal:
        twilio.calls.create(to=AGENT, from_=SHOP, url=f"{shop.url}/agent")
    assert refusal.value.code == 20429
    assert desk.get("state")["faults"] == []


def test_status_reports_can_be_lost_doubled_and_late(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    for fault in ({"kind": "drop"}, {"kind": "duplicate"}, {"kind": "delay", "seconds": 100}):
        desk.post("faults", purpose="status", **fault)
    shop.answers["agent"] = "<Say>Hello.</Say>"
    desk.post("phones/behaviour", number=AGENT, behaviour="answers")
    client(carrier.url).calls.create(
        to=AGENT,
        from_=SHOP,
        url=f"{shop.url}/agent",
        status_callback=f"{shop.url}/status-agent",
        status_callback_event=EVENTS,
    )
    desk.sleep(60)
    assert [visit.form["SequenceNumber"] for visit in shop.asked("status-agent")] == ["1", "1", "3"]
    desk.sleep(60)
    assert [visit.form["SequenceNumber"] for visit in shop.asked("status-agent")] == ["1", "1", "3", "2"]


def test_time_does_not_jump_over_a_request_in_flight(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    def slow() -> Response:
        time.sleep(0.3)
        return Response("<Response/>", mimetype="text/xml")

    shop.answers["voice"] = slow
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    now = desk.get("state")["now"]
    assert desk.http.post(f"{desk.base}/jump", json={"to": now + 10}).status_code == 409
    desk.settle()
    assert desk.post("jump", to=now + 10)["now"] == now + 10
    assert desk.http.post(f"{desk.base}/jump", json={"to": now}).status_code == 400, "and never back"


def test_a_jump_stops_where_a_request_leaves(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers = {"voice": "<Pause length='5'/><Redirect>/later</Redirect>", "later": "<Pause length='60'/>"}
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    now = desk.settle()["now"]
    assert desk.post("jump", to=now + 30)["now"] == now + 5
    desk.settle()
    assert desk.post("jump", to=now + 30)["now"] == now + 30


def test_what_people_cannot_do_is_refused_with_words(carrier: CarrierServer, desk: Desk) -> None:
    answer = desk.http.post(f"{desk.base}/phones/CA{'1' * 32}/pick_up", json={})
    assert answer.status_code == 409
    assert "there is no leg" in answer.json()["error"]


def test_in_real_mode_time_runs_by_itself(shop: Shop) -> None:
    shop.answers["voice"] = '<Pause length="1"/><Redirect>/later</Redirect>'
    with create_server(Account(ACCOUNT, TOKEN), numbers={SHOP: {"voice_url": f"{shop.url}/voice"}}) as carrier:
        desk = Desk(carrier.url)
        desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
        shop.wait_for("later")
