"""One transfer over real HTTP, from the first ring to the verdict: the simulated carrier against our doors and our REST
client. The carrier is strict: whatever it would have complained of to Twilio's customer fails the test."""

import threading

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from ivr.line.inputs import Digits, NoInput, Ring
from ivr.line.instructions import Answer, Ask, HangUp, Hold, Play, RingOut, Say, TakeFromHold
from ivr.line.outcomes import HoldResult, LegState, Outcome, PlaceCall, Placed
from ivr.simulator.carrier import Mode
from ivr.simulator.exchange import Limits
from ivr.simulator.server import Account, create_server
from ivr.switchboard import doors
from ivr.twilio.request import Key, Trust
from ivr.twilio.rest import Account as RestAccount
from ivr.twilio.rest import RestCarrier
from ivr.webhooks import open_doors
from tests.simulator.desk import Desk
from tests.simulator.shop import ACCOUNT, AGENT, CALLER, SHOP, TOKEN
from tests.twilio.signing import ID
from tests.webhooks.fake_desk import FakeDesk

OFFER = "o" * 16
QUEUE_NAME = f"t-{ID}-1"


def say(text):
    return Say(text, "en-US")


SCRIPT = {
    "incoming": (Ask(doors.turn(ID, 1), (Say("মানুষের সাথে কথা বলতে ১ চাপুন।", "bn-BD"),)),),
    "turn": (say("One moment."), Hold(QUEUE_NAME, doors.wait(ID, 1), doors.left(ID, 1))),
    "wait": (Ask(doors.key(ID, 1), (say("Please wait."), Play("hold-12s.wav")), timeout=1),),
    "key": (),
    "brief": (Ask(doors.reply(OFFER), (say("A caller waits. Press 1."),)),),
    "reply": (TakeFromHold(QUEUE_NAME, doors.joining(OFFER), doors.over(OFFER, "hold"), 5400),),
    "joining": (say("Nadia will help you now."),),
    "left": (say("Goodbye."),),
    "over": (Ask(doors.verdict(OFFER), (say("Done? Press 1."),)),),
    "verdict": (say("Thank you."), HangUp()),
}


class Scripted(FakeDesk):
    broken = False

    def _asked(self, door, *given):
        self.heard.append((door, *given))
        if self.broken:
            raise RuntimeError("the database is away")
        return Answer(SCRIPT.get(door, ()))

    def said(self, door):
        return [given for name, *given in self.heard if name == door]


class Quiet(WSGIRequestHandler):
    def log_request(self, *args):
        pass


