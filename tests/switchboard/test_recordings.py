"""A message after the tone: owed from the first word on, and kept whatever becomes of the carrier's reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.line.inputs import Recorded
from ivr.line.outcomes import RecordingReport, Uncertain
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.switchboard import agents, recordings, turns
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call, Fate, RecordingState, Turn
from tests.switchboard.outside import ASHA, NUMBER, WITHHELD, Village, said

MAILBOX = """  message:
    voicemail: {prompt: {en: Speak after the tone., bn: টোনের পরে বলুন।}, team: support, next: bye, cannot: promise}
"""
WORDS = {"en": ("Speak", "within 30 minutes", "Goodbye"), "bn": ("টোনের পরে", "৩০ মিনিট", "বিদায়")}


def leaves_a_message(village: Village, language: str = "en", words: str = "My parcel is late"):
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    nasrin.hears(WORDS[language][0])
    village.run_for(4)
    village.exchange.speak(nasrin.leg, words, 3.0)
    return nasrin


@pytest.mark.parametrize("language", ["en", "bn"])
def test_who_leaves_a_message_is_told_when_we_call(language: str) -> None:
    village = Village(MAILBOX)
    nasrin = leaves_a_message(village, language)
    nasrin.hears(WORDS[language][1])
    nasrin.hears(WORDS[language][2])
    village.run_for(60)
    (row,) = village.recordings
    assert (row.state, (row.seconds or 0) > 3, row.sid is not None) == (RecordingState.READY, True, True)
    assert row.words == ("My parcel is late" if language == "en" else ""), "English alone is written down"
    assert village.callback.words in said(nasrin)
    assert [debt.fate for debt in village.owed] == [Fate.CALLBACK]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_who_hangs_up_before_the_tone_is_owed_as_much(language: str) -> None:
    village = Village(MAILBOX)
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    assert village.callback.state is State.SCHEDULED, "before a word was said"
    nasrin.hears(WORDS[language][0])
    nasrin.hangs_up()
    village.run_for(2)
    assert village.callback.state in (State.DUE, State.SCHEDULED)
    village.run_for(90_000)
    assert [row.state for row in village.recordings] == [RecordingState.ABSENT]
    assert len(village.owed) == 1


def test_silence_is_promised_a_call_as_well() -> None:
    village = Village(MAILBOX)
    nasrin = village.person()
    nasrin.rings(NUMBER)
    nasrin.hears("We will call you back within 30 minutes")
    village.run_for(5)
    assert [row.state for row in village.recordings] == [RecordingState.ABSENT]


def test_who_hangs_up_while_speaking_has_left_a_message() -> None:
    village = Village(MAILBOX)
    nasrin = leaves_a_message(village)
    village.run_for(2)
    nasrin.hangs_up()
    village.run_for(30)
    assert [row.state for row in village.recordings] == [RecordingState.READY]
    with village.store.reading() as unit:
        assert unit.one(Turn, leg=unit.get(Call, 1).public_id, n=1) is None, "nobody was there to go on"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_withheld_number_cannot_be_called_back_and_is_asked_for(language: str) -> None:
    village = Village(MAILBOX)
    nobody = village.person(WITHHELD)
    nobody.rings(NUMBER)
    nobody.hears("On which number can we reach you")
    assert village.recordings == [] and village.owed == []


def test_the_agent_hears_what_was_said_and_only_after_the_yes() -> None:
    from ivr.switchboard import agents

    village = Village(MAILBOX)
    leaves_a_message(village)
    village.run_for(40)
    agents.available(village.store, "Asha")
    asha = village.person(ASHA)
    asha.is_rung()
    asha.picks_up()
    asha.hears("press 1")
    assert not any("parcel" in words for words in said(asha))
    asha.presses("1")
    asha.hears("They said: My parcel is late.")


def test_a_report_that_never_comes_is_not_missed() -> None:
    village = Village(MAILBOX)
    village.loses = lambda request: request.purpose == "recording"
    leaves_a_message(village)
    village.run_for(30)
    assert [row.state for row in village.recordings] == [RecordingState.INTENDED]
    village.run_for(600)
    assert [row.state for row in village.recordings] == [RecordingState.READY]


def test_a_report_that_comes_twice_and_late_changes_nothing_more() -> None:
    village = Village(MAILBOX)
    village.times = 2
    leaves_a_message(village)
    village.run_for(30)
    (row,) = village.recordings
    recordings.report(village.board, row.public_id, row_sid(village), RecordingReport(row.sid, False))
    assert village.recordings == [row]


def test_nor_does_the_report_of_another_call() -> None:
    village = Village(MAILBOX)
    village.loses = lambda request: request.purpose == "recording"
    leaves_a_message(village)
    village.run_for(30)
    (row,) = village.recordings
    recordings.report(village.board, row.public_id, "CA" + "f" * 32, RecordingReport("RE" + "f" * 32, True, 9))
    recordings.written(village.board, row.public_id, "CA" + "f" * 32, "not hers")
    recordings.report(village.board, "x" * 16, "CA" + "f" * 32, RecordingReport(None, False))
    assert village.recordings == [row]


class Unsure:
    """A carrier that does not say, and then does."""

    def __init__(self, inner, times: int) -> None:
        self._inner, self._times = inner, times

    def __getattr__(self, name: str):
        return getattr(self._inner, name)

    def recordings(self, sid: str):
        self._times -= 1
        return Uncertain("HTTP 500") if self._times >= 0 else self._inner.recordings(sid)

    def erase_recording(self, sid: str):
        self._times -= 1
        return Uncertain("HTTP 500") if self._times >= 0 else self._inner.erase_recording(sid)


def test_a_carrier_that_does_not_say_is_asked_again() -> None:
    village = Village(MAILBOX)
    village.loses = lambda request: request.purpose == "recording"
    village.carrier = Unsure(village.carrier, 3)
    leaves_a_message(village)
    village.run_for(900)
    assert [row.state for row in village.recordings] == [RecordingState.INTENDED]
    village.run_for(2000)
    assert [row.state for row in village.recordings] == [RecordingState.READY]


def test_after_its_time_it_is_erased_at_the_carrier_first() -> None:
    village = Village(MAILBOX)
    leaves_a_message(village)
    village.run_for(60)
    village.carrier = Unsure(village.carrier, 1)
    (row,) = village.recordings
    assert row.deadline - row.at > recordings.KEPT
    work(village.store, lambda unit: unit.save(replace(row, deadline=unit.now)))
    village.run_for(600)
    assert village.exchange.list_recordings(row_sid(village)) and village.recordings[0].state is RecordingState.READY
    village.run_for(7200)
    assert village.exchange.list_recordings(row_sid(village)) == []
    (gone,) = village.recordings
    assert (gone.state, gone.words, gone.deadline) == (RecordingState.ERASED, "", None)


def row_sid(village: Village) -> str:
    return village.rows(Call)[0].sid


def test_the_same_turn_asked_twice_records_once() -> None:
    village = Village(MAILBOX)
    village.times = 2
    nasrin = leaves_a_message(village)
    nasrin.hears("within 30 minutes")
    assert len(village.recordings) == 1 and len(village.owed) == 1


def test_an_odd_answer_while_recording_goes_on_as_silence_does() -> None:
    village = Village(MAILBOX)
    nasrin = village.person()
    nasrin.rings(NUMBER)
    (call,) = village.rows(Call)
    again = turns.next(village.board, call.public_id, 1, call.sid, Recorded("RE" + "a" * 32, 4))
    assert "within 30 minutes" in str(again.instructions)
    assert village.recordings[0].sid == "RE" + "a" * 32


@pytest.mark.parametrize("words", ["", "x" * 9000, "line\nline", "\x00\x07"])
def test_what_was_written_down_is_fit_to_be_spoken(words: str) -> None:
    told = recordings.clean_words(words)
    assert len(told) <= recordings.MOST_LETTERS and told.isprintable()


def test_the_term_is_the_one_of_the_table() -> None:
    from ivr.store.retention import RETENTION
    from ivr.switchboard.rows import Recording

    (kept,) = (one for one in RETENTION if Recording in one.kinds)
    assert timedelta(days=kept.days) == recordings.KEPT


def listened_to(village: Village) -> tuple[Person, Person]:
    """Asha has said yes to the callback of somebody who left a message in Bengali, and hears it."""
    nasrin, asha = leaves_a_message(village, "bn"), Person(village, "Asha", ASHA)
    nasrin.hears("বিদায়")
    village.run_for(30)
    agents.available(village.store, "Asha")
    asha.is_rung()
    asha.picks_up()
    asha.hears("press 1")
    asha.presses("1")
    return nasrin, asha


def test_the_phone_rings_once_the_agent_has_heard_the_message() -> None:
    village = Village(MAILBOX)
    nasrin, _ = listened_to(village)
    assert nasrin.leg is None
    nasrin.is_rung(60)
    assert village.callback.state is State.DIALLING


def test_who_rings_us_while_the_agent_listens_to_their_message_is_not_rung_into_their_call() -> None:
    village = Village(MAILBOX)
    nasrin, asha = listened_to(village)
    nasrin.rings(NUMBER)
    village.run_for(4)
    village.exchange.speak(nasrin.leg or "", "And one more thing", 40.0)
    asha.hears("just taken")
    assert nasrin.leg is not None and not any(fact.what == "rings" for fact in nasrin.facts())
    assert village.callback.state is State.DUE and village.callback.attempts == 0
