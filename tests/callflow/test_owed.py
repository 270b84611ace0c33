"""`open_callback`: what a caller hears of a call that we owe, and that only their keys change it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.callflow.events import Change, OpenCallbackChanged, Pressed
from ivr.callflow.facts import OpenCallback
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, FLOW, MONDAY_NOON

OWED = OpenCallback(MONDAY_NOON + timedelta(minutes=20), "due", "", MONDAY_NOON, "support")


QUESTIONS = pytest.mark.parametrize("keys", [[], ["2"], ["2", "15"], ["3"]])
"""The keys that lead to each question of the dialogue."""


def call(owed: OpenCallback | None = OWED) -> Dialogue:
    return Dialogue(FLOW, replace(FACTS, language="en", open_callback=owed))


def changes(dialogue: Dialogue) -> list[OpenCallbackChanged]:
    return [event for event in dialogue.history if isinstance(event, OpenCallbackChanged)]


def test_a_caller_to_whom_nothing_is_owed_hears_nothing_of_it() -> None:
    assert call(None).node == "main"


@pytest.mark.parametrize(
    ("due", "by", "heard"),
    [
        (-10, 20, "We owe you a call, within 20 minutes. "),
        (180, 210, "We owe you a call, today at 3 p.m. "),
        (-60, -1, "We owe you a call. "),  # we are late: nothing more is promised, not even a time gone by
        (None, 45, "We owe you a call, within 45 minutes. "),
    ],
)
def test_what_can_still_be_hoped_for_is_said(due: int | None, by: int, heard: str) -> None:
    soon = None if due is None else MONDAY_NOON + timedelta(minutes=due)
    assert call(replace(OWED, due_at=soon, promised_by=MONDAY_NOON + timedelta(minutes=by))).text.startswith(heard)


def test_through_to_a_person_now() -> None:
    through = call().press("1")
    assert through.events[:2] == (Pressed("owed", "1", "person"), OpenCallbackChanged("owed", Change.THROUGH_NOW))
    assert through.node == "person"


@pytest.mark.parametrize("keys", [[], ["2"], ["2", "99"], ["3"], ["3", "2"], ["3", "7"]])
def test_whoever_does_not_key_a_change_changes_nothing(keys: list[str]) -> None:
    dialogue = call()
    for key in keys:
        dialogue.press(key)
    while dialogue.node == "owed":
        dialogue.silence()
    assert dialogue.node == "main" and changes(dialogue) == []
    assert call().hang_up() == ()


@QUESTIONS
def test_the_star_asks_the_same_question_again(keys: list[str]) -> None:
    dialogue = call()
    for key in keys:
        dialogue.press(key)
    asked = dialogue.ask
    assert dialogue.press("*").ask == asked and dialogue.events == ()


@QUESTIONS
def test_what_was_settled_while_the_caller_chose_can_no_longer_be_changed(keys: list[str]) -> None:
    dialogue = call()
    for key in keys:
        dialogue.press(key)
    dialogue.facts = replace(dialogue.facts, open_callback=None)
    assert dialogue.press("1").node == "main" and changes(dialogue) == []


def test_the_same_question_can_be_asked_though_nothing_is_owed_any_more() -> None:
    dialogue = call()
    dialogue.facts = replace(dialogue.facts, open_callback=None)
    assert dialogue.returned("unanswered").text.startswith("We owe you a call. ")


def test_a_team_that_is_no_more_can_be_moved_to_no_hour_and_the_callback_stands() -> None:
    dialogue = call(replace(OWED, team="a team of yesterday")).press("2").press("15").press("15")
    assert dialogue.node == "main" and changes(dialogue) == []


def test_a_moved_callback_is_owed_at_the_hour_that_was_said() -> None:
    dialogue = call().press("2").press("15").press("1")
    three = MONDAY_NOON + timedelta(hours=3)
    assert changes(dialogue) == [
        OpenCallbackChanged(
            "owed",
            Change.MOVE,
            three,
            three + timedelta(minutes=30),
            "All right. We will call you today at 3 p.m. instead.",
        )
    ]
