"""What callers key is read back, confirmed, corrected; who says nothing or keys nonsense is led on; in two tongues."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.callflow.events import Answered, Pressed, Silent
from ivr.callflow.nodes import Added, Collect, HangUp, Keyed, Say, Set, Survey
from ivr.callflow.values import MOST_DIGITS, Type, Value, counted_on
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, both, only

ORDER = Collect(Keyed.DIGITS, both("Key your order number.", "অর্ডার নম্বরটি চাপুন।"), "order", "told", "sorry", 6, 6)
TOLD = Say(both("It is {answers.order}.", "এটি {answers.order}।"), "end")
SORRY = HangUp(both("A person will help you.", "একজন সহকর্মী সাহায্য করবেন।"))


def asked(node: Collect = ORDER, language: str = "en", country: str = "BD") -> Dialogue:
    flow = replace(only(order=node, told=TOLD), country=country)
    flow = replace(flow, nodes={**flow.nodes, "sorry": SORRY})
    return Dialogue(flow, replace(FACTS, language=language))


def of(kind: Keyed, least: int, most: int) -> Collect:
    return replace(ORDER, kind=kind, least=least, most=most)


@pytest.mark.parametrize(
    ("language", "readback", "told"),
    [
        (
            "en",
            "You entered: 0 0 1 2 3 4. If that is right, press 1. To enter it again, press 2.",
            "It is 0 0 1 2 3 4.",
        ),
        (
            "bn",
            "আপনি দিয়েছেন: শূন্য শূন্য এক দুই তিন চার। ঠিক থাকলে ১ চাপুন। আবার দিতে ২ চাপুন।",
            "এটি শূন্য শূন্য এক দুই তিন চার।",
        ),
    ],
)
def test_an_order_number_is_read_back_digit_by_digit_and_spoken_later(language: str, readback: str, told: str) -> None:
    call = asked(language=language).press("001234")
    assert call.text == readback.replace("য়", "য়") and not call.over
    assert told in call.press("1").text
    assert call.events[:2] == (Pressed("order", "1", "right"), Answered("order", "order", "001234"))


def test_who_sees_a_mistake_keys_it_again() -> None:
    call = asked().press("111111").press("2")
    assert call.text == "Key your order number."
    assert call.press("222222").press("1").text == "It is 2 2 2 2 2 2."


def test_what_was_not_confirmed_is_no_answer() -> None:
    call = asked().press("111111").silence().silence()
    assert call.text == "A person will help you."
    assert not any(isinstance(event, Answered) for event in call.history)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_silence_and_nonsense_lead_on_after_the_tries(language: str) -> None:
    silent = asked(language=language).silence()
    assert silent.node == "order" and silent.silence().text == SORRY.prompt.texts[language]  # type: ignore[union-attr]
    assert [event for event in silent.history if isinstance(event, Silent)] == [Silent("order")] * 2
    odd = asked(language=language).press("12")
    assert ORDER.prompt.texts[language] in odd.text
    assert odd.press("1234567").text == SORRY.prompt.texts[language]  # type: ignore[union-attr]
    assert odd.history[1:3] == [Pressed("order", "", "refused"), Pressed("order", "", "refused")]


def test_the_star_repeats_and_costs_no_try() -> None:
    call = asked().press("*").press("*").press("*")
    assert call.text == "Key your order number."
    assert call.press("123456").press("*").text.startswith("You entered")


def test_the_line_waits_for_as_many_keys_as_may_come() -> None:
    assert (asked().ask.max_digits, asked().ask.finish, asked().ask.timeout) == (6, "#", 10)
    hasty = asked(replace(ORDER, timeout=timedelta(seconds=3)))
    assert hasty.ask.timeout == 3


@pytest.mark.parametrize(
    ("kind", "lengths", "keys", "value", "english", "bengali"),
    [
        (Keyed.NUMBER, (1, 9), "12", "12", "12", "১২"),
        (Keyed.AMOUNT, (1, 9), "1250", "1250.00", "1250 taka", "১২৫০ টাকা"),
        (Keyed.AMOUNT, (1, 9), "12*50", "12.50", "12 taka and 50 poisha", "১২ টাকা ৫০ পয়সা"),
        (Keyed.AMOUNT, (1, 9), "12*5", "12.50", "12 taka and 50 poisha", "১২ টাকা ৫০ পয়সা"),
        (Keyed.DATE, (8, 8), "31121990", "1990-12-31", "December 31, 1990", "৩১ ডিসেম্বর ১৯৯০"),
        (Keyed.PHONE, (1, 18), "01712345678", "+8801712345678", "0 1 7 1 2, 3 4 5, 6 7 8", "শূন্য এক সাত এক দুই"),
    ],
)
def test_every_kind_is_read_back_in_both_languages(
    kind: Keyed, lengths: tuple[int, int], keys: str, value: str, english: str, bengali: str
) -> None:
    node = of(kind, *lengths)
    call = asked(node).press(keys)
    assert f"You entered: {english}." in call.text
    assert bengali.replace("য়", "য়") in asked(node, "bn").press(keys).text
    call.press("1")
    told = [event.text for event in call.history if isinstance(event, Answered)]
    assert told == ["" if kind is Keyed.PHONE else value]


@pytest.mark.parametrize(
    ("kind", "lengths", "keys"),
    [
        (Keyed.DATE, (8, 8), "31022026"),
        (Keyed.DATE, (8, 8), "1234567"),
        (Keyed.AMOUNT, (1, 9), "1*2*3"),
        (Keyed.AMOUNT, (1, 9), "1*234"),
        (Keyed.NUMBER, (1, 9), "1234567890"),
        (Keyed.PHONE, (1, 18), "123"),
        (Keyed.DIGITS, (1, 6), "12*4"),
    ],
)
def test_what_is_no_such_thing_is_asked_for_again(kind: Keyed, lengths: tuple[int, int], keys: str) -> None:
    call = asked(of(kind, *lengths)).press(keys)
    assert call.text == "Sorry, that does not fit here. Key your order number."


def test_a_date_is_keyed_as_it_is_written_at_home() -> None:
    node = of(Keyed.DATE, 8, 8)
    assert "January 2, 2027" in asked(node, country="US").press("01022027").text
    assert "February 1, 2027" in asked(node, country="BD").press("01022027").text


def test_a_pin_is_never_spoken_never_told_and_still_known() -> None:
    node = replace(ORDER, kind=Keyed.PIN, least=4, most=4, readback=True, sensitive=True, next="later")
    menu = replace(ORDER, answer="other")
    flow = only(order=node, later=menu, told=TOLD)
    call = Dialogue(replace(flow, nodes={**flow.nodes, "sorry": SORRY}), FACTS).press("7391")
    assert call.position and call.position.answers == (("order", Value(Type.DIGITS, "7391", True)),)
    assert "7391" not in repr(call.history) and "7 3 9 1" not in call.text
    call.press("123456").press("1")
    assert call.text == "It is .", "a sensitive answer is empty in every sentence, whatever an author wrote"


def test_an_answer_stays_known_until_the_call_ends() -> None:
    call = asked(replace(ORDER, next="order")).press("111111").press("1")
    assert call.position and dict(call.position.answers)["order"].text == "111111"
    assert call.press("222222").press("1").position
    assert call.position and dict(call.position.answers)["order"].text == "222222"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_rating_is_one_key_and_silence_is_an_answer_too(language: str) -> None:
    survey = Survey(both("Press 1 to 5.", "১ থেকে ৫ চাপুন।"), "rating", "end")
    facts = replace(FACTS, language=language)
    rated = Dialogue(only(rating=survey), facts).press("4")
    assert rated.over and Answered("rating", "rating", "4") in rated.history
    silent = Dialogue(only(rating=survey), facts).silence()
    assert silent.over and not any(isinstance(event, Answered) for event in silent.history)
    wrong = Dialogue(only(rating=survey), facts).press("6")
    assert not wrong.over and wrong.press("9").over
    assert not Dialogue(only(rating=survey), facts).press("*").over


def test_constants_are_known_and_their_places_filled_when_the_caller_comes_by() -> None:
    values = {"greeting": Value(Type.TEXT, "for {caller.name}"), "weight": Value(Type.NUMBER, "5")}
    flow = only(note=Set(values, "say"), say=Say(both("{answers.greeting}, {answers.weight}.", "…"), "end"))
    assert Dialogue(flow, replace(FACTS, language="en", name="Karim")).text == "for Karim, 5."


@given(st.sampled_from(Keyed), st.text("0123456789*#", min_size=1, max_size=20), st.sampled_from(["en", "bn"]))
def test_whatever_is_keyed_the_call_goes_on_and_silence_ends_it(kind: Keyed, keys: str, language: str) -> None:
    call = asked(of(kind, 1, 18), language).press(keys)
    for _ in range(4):
        if call.over:
            break
        call.silence()
    assert call.over


def test_a_count_begins_somewhere_and_goes_on_for_as_long_as_it_is_a_number() -> None:
    one, minus = Value(Type.NUMBER, "1"), Value(Type.NUMBER, "-2.5")
    assert counted_on(None, one, minus) == minus
    assert counted_on(one, minus, one) == Value(Type.NUMBER, "-1.5")
    assert counted_on(Value(Type.TEXT, "7"), one, one) == one
    most = Value(Type.NUMBER, "9" * MOST_DIGITS)
    assert counted_on(most, one, one) == most
    assert counted_on(Value(Type.NUMBER, "4", sensitive=True), one, one) == Value(Type.NUMBER, "5", sensitive=True)


def test_what_is_counted_is_said_as_a_number() -> None:
    one, two = Value(Type.NUMBER, "1"), Value(Type.NUMBER, "2")
    start, more = Set({}, "more", added={"tries": Added(two, one)}), Set({}, "say", added={"tries": Added(two, two)})
    flow = only(start=start, more=more, say=Say(both("{answers.tries}.", "…"), "end"))
    assert Dialogue(flow, replace(FACTS, language="en")).text == "3."
