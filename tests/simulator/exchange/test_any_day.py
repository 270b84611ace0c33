"""Whatever people and the application do, in whatever order: the network's own laws hold at every moment."""

from collections import Counter
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.exchange import Impossible, Kind, Limits, Quirks, Verb, WebRequest, answers, busy, voicemail
from tests.simulator.exchange.town import AGENT, BUSINESS, CALLER, OTHER, Document, Town, V, say

FINAL = {"completed", "busy", "failed", "no-answer", "canceled"}
NUMBER = V("Number", text=OTHER, statusCallback="app:child")
MAIN: list[Document] = [
    (say(),),
    (V("Gather", say(), action="app:more", numDigits="1"), V("Hangup")),
    (V("Enqueue", text="t-1", action="app:more", waitUrl="app:wait"),),
    (V("Enqueue", text="t-1", waitUrl=""), say()),
    (V("Dial", V("Queue", text="t-1", url="app:joining"), action="app:more", timeout="5"),),
    (V("Dial", V("Queue", text="t-1"), timeout="5", timeLimit="20", hangupOnStar="true"), say()),
    (V("Dial", NUMBER, action="app:more", timeout="10", hangupOnStar="true"),),
    (V("Dial", V("Number", text=OTHER, url="app:whisper"), V("Number", text=AGENT), action="app:more"),),
    (V("Record", action="app:more", timeout="3"),),
    (V("Redirect", text="app:more"),),
    (V("Reject"),),
    (),
]
WAIT: list[Document] = [(V("Play", text="/m-3s.mp3"),), (say(), V("Leave")), (V("Hangup"),), (V("Pause"),)]
SHORT: list[Document] = [(say(),), (), (V("Pause", length="2"),)]
CHOICES = {"app:wait": WAIT, "app:joining": SHORT, "app:whisper": SHORT}
DEEDS = ("ring", "place", "press", "hang up", "pick up", "redirect", "complete", "sleep", "sleep", "sleep")

deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 50)), max_size=40)
choices = st.lists(st.integers(0, 60), min_size=1, max_size=30)
quirks = st.builds(
    Quirks,
    action_after_hangup=st.booleans(),
    early_hangup=st.sampled_from(["", "system-error"]),
    dequeue_fields=st.booleans(),
    redirect_first=st.booleans(),
)


class AnyTown(Town):
    """Its application answers from a list of choices; some requests fail, some are never answered."""

    choices: list[int]

    def _answer(self, request: WebRequest) -> None:
        if request.kind is Kind.STATUS:
            return
        number = self.choices[len(self.asked) % len(self.choices)]
        documents = CHOICES.get(request.url, MAIN)
        if number > 56:
            return
        if number > 52:
            self.exchange.fail(request.id, 11200)
        else:
            self.exchange.answer(request.id, documents[number % len(documents)])


def do(town: Town, deed: str, number: int) -> None:
    """One deed of somebody; what cannot be done now is not done."""
    exchange, legs = town.exchange, town.exchange.live()
    sid = legs[number % len(legs)].sid if legs else "CA" + "0" * 32
    with suppress(Impossible):
        {
            "ring": lambda: exchange.ring_in((CALLER, OTHER)[number % 2], BUSINESS),
            "place": lambda: exchange.create_call({
                "To": (AGENT, OTHER)[number % 2], "From": BUSINESS, "Url": "app:placed",
                "StatusCallback": "app:status", "StatusCallbackEvent": ("ringing", "answered", "completed"),
            }),
            "press": lambda: exchange.press(sid, "*1#"[number % 3]),
            "hang up": lambda: exchange.hang_up(sid),
            "pick up": lambda: exchange.pick_up(sid),
            "redirect": lambda: exchange.update_call(sid, {"Url": "app:more"}),
            "complete": lambda: exchange.update_call(sid, {"Status": "completed"}),
            "sleep": lambda: town.sleep(number / 4),
        }[deed]()  # fmt: skip
    town.settle()


def check_now(town: Town) -> None:
    """Laws of every moment."""
    exchange = town.exchange
    talking = [sid for bridge in exchange.bridges if bridge.end is None for sid in (bridge.dialler, bridge.other)]
    assert len(talking) == len(set(talking)), "nobody talks on two bridges"
    assert sorted(talking) == sorted(leg.sid for leg in exchange.live() if leg.bridged_with)
    waiting = [member.call_sid for queue in exchange.list_queues() for member in exchange.list_members(queue.sid)]  # type: ignore[union-attr]
    assert sorted(waiting) == sorted(leg.sid for leg in exchange.live() if leg.queue)


def check_story(town: Town) -> None:
    """Laws of the whole day."""
    ends = Counter(fact.leg for fact in town.exchange.facts if fact.what == "ends")
    assert set(ends.values()) <= {1}
    assert all(fact.text in FINAL for fact in town.exchange.facts if fact.what == "ends")
    reports: dict[str, list[tuple[str, str]]] = {}
    for request in town.asked:
        if request.url == "app:status":
            fields = dict(request.params)
            reports.setdefault(request.leg, []).append((fields["SequenceNumber"], fields["CallStatus"]))
    for told in reports.values():
        assert [number for number, _ in told] == [str(number) for number in range(len(told))]
        assert [status in FINAL for _, status in told] == [False] * (len(told) - 1) + [True]
    entered = Counter(fact.leg for fact in town.exchange.facts if fact.what == "enqueued")
    results = Counter(r.leg for r in town.asked if "QueueSid" in dict(r.params) and "QueueResult" in dict(r.params))
    assert all(results[leg] <= entered[leg] for leg in results), "each Enqueue has one result at most"


@given(deeds, choices, quirks)
def test_the_laws_of_the_network_hold(plan: list[tuple[str, int]], picked: list[int], quirk: Quirks) -> None:
    town = AnyTown(quirks=quirk, limits=Limits(calls_per_second=None, longest_call=600), strict=False)
    town.choices = picked
    town.exchange.phone(AGENT, answers(after=3, leaves=60))
    town.exchange.phone(OTHER, (voicemail(after=2), busy(), answers(after=2, keys=((5, "1"),)))[len(plan) % 3])
    for deed, number in plan:
        do(town, deed, number)
        check_now(town)
    town.choices = [0]
    for leg in town.exchange.live():
        town.exchange.update_call(leg.sid, {"Status": "completed"})
    town.sleep(1200)
    assert town.exchange.live() == []
    assert town.exchange.in_flight == 0
    assert town.exchange.next_event() is None
    check_now(town)
    check_story(town)


def test_documents_of_the_any_town_are_good() -> None:
    verbs: list[Verb] = [verb for document in MAIN for verb in document]
    assert {"Say", "Gather", "Enqueue", "Dial", "Record"} <= {verb.name for verb in verbs}
