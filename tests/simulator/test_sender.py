"""What the carrier does with good, bad, late and missing answers of the application."""

import pytest
from flask import Response, redirect

from ivr.simulator.server import CarrierServer
from tests.simulator.desk import Desk
from tests.simulator.shop import CALLER, SHOP, Shop


def test_an_answer_that_fails_goes_to_the_fallback_address(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers = {"voice": Response("boom", status=500), "fallback": "<Say>Please call again.</Say>"}
    desk.post("numbers", number=SHOP, voice_url=f"{shop.url}/voice", voice_fallback_url=f"{shop.url}/fallback")
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(6)
    (visit,) = shop.asked("fallback")
    assert (visit.form["ErrorCode"], visit.form["ErrorUrl"]) == ("11217", f"{shop.url}/voice")
    assert "caller hears (en): Please call again." in desk.lines()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response("<Response><Say>", mimetype="text/xml"), "12100"),
        (Response(" <?xml version='1.0'?><Response/>", mimetype="text/xml"), "12100"),
        (Response("<Answer/>", mimetype="text/xml"), "12102"),
        (Response("{}", mimetype="application/json"), "12300"),
        (Response("", mimetype="text/xml"), "11770"),
        (Response("<Response>" + " " * 65_536 + "</Response>", mimetype="text/xml"), "11750"),
        (redirect("/voice"), "11215"),
    ],
)
def test_what_is_no_document_ends_in_the_carriers_apology(
    shop: Shop, carrier: CarrierServer, desk: Desk, answer: Response, code: str
) -> None:
    shop.answers["voice"] = lambda: Response(answer.data, answer.status, dict(answer.headers))
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(6)
    lines = desk.lines()
    assert f"caller call meets error {code} in a request for voice" in lines
    assert "caller hears (en): We are sorry, an application error has occurred. Goodbye." in lines
    assert desk.get("state")["phones"] == {}


def test_retries_follow_the_fragment_and_can_be_recognised(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    tries = iter([Response(status=503), Response(status=503), Response("<Response/>", mimetype="text/xml")])
    shop.answers["voice"] = lambda: next(tries)
    desk.post("numbers", number=SHOP, voice_url=f"{shop.url}/voice#rc=2&rp=5xx&tt=9000")
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(1)
    assert len(shop.asked("voice")) == 3
    assert len({visit.token for visit in shop.asked("voice")}) == 1
    assert desk.get("state")["notifications"] == []


def test_a_redirect_of_the_application_loses_the_digits(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers = {
        "voice": '<Gather numDigits="1" action="/menu"><Say>Press one.</Say></Gather>',
        "menu": lambda: redirect("/menu/"),
        "menu/": "<Hangup/>",
    }
    caller = desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    desk.settle()
    desk.post(f"phones/{caller}/press", digits="1")
    desk.settle()
    assert shop.asked("menu")[0].form["Digits"] == "1"
    assert "Digits" not in shop.asked("menu/")[0].form
