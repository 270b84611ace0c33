"""The carrier's log over HTTP, from the simulated carrier: every page of it, and its record of a single call."""

from datetime import UTC, datetime, timedelta

from ivr.line.instructions import door
from ivr.line.log import LogPage, Request, Sought
from ivr.line.outcomes import LegState, Way
from ivr.simulator.carrier import Mode
from ivr.simulator.server import Account, create_server
from ivr.twilio.rest import LOG_PAGE, RestCarrier
from ivr.twilio.rest import Account as Ours
from ivr.twilio.urls import Urls
from tests.twilio.signing import ACCOUNT

NUMBER, NASRIN = "+12025550100", "+8801712345678"
HERE = "http://127.0.0.1:9"
MORE = LOG_PAGE + 150


def test_a_long_log_is_read_to_its_end_and_a_call_is_remembered():
    numbers = {NUMBER: {"voice_url": f"{HERE}/twilio/voice/incoming#rc=0"}}
    with create_server(Account(ACCOUNT, "secret"), mode=Mode.JUMP, numbers=numbers) as running:
        box, carrier = running.carrier, RestCarrier(Ours(ACCOUNT, ACCOUNT, "secret", running.url), Urls(HERE))
        sids = box.act(lambda exchange: [exchange.ring_in(NASRIN, NUMBER) for _ in range(MORE)])
        box.act(lambda exchange: [exchange.hang_up(sid) for sid in sids])
        box.act(lambda exchange: exchange.advance(exchange.now + 1000))
        day = box.act(lambda exchange: exchange.get_call(sids[0]).created)
        since = datetime.fromtimestamp(day - 86_400, UTC).date()
        found, page = [], ""
        while True:
            said = carrier.calls(Sought(to=NUMBER, since=since), page)
            assert isinstance(said, LogPage)
            found += said.legs
            page = said.next
            if not page:
                break
        record = carrier.requests(sids[0])
        assert carrier.calls(Sought(to=NUMBER, since=since + timedelta(days=365))) == LogPage(())
    assert {leg.sid for leg in found} == set(sids) and len(found) == MORE
    assert {(leg.way, leg.state, leg.from_) for leg in found} == {(Way.INBOUND, LegState.ENDED, NASRIN)}
    assert isinstance(record, tuple)
    assert [(one.door, one.answered) for one in record] == [(door("incoming"), False)]
    assert isinstance(record[0], Request)
