"""The loop: whatever callers, carriers and authors do, every turn waits for one thing, or ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.callflow.ahead import exits
from ivr.callflow.events import CallbackAsked, Ended, Entered, LanguageChosen, Pressed, TransferAsked
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Choice, Go, Language, Menu, Node, Prompt, Say, Transfer
from ivr.callflow.position import HOLDING, Position, read
from ivr.callflow.run import Endless, start
from ivr.callflow.visits import KINDS
from ivr.line import instructions
from ivr.line.inputs import Digits, NoInput, Spoken
from ivr.line.instructions import Ask, AskAloud
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, FLOW, both, only

ENGLISH = replace(FACTS, language="en")


def at_menu() -> Dialogue:
    return Dialogue(FLOW, ENGLISH)


def held() -> Dialogue:
    return at_menu().press("0")


def test_everything_said_since_the_last_wait_can_be_cut_short_by_a_key() -> None:
    call = Dialogue(FLOW, ENGLISH)
    assert [type(one) for one in call.turn.instructions] == [Ask]
    assert len(call.ask.sounds) == 3  # welcome, chime and menu, in one question


def test_a_caller_whose_language_the_flow_does_not_speak_is_asked_in_the_first() -> None:
    call = Dialogue(FLOW, replace(FACTS, language="hi"))
    assert call.node == "language" and call.ask.sounds[0] == instructions.Say("For English, press 1.", "en-US")


def test_the_chosen_language_stays_for_the_whole_call() -> None:
    call = Dialogue(FLOW, FACTS).press("2").press("1").returned("unanswered")
    assert {sound.locale for sound in call.sounds if isinstance(sound, instructions.Say)} == {"bn-IN"}


def test_the_topic_goes_along_with_the_position() -> None:
    call = at_menu().press("2")
    assert call.position and call.position.topic == "billing"


def test_a_recording_is_played_instead_of_its_text_in_its_language_only() -> None:
    flow = only(hello=Say(Prompt({"en": "Hello.", "bn": "হ্যালো।"}, {"bn": "hello.wav"}), "end"))
    assert Dialogue(flow, replace(FACTS, language="bn")).sounds == (instructions.Play("hello.wav"),)
    assert Dialogue(flow, ENGLISH).text == "Hello."


def test_a_value_in_a_prompt_is_copied_never_read() -> None:
    flow = only(hello=Say(both("Hello[, {caller.name}].", "…"), "end"))
    name = "{caller.number}]["
    assert Dialogue(flow, replace(ENGLISH, name=name)).text == f"Hello, {name}."


def test_further_values_reach_the_prompts_by_their_full_name() -> None:
    flow = only(hello=Say(both("Your {caller.calls} call.", "…"), "end"))
    assert Dialogue(flow, replace(ENGLISH, values={"caller.calls": "third"})).text == "Your third call."


def test_a_choice_on_the_star_wins_over_repeating_and_a_hash_is_never_one() -> None:
    menu = Menu(both("Back, press star.", "…"), {"*": Choice("end"), "#": Choice("end")}, "end", tries=3)
    assert Dialogue(only(menu=menu), ENGLISH).press("*").over
    assert not Dialogue(only(menu=menu), ENGLISH).press("#").over


def test_a_menu_is_asked_as_often_as_it_says() -> None:
    menu = Menu(both("Press 1.", "…"), {"1": Choice("end")}, "end", tries=3)
    call = Dialogue(only(menu=menu), ENGLISH).silence().press("7")
    assert not call.over and call.silence().over


def test_repeating_uses_up_no_try() -> None:
    call = at_menu().silence()
    for _ in range(5):
        call.press("*")
    assert call.node == "main" and call.silence().node == "person"


@pytest.mark.parametrize("seconds", [0.2, 7, 10])
def test_a_menu_waits_whole_seconds_and_at_least_one(seconds: float) -> None:
    menu = Menu(both("Press 1.", "…"), {"1": Choice("end")}, "end", timeout=timedelta(seconds=seconds))
    assert Dialogue(only(menu=menu), ENGLISH).ask.timeout == max(1, round(seconds))


def test_while_held_keys_and_silence_change_nothing() -> None:
    for given_ in (Digits("1"), NoInput()):
        call = held()
        before = call.position
        call.give(given_)
        assert (call.position, call.turn.instructions, call.events) == (before, (), ())


@pytest.mark.parametrize(
    ("result", "where"),
    [("unanswered", "promise"), ("done", ""), ("declined", ""), ("what is this", "promise"), ("", "promise")],
)
def test_who_comes_back_without_a_talk_goes_on_to_be_promised_a_call(result: str, where: str) -> None:
    assert held().returned(result).node == where


def test_coming_back_from_nowhere_asks_the_same_question_again() -> None:
    call = at_menu().press("0").returned("unanswered").press("2").press("15")
    before, asked = call.position, call.turn.instructions
    call.returned("unanswered")
    assert (call.position, call.turn.instructions, call.events) == (before, asked, ())


def test_only_a_transfer_says_that_somebody_is_sought_and_only_once() -> None:
    assert [event for event in held().events if isinstance(event, TransferAsked)] == [
        TransferAsked("person", "support", 60.0)
    ]


def test_a_transfer_may_bring_its_own_topic_and_keep_no_place() -> None:
    flow = only(person=Transfer("support", "end", "end", keep_place_after=None, topic="vip"))
    call = Dialogue(flow, ENGLISH)
    assert call.position == Position("person", "en", HOLDING, topic="vip")
    assert call.events[-1] == TransferAsked("person", "support", None)


def test_keys_are_told_with_what_they_meant() -> None:
    assert Pressed("main", "1", "person") in at_menu().press("1").events
    assert Pressed("main", "4", "no_match") in at_menu().press("4").events
    assert at_menu().press("8").press("2").events[:2] == (Pressed("again", "2", "main"), LanguageChosen("bn"))


def test_a_menu_may_have_its_own_words_for_asking_again() -> None:
    ask = Menu(both("Press 1.", "১ চাপুন।"), {"1": Choice("end")}, "end", again=both("Once more.", "আবার বলছি।"))
    call = Dialogue(only(ask=ask), ENGLISH)
    assert call.press("7").text == "Once more. Press 1."
    assert call.silence().over and "Once more" not in call.text


def spoken_menu(**more: Choice) -> Callflow:
    said = both("For orders, press 1. For help, press 2.", "অর্ডারের জন্য ১ চাপুন। সাহায্যের জন্য ২ চাপুন।")
    choices = {"1": Choice("orders", words=("order", "my parcel")), "2": Choice("help", words=("help",)), **more}
    nodes = {name: Say(both(name, name), "end") for name in ("orders", "help", "else_")}
    return only(ask=Menu(said, choices, "end"), **nodes)


@pytest.mark.parametrize(
    ("said", "key"),
    [("Order.", "1"), ("It's about MY PARCEL, please", "1"), ("I need help", "2"), ("ordering", None), ("", None)],
)
def test_a_choice_may_be_said_instead_of_keyed(said: str, key: str | None) -> None:
    flow = spoken_menu()
    call = Dialogue(flow, ENGLISH)
    assert isinstance(call.ask, AskAloud)
    assert (call.ask.locale, call.ask.words) == (flow.languages["en"].locale, ("order", "my parcel", "help"))
    call.give(Spoken(said))
    pressed = [event.keys for event in call.events if isinstance(event, Pressed)]
    assert pressed == ([key] if key else [])
    assert said == "" or said not in repr(call.history), "what somebody said is in no event"


def test_whatever_else_is_said_may_lead_somewhere_too() -> None:
    call = Dialogue(spoken_menu(**{"3": Choice("else_", words=("*",))}), ENGLISH)
    call.give(Spoken("what is this"))
    assert Pressed("ask", "3", "else_") in call.events


def test_what_was_said_is_known_from_then_on_and_in_no_event() -> None:
    said = Menu(both("What is it about?", "কী বিষয়ে?"), {"0": Choice("end")}, "end", said="told", answer="reason")
    call = Dialogue(only(ask=said, told=Go("again"), again=replace(said, said="", answer="")), ENGLISH)
    assert isinstance(call.ask, AskAloud) and call.ask.words == ()
    call.give(Spoken("my grey parcel"))
    assert call.node == "again" and call.position and dict(call.position.answers)["reason"].text == "my grey parcel"
    assert "parcel" not in repr(call.history)


def test_bengali_is_asked_for_by_key_alone() -> None:
    call = Dialogue(spoken_menu(), replace(FACTS, language="bn"))
    assert type(call.ask) is Ask


def test_words_at_a_question_that_wants_keys_are_as_silence() -> None:
    call = Dialogue(only(ask=Language({"en": "For English, press 1."}, {"1": "en"}, "end", always=True)), ENGLISH)
    call.give(Spoken("English"))
    assert not [event for event in call.events if isinstance(event, Pressed)]


def test_where_one_language_stands_alone_it_is_spoken_and_nobody_is_asked() -> None:
    said = both("Please hold.", "অনুগ্রহ করে অপেক্ষা করুন।")
    call = Dialogue(only(first=Language({}, {}, "hold", spoken="bn"), hold=Say(said, "end")), ENGLISH)
    assert LanguageChosen("bn") in call.events
    assert "অনুগ্রহ করে অপেক্ষা করুন।" in repr(call.turn.instructions)


def test_a_keyed_number_is_in_no_event_but_the_wish() -> None:
    call = Dialogue(replace(FLOW, start="quick"), replace(ENGLISH, number=None)).press("01712345678")
    assert "1712345678" not in repr(call.events)
    call.press("1")
    assert [event.number for event in call.history if isinstance(event, CallbackAsked)] == ["+8801712345678"]


def test_the_end_is_told_where_it_was_reached() -> None:
    assert held().returned("done").events == (Entered("goodbye"), Ended("goodbye"))


def test_who_leaves_a_menu_or_a_hold_has_asked_for_nothing_more() -> None:
    assert at_menu().hang_up() == held().hang_up() == ()


def test_who_leaves_before_a_number_was_confirmed_cannot_be_called() -> None:
    call = Dialogue(replace(FLOW, start="quick"), replace(ENGLISH, number=None))
    assert call.hang_up() == call.press("01712345678").hang_up() == ()


def test_a_circle_without_a_wait_is_refused_not_walked_forever() -> None:
    with pytest.raises(Endless):
        start(only(a=Go("b"), b=Say(both("Again.", "…"), "a")), ENGLISH)


def test_every_kind_of_node_has_a_behaviour_and_exits() -> None:
    assert {*Node.__args__} == {*KINDS}
    assert {name: exits(node) for name, node in FLOW.nodes.items()}["main"] == (
        *("person", "billing", "again", "person", "person"),
    )


def test_a_position_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="form 3"):
        read(Position("main", "en").write().replace("[1,", "[3,", 1))
