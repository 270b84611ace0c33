"""One whole call over real HTTP: a caller waits, an agent says yes, both talk."""

from ivr.simulator.server import CarrierServer
from tests.simulator.desk import Desk
from tests.simulator.shop import AGENT, CALLER, EVENTS, SHOP, Shop, client

WAITING = {
    "voice": '<Say language="bn-IN" voice="Google.bn-IN-Wavenet-A">নমস্কার</Say>'
    '<Enqueue action="/left" waitUrl="/wait">t-1</Enqueue>',
    "wait": '<Gather numDigits="1" timeout="1" action="/key"><Play>/music-12s.mp3</Play></Gather>',
    "left": "<Hangup/>",
    "agent": '<Gather numDigits="1" action="/yes"><Say>A caller. Press one.</Say></Gather><Hangup/>',
    "yes": '<Dial timeout="5" action="/done"><Queue url="/joining">t-1</Queue></Dial>',
    "joining": "<Say>Nadia will help you now.</Say>",
    "done": "<Say>Thank you.</Say><Hangup/>",
}


def talk(shop: Shop, carrier: CarrierServer, desk: Desk) -> tuple[str, str]:
    """A caller and an agent who talk with one another: their legs."""
    shop.answers = dict(WAITING)
    desk.post("phones/behaviour", number=AGENT, behaviour="answers", after=3)
    caller = desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})["sid"]
    desk.sleep(5)
    calls = client(carrier.url).calls
    agent = calls.create(
        to=AGENT,
        from_=SHOP,
        url=f"{shop.url}/agent#rc=1&rp=ct,rt,5xx",
        status_callback=f"{shop.url}/status-agent",
        status_callback_event=EVENTS,
    )
    desk.sleep(7)
    desk.post(f"phones/{agent.sid}/press", digits="1")
    desk.sleep(5)
    return caller, str(agent.sid)


def test_the_caller_and_the_agent_talk_and_both_sides_are_told(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    caller, agent = talk(shop, carrier, desk)
    (bridge,) = desk.get("state")["bridges"]
    assert (bridge["dialler"], bridge["other"]) == (agent, caller)
    desk.post(f"phones/{caller}/hang_up")
    desk.sleep(10)
    assert shop.asked("joining")[0].form["DequeingCallSid"] == agent
    assert shop.asked("left")[0].form["QueueResult"] == "bridged"
    assert shop.asked("done")[0].form["DialCallStatus"] == "completed"
    reports = [(visit.form["SequenceNumber"], visit.form["CallStatus"]) for visit in shop.asked("status-agent")]
    assert reports == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    assert all(visit.genuine for visit in shop.visits), "every request is signed"
    assert desk.get("truth")["complaints"] == []


def test_the_transcript_can_be_read_by_people(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    caller, _ = talk(shop, carrier, desk)
    desk.post(f"phones/{caller}/hang_up")
    desk.settle()
    assert desk.get("transcripts")[caller] == [
        "caller answers",
        "caller hears (bn): নমস্কার",
        "caller waits in a queue",
        "caller hears the sound music-12s.mp3",
        "caller hears no more of it",
        "caller is taken out of the queue",
        "caller hears (en): Nadia will help you now.",
        "caller can talk",
        "caller hangs up",
        "caller call ends: completed",
        "caller can talk no longer",
    ]
