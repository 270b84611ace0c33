"""REST over HTTP with the real twilio client, unmodified but for the host."""

from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from ivr.simulator.server import CarrierServer
from tests.simulator.desk import Desk
from tests.simulator.shop import ACCOUNT, AGENT, CALLER, SHOP, Shop, client


def test_the_real_client_reads_lists_and_ends_calls(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers["agent"] = "<Pause length='60'/>"
    twilio = client(carrier.url)
    made = [twilio.calls.create(to=f"+1202555011{n}", from_=SHOP, url=f"{shop.url}/agent") for n in range(3)]
    assert [call.status for call in made] == ["queued"] * 3
    listed = twilio.calls.list(page_size=2)
    assert [call.sid for call in listed] == [call.sid for call in reversed(made)], "newest first, over two pages"
    assert [call.sid for call in twilio.calls.list(to="+12025550111")] == [made[1].sid]
    desk.sleep(3)
    assert twilio.calls(made[0].sid).fetch().status == "ringing"
    assert twilio.calls(made[0].sid).update(status="canceled").status == "canceled"
    with pytest.raises(TwilioRestException) as again:
        twilio.calls(made[0].sid).update(status="completed")
    assert again.value.code == 21220
    with pytest.raises(TwilioRestException) as unknown:
        twilio.calls("CA" + "9" * 32).fetch()
    assert (unknown.value.code, unknown.value.status) == (20404, 404)
    assert twilio.calls(made[0].sid).delete()


def test_queues_and_their_members_over_rest(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers = {"voice": '<Enqueue action="/left" waitUrl="">t-1</Enqueue>', "elsewhere": "<Say>Hello.</Say>"}
    twilio = client(carrier.url)
    caller = desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    desk.sleep(4)
    (queue,) = twilio.queues.list()
    assert (queue.friendly_name, queue.current_size) == ("t-1", 1)
    member = twilio.queues(queue.sid).members(caller).fetch()
    assert (member.position, member.wait_time) == (1, 4)
    assert [one.call_sid for one in twilio.queues(queue.sid).members.list()] == [caller]
    with pytest.raises(TwilioRestException):
        twilio.queues(queue.sid).delete()
    twilio.queues(queue.sid).members("Front").update(url=f"{shop.url}/elsewhere")
    desk.sleep(3)
    assert shop.asked("left")[0].form["QueueResult"] == "redirected"
    with pytest.raises(TwilioRestException):
        twilio.queues(queue.sid).members(caller).fetch()
    assert twilio.queues(queue.sid).delete()
    assert twilio.queues.list() == []


def test_messages_and_numbers_over_rest(carrier: CarrierServer, desk: Desk) -> None:
    twilio = client(carrier.url)
    sent = twilio.messages.create(to=CALLER, from_=SHOP, body="We call you back.")
    assert sent.status == "queued"
    desk.sleep(2)
    assert twilio.messages(sent.sid).fetch().status == "delivered"
    assert [message.body for message in twilio.messages.list(to=CALLER)] == ["We call you back."]
    (number,) = twilio.incoming_phone_numbers.list(phone_number=SHOP)
    changed = number.update(voice_url="https://shop.example/voice", voice_fallback_url="https://shop.example/f")
    assert changed.voice_url == "https://shop.example/voice"
    assert twilio.api.accounts(ACCOUNT).fetch().status == "active"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "12345"}, 21211),
        ({"from_": "+12025550199"}, 21210),
        ({"url": None}, 21205),
        ({"twiml": "<Response><Say>unfinished"}, 12100),
        ({"twiml": "<Response><Say>" + "a" * 4000 + "</Say></Response>"}, 32018),
    ],
)
def test_refusals_carry_twilios_codes(carrier: CarrierServer, fields: dict[str, Any], code: int) -> None:
    wanted = {"to": AGENT, "from_": SHOP, "url": "http://127.0.0.1:9/x", **fields}
    with pytest.raises(TwilioRestException) as refusal:
        client(carrier.url).calls.create(**{name: value for name, value in wanted.items() if value})
    assert refusal.value.code == code


def test_a_wrong_token_is_told_nothing(carrier: CarrierServer) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client(carrier.url, token="wrong").calls.create(to=AGENT, from_=SHOP, url="http://127.0.0.1:9/x")
    assert (refusal.value.status, refusal.value.code) == (401, 20003)
    assert requests.get(f"{carrier.url}/simulator/api/state").status_code == 401
