"""What each door asks of the desk, and how the line goes on, also where the desk breaks."""

from inspect import isfunction, signature
from xml.etree import ElementTree

import pytest

from ivr.line.inputs import Digits, NoInput, Ring
from ivr.line.instructions import Answer, Ask, HangUp, LeaveHold, Pause, Play, Say, door
from ivr.line.outcomes import HoldResult, LegReport, LegState, Outcome, TalkReport
from ivr.switchboard import doors
from ivr.webhooks.doors import ENTRANCES, Kind
from tests.twilio.signing import CALL, ID, OTHER_CALL, QUEUE
from tests.webhooks.fake_desk import FakeDesk, post
from tests.webhooks.test_gate import address

RING = Ring(CALL, "+12025550100", "+12025550123")


def verbs(response):
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    root = ElementTree.fromstring(response.data)
    assert root.tag == "Response"
    return [element.tag for element in root]


@pytest.mark.parametrize(
    ("name", "fields", "asked"),
    [
        ("incoming", {}, (RING,)),
        ("incoming", {"From": "anonymous"}, (Ring(CALL, None, "+12025550123"),)),
        ("status", {"CallStatus": "completed"}, (LegReport(CALL, LegState.ENDED, Outcome.ANSWERED, to=RING.to), RING)),
        ("turn", {"Digits": "2"}, (ID, 3, CALL, Digits("2"))),
        ("turn", {"Digits": ""}, (ID, 3, CALL, NoInput())),
        ("wait", {"QueueSid": QUEUE}, (ID, 1, CALL, QUEUE)),
        ("wait", {}, (ID, 1, CALL, None)),
        ("key", {"Digits": "1"}, (ID, 1, CALL, Digits("1"))),
        ("left", {"QueueResult": "leave", "QueueSid": QUEUE}, (ID, 1, CALL, HoldResult.LEFT, QUEUE)),
        ("left", {}, (ID, 1, CALL, HoldResult.FAILED, None)),
        ("joining", {}, (ID, CALL)),
        ("brief", {}, (ID, CALL)),
        ("reply", {"Digits": "1"}, (ID, CALL, Digits("1"))),
        (
            "over",
            {"DialBridged": "true", "DialCallSid": OTHER_CALL},
            (ID, "hold", CALL, TalkReport(True, None, None, OTHER_CALL)),
        ),
        ("over", {}, (ID, "hold", CALL, TalkReport())),
        ("verdict", {"Digits": "2"}, (ID, CALL, Digits("2"))),
        ("gone", {}, (ID, CALL, NoInput())),
        ("prove", {}, (ID, CALL)),
        ("code", {"Digits": "012345"}, (ID, 3, CALL, Digits("012345"))),
        ("code", {}, (ID, 3, CALL, NoInput())),
        ("proving", {"CallStatus": "ringing"}, (ID, LegReport(CALL, LegState.RINGING, to=RING.to))),
        ("leg", {"CallStatus": "ringing"}, (ID, LegReport(CALL, LegState.RINGING, to=RING.to))),
        (
            "customer",
            {"CallStatus": "busy", "ParentCallSid": OTHER_CALL, "SequenceNumber": "2"},
            (ID, LegReport(CALL, LegState.ENDED, Outcome.BUSY, sequence=2, parent=OTHER_CALL, to=RING.to)),
        ),
    ],
)
def test_what_a_door_asks(name, fields, asked):
    desk = FakeDesk()
    post(desk, address(name), **fields)
    assert desk.heard == [(name, *asked)]


def test_the_ids_of_each_door_are_those_that_the_switchboard_puts_into_its_address():
    values = {"n": 3, "round": 1, "after": "hold"}
    written = [
        make(*(values.get(name, ID) for name in signature(make).parameters))
        for make in vars(doors).values()
        if isfunction(make) and make.__module__ == doors.__name__
    ]
    assert {one.name for one in written} == set(ENTRANCES) - {"incoming", "status", "agent_status"}
    for one in written:
        assert tuple(id for id, _ in one.params) == ENTRANCES[one.name].ids


@pytest.mark.parametrize("name", [name for name, door in ENTRANCES.items() if door.kind is Kind.LINE])
def test_a_line_hears_the_answer(name):
    response = post(FakeDesk(), address(name))
    assert verbs(response) == ["Say", "Hangup"]
    assert "Hello." in response.text