@pytest.fixture
def stage():
    """Our doors, the carrier in front of them, the people, and our way to phone them."""
    app = Flask(__name__)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    desk = Scripted(trust=Trust(ACCOUNT, url, (Key(TOKEN),)))
    open_doors(app, desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    numbers = {SHOP: {"voice_url": f"{url}/twilio/voice/incoming", "status_callback": f"{url}/twilio/voice/status"}}
    limits = Limits(calls_per_second=None)
    with create_server(Account(ACCOUNT, TOKEN), mode=Mode.JUMP, numbers=numbers, limits=limits) as running:
        carrier = RestCarrier(RestAccount(ACCOUNT, ACCOUNT, TOKEN, running.url), desk.urls)
        people = Desk(running.url)
        yield desk, people, carrier
        assert people.get("truth")["complaints"] == []
        assert desk.rescued == []
    server.shutdown()
    thread.join()
    server.server_close()


def offer(people, carrier):
    people.post("phones/behaviour", number=AGENT, behaviour="answers", after=3)
    placed = carrier.place(PlaceCall(AGENT, SHOP, doors.brief(OFFER), doors.leg(OFFER), 20, 5400))
    assert isinstance(placed, Placed)
    return placed.sid


def test_a_caller_and_an_agent_talk(stage):
    desk, people, carrier = stage
    caller = people.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    people.sleep(2)
    people.post(f"phones/{caller}/press", digits="1")
    people.sleep(20)
    agent = offer(people, carrier)
    [found] = carrier.find(AGENT, SHOP)
    assert found.sid == agent
    people.sleep(8)
    assert carrier.fetch(agent).state is LegState.IN_PROGRESS
    people.post(f"phones/{agent}/press", digits="1")
    people.sleep(30)
    [bridge] = people.get("state")["bridges"]
    assert (bridge["dialler"], bridge["other"]) == (agent, caller)
    people.post(f"phones/{caller}/hang_up")
    people.sleep(3)
    people.post(f"phones/{agent}/press", digits="1")
    people.sleep(10)

    assert desk.said("incoming") == [[Ring(caller, CALLER, SHOP)]]
    assert desk.said("turn") == [[ID, 1, caller, Digits("1")]]
    assert len(desk.said("wait")) > 1 and desk.said("wait")[0][:3] == [ID, 1, caller]
    assert desk.said("key")[0] == [ID, 1, caller, NoInput()]
    assert desk.said("brief") == [[OFFER, agent]]
    assert desk.said("reply") == [[OFFER, agent, Digits("1")]]
    assert desk.said("joining") == [[OFFER, caller]]
    [[_, _, sid, result, queue]] = desk.said("left")
    assert (sid, result) == (caller, HoldResult.BRIDGED)
    [[_, _, _, talk]] = desk.said("over")
    assert talk.bridged and talk.outcome is Outcome.ANSWERED
    assert desk.said("verdict") == [[OFFER, agent, Digits("1")]]
    states = [report.state for _, report in desk.said("leg")]
    assert states == [LegState.QUEUED, LegState.RINGING, LegState.IN_PROGRESS, LegState.ENDED]
    [[report, _]] = desk.said("status")
    assert (report.sid, report.outcome) == (caller, Outcome.ANSWERED)
    assert carrier.close_queue(queue).__class__.__name__ == "Done"
    assert carrier.close_queue(queue).__class__.__name__ == "Done", "it is gone, as was asked"


def test_an_agents_leg_rings_the_customer(stage, monkeypatch):
    desk, people, carrier = stage
    ring = RingOut(CALLER, SHOP, doors.over(OFFER, "ring"), doors.customer(OFFER), 30, 5400)
    monkeypatch.setitem(SCRIPT, "reply", (ring,))
    people.post("phones/behaviour", number=CALLER, behaviour="answers", after=4)
    agent = offer(people, carrier)
    people.sleep(6)
    people.post(f"phones/{agent}/press", digits="1")
    people.sleep(20)
    [customer] = carrier.children(agent)
    assert (customer.parent, customer.to, customer.state) == (agent, CALLER, LegState.IN_PROGRESS)
    people.post(f"phones/{agent}/press", digits="*")
    people.sleep(3)
    [[_, _, _, talk]] = desk.said("over")
    assert talk.bridged and talk.seconds > 5 and talk.customer_sid == customer.sid
    reports = [report for _, report in desk.said("customer")]
    assert [report.sequence for report in reports] == [0, 1, 2, 3]
    assert {report.sid for report in reports} == {customer.sid} and {report.parent for report in reports} == {agent}
    assert reports[-1].outcome is Outcome.ANSWERED


def test_an_unwanted_leg_is_ended_and_a_leg_that_ended_stays_so(stage):
    desk, people, carrier = stage
    agent = offer(people, carrier)
    people.sleep(1)
    for _ in range(2):
        assert carrier.end(agent).__class__.__name__ == "Done"
    people.sleep(1)
    assert carrier.fetch(agent).state is LegState.ENDED
    assert carrier.fetch("CA" + "0" * 32).__class__.__name__ == "Gone"


def test_a_caller_hears_an_apology_when_all_breaks(stage):
    desk, people, carrier = stage
    desk.broken = True
    caller = people.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    people.sleep(10)
    assert any("We call you back." in line for line in people.get("transcripts")[caller])
    assert {door.name for door, *_ in desk.rescued} == {"incoming", "status"}
    assert desk.rescued[0][1] == Ring(caller, CALLER, SHOP)
    desk.rescued.clear()
