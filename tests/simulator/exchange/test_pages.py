"""Browser phones that call out: through an application of the account, with parameters of their own."""

import pytest

from ivr.simulator.exchange import Exchange, Impossible, Limits, Verb

ACCOUNT, OURS, CUSTOMER = "AC" + "0" * 32, "+12025550100", "+12025550111"


@pytest.fixture
def exchange() -> Exchange:
    made = Exchange(ACCOUNT, 1_000_000.0, limits=Limits(calls_per_second=None))
    made.own_number(OURS, voice_url="door:incoming")
    made.own_application(voice_url="door:agent", status_callback="door:agent_status")
    return made


def fields(exchange: Exchange) -> list[tuple[str, dict[str, str]]]:
    """What the application is asked now: where, and with which parameters."""
    return [(request.url, dict(request.params)) for request in exchange.requests()]


def test_the_application_is_asked_with_the_parameters_and_hears_of_the_end(exchange: Exchange) -> None:
    sid = exchange.connect("asha", "", offer="abc")
    (request,) = exchange.requests()
    url, told = request.url, dict(request.params)
    assert (url, told["From"], told["To"], told["Direction"]) == ("door:agent", "client:asha", "", "inbound")
    assert (told["offer"], exchange.parameter(sid, "offer"), exchange.parameter(sid, "other")) == ("abc", "abc", "")
    exchange.answer(request.id, (Verb("Say", {"loop": "0"}, "Hello."),))
    exchange.hang_up(sid)
    assert [(url, told["CallStatus"]) for url, told in fields(exchange)] == [("door:agent_status", "completed")]


@pytest.mark.parametrize("shown", [{}, {"callerId": "client:asha"}])
def test_a_browser_must_say_which_number_is_shown_to_whom_it_rings(exchange: Exchange, shown: dict[str, str]) -> None:
    exchange.connect("asha", "")
    dial = Verb("Dial", {"action": "door:over", **shown}, children=(Verb("Number", {}, CUSTOMER),))
    exchange.answer(exchange.requests()[0].id, (dial,))
    ((_, told),) = fields(exchange)
    assert told["DialCallStatus"] == "failed"
    assert any(line.startswith("13214") for line in exchange.notifications)


def test_with_a_number_of_ours_it_rings(exchange: Exchange) -> None:
    exchange.connect("asha", "")
    number = Verb("Number", {}, CUSTOMER)
    exchange.answer(exchange.requests()[0].id, (Verb("Dial", {"action": "d:o", "callerId": OURS}, children=(number,)),))
    exchange.advance(exchange.now + 3)
    assert exchange.ringing_at(CUSTOMER)


def test_what_is_no_identity_or_no_application_calls_nobody(exchange: Exchange) -> None:
    with pytest.raises(Impossible, match="identity"):
        exchange.connect("asha@example.com", "")
    with pytest.raises(Impossible, match="application"):
        exchange.connect("asha", "AP" + "9" * 32)
    with pytest.raises(Impossible, match="application"):
        Exchange(ACCOUNT, 0.0).connect("asha", "")
