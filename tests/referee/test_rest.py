"""The referee for REST sees wrong requests, and the simulated carrier's answers are what Twilio describes."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ivr.simulator.carrier import Carrier, Mode
from ivr.simulator.exchange import Verb, answers
from ivr.simulator.server import Account, CarrierServer, create_server
from tests.referee.rest import answer_problems, operations, problems

ACCOUNT = "AC" + "5" * 32
BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
CALL = [("To", "+12025550111"), ("From", "+12025550100"), ("Url", "https://shop.example/placed#rc=1")]
REPORTED = ("StatusCallback", "http://127.0.0.1:9/status")


@pytest.fixture
def carrier() -> Iterator[CarrierServer]:
    numbers = {"+12025550100": {"voice_url": "http://127.0.0.1:9/voice"}}
    with create_server(Account(ACCOUNT, "token"), mode=Mode.JUMP, numbers=numbers) as running:
        yield running


def test_a_right_request_has_no_problems() -> None:
    events = [("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")]
    assert problems("POST", f"{BASE}/Calls.json", [*CALL, *events, ("Timeout", "15")]) == []
    assert problems("POST", f"{BASE}/Calls/CA{'0' * 32}.json", [("Status", "completed")]) == []
    assert problems("GET", f"{BASE}/Queues/QU{'0' * 32}/Members/Front.json") == []


@pytest.mark.parametrize(
    ("method", "path", "form", "expected"),
    [
        ("PUT", "/Calls.json", CALL, "does not exist"),
        ("POST", "/Calls", CALL, "does not exist"),
        ("POST", "/Calls.json", CALL[1:], "To is missing"),
        ("POST", "/Calls.json", [*CALL, ("IdempotencyKey", "7")], "IdempotencyKey is no parameter"),
        ("POST", "/Calls.json", [*CALL, ("Timeout", "15s")], "no whole number"),
        ("POST", "/Calls.json", [*CALL, ("To", "+12025550111")], "To is repeated"),
        ("POST", "/Calls.json", [*CALL, ("StatusCallbackEvent", "initiated ringing")], "is none of"),
        ("POST", "/Calls.json", [*CALL, ("StatusCallback", "/status")], "no absolute address"),
        ("POST", "/Calls.json", [*CALL, ("StatusCallback", "https://my_shop.example/s")], "no underscore"),
        ("POST", f"/Calls/CA{'0' * 32}.json", [("Status", "cancelled")], "is none of"),
        ("POST", "/Calls/CA1.json", [("Status", "canceled")], "does not look like"),
        ("GET", "/Queues/t-1.json", [], "does not look like"),
    ],
)
def test_a_wrong_request_is_seen(method: str, path: str, form: list[tuple[str, str]], expected: str) -> None:
    found = problems(method, f"{BASE}{path}", form)
    assert any(expected in problem for problem in found), found


class Asker:
    """Asks the simulated carrier and has the referee look at each answer."""

    def __init__(self, carrier: CarrierServer) -> None:
        self.url = carrier.url
        self.http = requests.Session()
        self.http.auth = (ACCOUNT, "token")
        self.asked: set[tuple[str, str]] = set()

    def __call__(self, method: str, path: str, *form: tuple[str, str]) -> Any:
        answer = self.http.request(method, f"{self.url}{BASE}{path}", data=list(form))
        known = ((m, p.pattern) for m, p, _ in operations() if m == method and p.fullmatch(f"{BASE}{path}"))
        self.asked.add(next(known))
        assert answer_problems(method, f"{BASE}{path}", answer.status_code, answer.content) == []
        return answer.json() if answer.content else None


def waiting_queue(carrier: CarrierServer) -> str:
    """The SID of a queue in which somebody waits."""
    box, placed = carrier.carrier, {"To": "+12025550133", "From": "+12025550100"}
    box.act(lambda exchange: exchange.phone("+12025550133", answers(after=1)))
    box.act(lambda exchange: exchange.create_call(placed, (Verb("Enqueue", {"waitUrl": ""}, "t-1"),)))
    box.jump(box.act(lambda exchange: exchange.now) + 5)
    return box.act(lambda exchange: exchange.list_queues()[0].sid)


def a_while_later(box: Carrier, seconds: float) -> None:
    """Time stops wherever a request leaves, and goes on when it has failed."""
    end = box.act(lambda exchange: exchange.now) + seconds
    while box.act(lambda exchange: exchange.now) < end:
        while box.sender.in_flight:
            time.sleep(0.005)
        box.jump(end)


def test_every_answer_of_the_simulated_carrier_is_as_described(carrier: CarrierServer) -> None:
    ask, queue = Asker(carrier), waiting_queue(carrier)
    ask("GET", ".json")
    call = ask("POST", "/Calls.json", *CALL, REPORTED)["sid"]
    ask("GET", "/Calls.json")
    ask("GET", f"/Calls/{call}.json")
    ask("POST", f"/Calls/{call}.json", ("Status", "canceled"))
    a_while_later(carrier.carrier, 1000)
    assert ask("GET", f"/Calls/{call}/Events.json")["events"]
    ask("DELETE", f"/Calls/{call}.json")
    ask("GET", "/Queues.json")
    ask("GET", f"/Queues/{queue}.json")
    (member,) = ask("GET", f"/Queues/{queue}/Members.json")["queue_members"]
    ask("GET", f"/Queues/{queue}/Members/{member['call_sid']}.json")
    ask("POST", f"/Queues/{queue}/Members/Front.json", ("Url", "http://127.0.0.1:9/x"))
    ask("DELETE", f"/Queues/{queue}.json")
    message = ask("POST", "/Messages.json", *CALL[:2], ("Body", "We call you back"))["sid"]
    ask("GET", "/Messages.json")
    ask("GET", f"/Messages/{message}.json")
    ask("DELETE", f"/Messages/{message}.json")
    (number,) = ask("GET", "/IncomingPhoneNumbers.json")["incoming_phone_numbers"]
    ask("POST", f"/IncomingPhoneNumbers/{number['sid']}.json", ("VoiceUrl", "https://shop.example/v"))
    assert len(ask.asked) == len(operations()), "every operation was asked for"
