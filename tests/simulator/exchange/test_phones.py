"""Telephones and the people and machines at them."""

import pytest

from ivr.simulator.exchange import Impossible, Limits, answers, screening_robot, voicemail
from tests.simulator.exchange.town import AGENT, BUSINESS, CALLER, OTHER, Town, V, say

BRIEF = (V("Gather", say("A caller. Press one."), action="app:yes", numDigits="1", timeout="10"), V("Hangup"))


def test_a_person_picks_up_and_presses_what_they_always_press() -> None:
    town = Town({"app:placed": BRIEF, "app:yes": (V("Hangup"),)})
    town.exchange.phone(AGENT, answers(after=3, keys=((2, "1"),)))
    town.place()
    town.sleep(7)
    assert town.fields("yes")["Digits"] == "1"


def test_a_phone_never_named_rings_until_somebody_picks_up() -> None:
    town = Town({"app:placed": BRIEF})
    sid = town.place()
    town.sleep(30)
    assert town.exchange.ringing_at(AGENT) == [sid]
    town.exchange.pick_up(sid)
    town.settle()
    assert town.exchange.leg(sid).collecting
    assert town.exchange.ringing_at(AGENT) == []


def test_declining_is_busy_to_the_caller() -> None:
    town = Town()
    sid = town.place()
    town.sleep(3)
    town.exchange.reject(sid)
    assert town.status(sid) == "busy"


@pytest.mark.parametrize("deed", ["pick_up", "reject", "hang_up"])
def test_nothing_can_be_done_with_a_phone_that_does_not_ring(deed: str) -> None:
    town = Town({"app:voice": (V("Reject"),)})
    sid = town.place()
    with pytest.raises(Impossible):
        getattr(town.exchange, deed)(sid)
    with pytest.raises(Impossible):
        getattr(town.exchange, deed)(town.call_in())
    with pytest.raises(Impossible):
        getattr(town.exchange, deed)("CA" + "0" * 32)


def test_a_browser_phone_that_is_not_there_ends_at_once() -> None:
    town = Town()
    sid = town.place("client:nadia")
    town.sleep(3)
    assert town.status(sid) == "failed"


def test_a_browser_phone_must_say_as_whom_it_dials() -> None:
    town = Town({"app:voice": (V("Dial", text=OTHER, action="app:done"),), "app:done": (V("Hangup"),)})
    town.call_in("client:nadia")
    assert town.fields("done")["DialCallStatus"] == "failed"
    assert town.exchange.notifications[0].startswith("13214")


def test_in_an_outage_all_legs_drop_and_nobody_is_told() -> None:
    town = Town({"app:voice": (V("Enqueue", text="t-1", action="app:left", waitUrl=""),)})
    caller, sid = town.call_in(), town.place()
    town.sleep(3)
    asked = len(town.asked)
    town.exchange.black_out()
    town.sleep(60)
    assert [town.status(leg) for leg in (caller, sid)] == ["completed", "failed"]
    assert (len(town.asked), town.exchange.in_flight) == (asked, 0)


def test_only_our_numbers_can_be_phoned() -> None:
    with pytest.raises(Impossible):
        Town().exchange.ring_in(CALLER, OTHER)


def test_a_mailbox_answers_speaks_records_until_silence_and_presses_nothing() -> None:
    town = Town({"app:placed": BRIEF, "app:yes": (V("Hangup"),)})
    town.exchange.phone(AGENT, voicemail())
    sid = town.place()
    town.sleep(14)
    assert town.status(sid) == "in-progress"
    facts = town.exchange.transcript(sid)
    assert any(fact.what == "speaks" and "mailbox" in fact.text for fact in facts)
    town.sleep(30)
    assert town.status(sid) == "completed"
    assert not any(fact.what == "presses" for fact in facts)
    assert "yes" not in town.urls()


def test_a_mailbox_listens_as_long_as_somebody_speaks() -> None:
    town = Town({"app:placed": (say("a" * 15 * 40), V("Pause", length="60"))})
    town.exchange.phone(AGENT, voicemail(after=1))
    sid = town.place()
    town.sleep(3 + 40 + 4.9)
    assert town.status(sid) == "in-progress"
    town.sleep(0.2)
    assert town.status(sid) == "completed"


def test_a_mailbox_is_full_at_last() -> None:
    town = Town({"app:placed": (V("Play", text="/m-600s.mp3"),)})
    town.exchange.phone(AGENT, voicemail(after=1))
    sid = town.place()
    town.sleep(3 + 127)
    assert town.status(sid) == "in-progress"
    town.sleep(2)
    assert town.status(sid) == "completed"


def test_a_screening_robot_asks_waits_and_goes() -> None:
    town = Town({"app:placed": BRIEF, "app:yes": (V("Hangup"),)})
    town.exchange.phone(AGENT, screening_robot())
    sid = town.place()
    town.sleep(15)
    assert town.status(sid) == "completed"
    assert "yes" not in town.urls()


