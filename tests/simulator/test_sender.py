"""What the carrier does with good, bad, late and missing answers of the application."""

import time

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


def test_an_application_that_is_away_costs_the_caller_an_apology(desk: Desk) -> None:
    desk.post("numbers", number=SHOP, voice_url="http://127.0.0.1:9/voice#rc=0")
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(1)
    assert "caller call meets error 11205 in a request for voice" in desk.lines()


def test_a_slow_answer_is_given_up_and_asked_for_again_if_the_address_says_so(shop: Shop, desk: Desk) -> None:
    def slow_once() -> Response:
        if len(shop.asked("voice")) == 1:
            time.sleep(1.5)
        return Response("<Response><Say>Hello.</Say></Response>", mimetype="text/xml")

    shop.answers["voice"] = slow_once
    desk.post("numbers", number=SHOP, voice_url=f"{shop.url}/voice#rt=700&rc=1&rp=rt")
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(2)
    assert len(shop.asked("voice")) == 2
    assert "caller hears (en): Hello." in desk.lines()


def test_sound_and_plain_words_are_answers_too(shop: Shop, desk: Desk) -> None:
    shop.answers["voice"] = Response(b"RIFF", mimetype="audio/wav")
    caller = desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    desk.sleep(10)
    shop.answers["voice"] = Response("Not TwiML at all", mimetype="text/plain")
    other = desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    desk.sleep(10)
    heard = desk.get("transcripts")
    assert "caller hears the sound voice" in heard[caller]
    assert "caller hears (en): Not TwiML at all" in heard[other]


def test_a_status_report_answered_with_anything_else_is_a_warning(shop: Shop, desk: Desk) -> None:
    shop.answers = {"voice": "<Hangup/>", "status": Response("thanks", mimetype="text/plain")}
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(1)
    assert desk.get("state")["notifications"][0].startswith("15003")