@pytest.mark.parametrize("name", ["status", "leg", "customer", "proving"])
def test_nobody_listens_to_the_answer_of_a_report(name):
    response = post(FakeDesk(), address(name))
    assert response.status_code == 204 and not response.data


@pytest.mark.parametrize("name", ["status", "leg", "customer", "proving"])
def test_a_report_of_a_state_that_we_do_not_know_is_passed_over(name):
    desk = FakeDesk()
    assert post(desk, address(name), CallStatus="teleported").status_code == 204
    assert desk.heard == []


def test_a_document_that_only_speaks_ends_in_a_hang_up_but_not_in_the_queue():
    words = Answer((Say("Connecting you.", "en-US"), Pause(4)))
    assert verbs(post(FakeDesk(answer=words), address("turn"))) == ["Say", "Pause", "Hangup"]
    assert verbs(post(FakeDesk(answer=words), address("wait"))) == ["Say", "Pause"]


def test_a_stale_or_foreign_call_gets_the_empty_document_that_the_desk_wants():
    assert verbs(post(FakeDesk(answer=Answer(())), address("turn"))) == []


def test_the_music_of_the_waiting():
    music = Ask(door("key", transfer=ID, round=1), (Play("hold-12s.wav"),), timeout=1)
    assert verbs(post(FakeDesk(answer=Answer((music,))), address("wait"))) == ["Gather"]
    assert verbs(post(FakeDesk(answer=Answer((LeaveHold(),))), address("wait"))) == ["Leave"]


def test_the_doorbell_rings_after_the_answer_for_what_is_due():
    desk = FakeDesk(answer=Answer((HangUp(),), (("transfer", 7),)))
    post(desk, address("turn"))
    assert desk.rung == [("transfer", 7)]


def test_a_dead_doorbell_is_nobodys_business_on_the_line():
    desk = FakeDesk(answer=Answer((HangUp(),), (("transfer", 7),)))
    desk.ring = lambda due: 1 / 0
    assert verbs(post(desk, address("turn"))) == ["Hangup"]


FAULTS = [RuntimeError("the database is away"), ValueError(), KeyError("x"), TimeoutError()]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", [name for name, door in ENTRANCES.items() if door.kind is Kind.LINE])
def test_where_the_desk_breaks_the_line_hears_an_apology_and_the_debt_is_noted(name, fault):
    desk = FakeDesk(answer=fault)
    response = post(desk, address(name))
    assert verbs(response) == ["Say", "Hangup"] and "We call you back." in response.text
    [(broken, ring, cause)] = desk.rescued
    assert (broken.name, ring, cause) == (name, RING, fault)
    assert broken.params == tuple(sorted((id, dict(broken.params)[id]) for id in ENTRANCES[name].ids))


def test_an_answer_that_cannot_be_rendered_is_a_fault_like_any_other():
    desk = FakeDesk(answer=Answer((HangUp(), HangUp())))
    assert "We call you back." in post(desk, address("turn")).text
    assert len(desk.rescued) == 1


@pytest.mark.parametrize("name", ["incoming", "turn", "left", "reply"])
def test_where_not_even_the_debt_can_be_noted_nothing_is_promised(name):
    desk = FakeDesk(answer=RuntimeError())
    desk.rescue = lambda door, ring, fault: 1 / 0
    response = post(desk, address(name))
    assert verbs(response) == ["Say", "Say", "Hangup"]
    assert "Please call again" in response.text and "আবার কল করুন" in response.text


@pytest.mark.parametrize(("name", "heard"), [("wait", ["Play"]), ("key", ["Pause"]), ("joining", [])])
def test_a_waiting_caller_goes_on_waiting_and_a_bridge_is_not_spoilt(name, heard):
    desk = FakeDesk(answer=RuntimeError())
    assert verbs(post(desk, address(name))) == heard
    assert desk.rescued == []


def test_a_report_that_was_lost_is_rescued_and_asked_for_again():
    desk = FakeDesk(answer=RuntimeError())
    assert post(desk, address("status"), CallStatus="completed").status_code == 503
    assert [door.name for door, *_ in desk.rescued] == ["status"]


def test_who_dies_answers_nothing():
    with pytest.raises(SystemExit):
        post(FakeDesk(answer=SystemExit(1)), address("turn"))