def test_who_talks_is_engaged_for_others() -> None:
    town = Town({"app:voice": (V("Pause", length="60"),)})
    town.call_in(AGENT)
    sid = town.place(AGENT)
    town.sleep(3)
    assert town.status(sid) == "busy"


def test_who_phones_us_while_their_phone_rings_cannot_pick_it_up() -> None:
    town = Town({"app:voice": (V("Pause", length="60"),)})
    sid = town.place(AGENT)
    town.sleep(3)
    town.call_in(AGENT)
    with pytest.raises(Impossible, match="on the phone"):
        town.exchange.pick_up(sid)


def test_what_is_said_while_recording_ends_in_the_recording() -> None:
    record = V("Record", action="app:kept", timeout="5", maxLength="60", recordingStatusCallback="app:recording")
    town = Town({"app:voice": (record,), "app:kept": (say("Thank you"), V("Hangup"))})
    caller = town.call_in()
    town.sleep(2)
    town.exchange.speak(caller, "Please call me back", 4)
    town.sleep(8.9)
    assert "kept" not in town.urls()
    town.sleep(0.2)
    kept = town.fields("kept")
    assert (kept["RecordingDuration"], kept["Digits"]) == ("10", "")
    assert town.fields("recording")["RecordingSid"] == kept["RecordingSid"] == kept["RecordingUrl"][-34:]
    assert any(
        fact.what == "recorded" and fact.text == "Please call me back" for fact in town.exchange.transcript(caller)
    )


def test_a_key_or_the_end_of_the_call_ends_a_recording() -> None:
    town = Town({"app:voice": (V("Record", action="app:kept"),), "app:kept": (V("Hangup"),)})
    town.press(town.call_in(), "5")
    assert town.fields("kept")["Digits"] == "5"
    caller = town.call_in()
    town.sleep(2)
    town.exchange.speak(caller, "Hello", 1)
    town.hang_up(caller)
    assert (town.fields("kept")["Digits"], town.fields("kept")["CallStatus"]) == ("hangup", "completed")


def test_an_empty_recording_is_none_and_the_document_goes_on() -> None:
    report = {"recordingStatusCallback": "app:recording", "recordingStatusCallbackEvent": "completed absent"}
    record = V("Record", action="app:kept", **report)
    town = Town({"app:voice": (record, V("Redirect", text="app:nothing")), "app:nothing": (V("Hangup"),)})
    caller = town.call_in()
    town.sleep(10)
    assert "kept" not in town.urls() and "nothing" in town.urls()
    assert town.fields("recording")["RecordingStatus"] == "absent"
    assert town.exchange.list_recordings(caller) == [] and list(town.exchange.complaints) == []


def test_english_is_written_down_and_what_is_kept_can_be_erased() -> None:
    record = V("Record", action="app:kept", transcribe="true", transcribeCallback="app:words")
    town = Town({"app:voice": (record,), "app:kept": (V("Hangup"),)})
    caller = town.call_in()
    town.sleep(2)
    town.exchange.speak(caller, "My parcel is late", 2)
    town.sleep(40)
    assert town.fields("words")["TranscriptionText"] == "My parcel is late"
    (kept,) = town.exchange.list_recordings(caller)
    assert town.exchange.delete_recording(kept.sid) is None
    assert town.exchange.delete_recording(kept.sid).code == 20404


def test_people_who_talk_hear_each_other() -> None:
    town = Town({"app:voice": (V("Dial", text=OTHER),)}, limits=Limits(calls_per_second=None))
    town.exchange.phone(OTHER, answers(after=1))
    caller = town.call_in()
    town.sleep(4)
    town.exchange.speak(caller, "Hello?")
    other = town.exchange.leg(caller).bridged_with or ""
    assert town.heard(other) == ["Hello?"]
    assert town.exchange.leg(other).business_number == CALLER, "by default the parent's caller id is shown"


def test_two_equal_worlds_tell_the_same_story() -> None:
    stories = []
    for _ in range(2):
        town = Town({"app:voice": (V("Dial", V("Number", text=OTHER), V("Number", text=AGENT), action="app:d"),)})
        town.exchange.phone(OTHER, answers(after=3))
        town.exchange.phone(AGENT, answers(after=3))
        town.call_in()
        town.sleep(60)
        stories.append((town.exchange.truth(), town.exchange.notifications, town.urls()))
    assert stories[0] == stories[1]
    assert stories[0][0].bridges


def test_the_business_has_numbers_and_sends_messages() -> None:
    town = Town()
    sent = town.exchange.create_message({"To": CALLER, "From": BUSINESS, "Body": "We call you back"})
    assert [message.sid for message in town.exchange.list_messages({"To": CALLER})] == [getattr(sent, "sid", "")]
    assert getattr(town.exchange.create_message({"To": CALLER, "From": OTHER, "Body": "x"}), "code", 0) == 21606
    (number,) = town.exchange.list_numbers()
    town.exchange.update_number(number.sid, {"VoiceUrl": "app:other"})
    town.call_in()
    assert town.urls()[0] == "other"
