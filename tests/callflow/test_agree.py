"""`callback`: which numbers may be phoned, what is kept between two questions, and what a caller who says nothing gets.

The dialogues themselves are told in the transcripts.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.callflow.events import CallbackAsked, Silent, When
from ivr.callflow.facts import Facts, OpenCallback
from ivr.callflow.nodes import Callback
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, FLOW, MONDAY_NOON, only

ENGLISH = replace(FACTS, language="en")
WITHHELD = replace(ENGLISH, number=None)
AT_A_TIME = replace(FLOW, start="promise")


def keying(keys: str, facts: Facts = WITHHELD) -> str:
    """The stage that a caller reaches by keying a number."""
    position = Dialogue(AT_A_TIME, facts).press(keys).position
    assert position
    return position.stage


def wish(call: Dialogue) -> CallbackAsked:
    """The one callback that was asked for."""
    (asked,) = (event for event in call.history if isinstance(event, CallbackAsked))
    return asked


@pytest.mark.parametrize("keys", ["01712345678", "008801712345678", "8801712345678", "0012125550123"])
def test_a_number_is_taken_as_one_dials_it_at_home_and_abroad(keys: str) -> None:
    assert keying(keys) == "number_readback"


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("999", "emergency"),
        ("16263", "a short code"),
        ("0012025550100", "one of our own"),
        ("00442079460123", "a country that is not listed"),
        ("0019005550123", "a premium number"),
        ("00870773123456", "a satellite"),
        ("12", "no number"),
        ("0171*345678", "no number"),
        ("9" * 18, "no number"),
    ],
)
def test_a_number_that_must_not_be_phoned_is_refused(keys: str, why: str) -> None:
    assert keying(keys) == "number", why


def test_nor_is_an_agents_number() -> None:
    assert keying("01812345678") == "number_readback"
    assert keying("01812345678", replace(WITHHELD, forbidden_numbers=frozenset({"+8801812345678"}))) == "number"


def test_a_number_that_a_stranger_keyed_today_is_refused_once_it_is_confirmed() -> None:
    call = Dialogue(AT_A_TIME, replace(WITHHELD, keyed_before=True)).press("01712345678").press("1")
    assert call.position and call.position.stage == "number"
    assert "we cannot call that number" in call.text
    call.press("01812345678").press("2").press("")
    assert not [event for event in call.history if isinstance(event, CallbackAsked)]


def test_who_keys_it_again_and_again_is_told_that_we_cannot_call_and_not_asked_for_ever() -> None:
    call = Dialogue(AT_A_TIME, replace(WITHHELD, keyed_before=True))
    call.press("01712345678").press("1").press("01712345678").press("1")
    assert call.position is None or call.position.node != "promise"


def test_what_we_owe_to_that_number_still_stays_as_it_is() -> None:
    owed = OpenCallback(MONDAY_NOON + timedelta(minutes=20), "due", "", MONDAY_NOON, "support")
    asked = wish(
        Dialogue(AT_A_TIME, replace(WITHHELD, keyed_before=True, keyed_owed=owed)).press("01712345678").press("1")
    )
    assert (asked.when, asked.number, asked.promised_by) == (When.KEPT, "+8801712345678", owed.promised_by)
    assert asked.words == "That is settled. We will call you back."


def test_where_no_number_is_asked_for_a_caller_without_one_cannot_be_called() -> None:
    flow = only(it=Callback("support", "end", "sorry", ask_number=False), sorry=FLOW.nodes["no_number"])
    flow = replace(flow, nodes={**flow.nodes, "goodbye": FLOW.nodes["goodbye"]})
    call = Dialogue(flow, WITHHELD)
    assert call.over and "Please write to us." in call.text
    assert wish(Dialogue(flow, ENGLISH)).number is None


def test_a_caller_whose_number_we_see_is_never_asked_for_one() -> None:
    assert wish(Dialogue(AT_A_TIME, ENGLISH).press("1")).number is None


def test_a_keyed_number_is_kept_while_the_hour_is_chosen_and_chosen_again() -> None:
    call = Dialogue(AT_A_TIME, WITHHELD)
    for keys in ("01712345678", "1", "2", "14", "2", "15", "1"):
        call.press(keys)
    assert (wish(call).number, wish(call).when) == ("+8801712345678", When.AT)


def test_and_forgotten_once_the_node_is_left() -> None:
    flow = replace(AT_A_TIME, nodes={**FLOW.nodes, "promise": Callback("support", "main", "main", choose_time=True)})
    call = Dialogue(flow, WITHHELD).press("01712345678").press("1").press("1")
    assert call.position and call.position.memory == () and call.position.stage == ""


def test_the_words_on_record_are_the_words_that_were_said() -> None:
    call = Dialogue(AT_A_TIME, ENGLISH).press("1")
    assert wish(call).words == "We will call you back within 30 minutes." == call.text.split(" Goodbye")[0]


@pytest.mark.parametrize("keys", [[], ["2"], ["2", "15"]])
def test_silence_is_told_and_takes_the_default_at_every_question(keys: list[str]) -> None:
    call = Dialogue(AT_A_TIME, ENGLISH)
    for key in keys:
        call.press(key)
    owed = call.hang_up()
    call.silence().silence()
    assert call.events[0] == Silent("promise")
    assert (wish(call),) == owed


def test_pressing_only_the_finishing_key_is_silence() -> None:
    assert Dialogue(AT_A_TIME, ENGLISH).press("").events == (Silent("promise"),)


def test_the_same_question_is_asked_again_at_every_stage() -> None:
    call = Dialogue(AT_A_TIME, WITHHELD)
    for keys in ("01712345678", "1", "2", "14"):
        asked = call.ask
        assert call.press("*").ask == asked
        call.press(keys)
    asked = call.ask
    assert call.press("*").ask == asked
