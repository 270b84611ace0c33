"""Authors' texts: values go in as they are, optional groups go whole, and nothing is ever run."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.language import Fault, check_template, clean, fill, places

GREETING = "Welcome to Acme[, {caller.name}]."


def test_a_known_caller_is_greeted_by_name_and_a_stranger_is_greeted_too() -> None:
    assert fill(GREETING, {"caller.name": "Rahim"}) == "Welcome to Acme, Rahim."
    assert fill(GREETING, {"caller.name": ""}) == "Welcome to Acme."
    assert fill(GREETING, {"caller.name": " \n"}) == "Welcome to Acme."
    assert fill(GREETING, {}) == "Welcome to Acme."


def test_a_group_goes_when_any_of_its_values_is_empty() -> None:
    text = "Hello[ {caller.name}, about {topic}]."
    assert fill(text, {"caller.name": "Rahim", "topic": "orders"}) == "Hello Rahim, about orders."
    assert fill(text, {"caller.name": "Rahim"}) == "Hello."


def test_a_value_that_ends_in_a_full_stop_ends_the_sentence_too() -> None:
    assert fill("We will call you {time}. Goodbye.", {"time": "at 10 a.m."}) == "We will call you at 10 a.m. Goodbye."
    assert (
        fill("We will call you {time}, or later.", {"time": "at 10 a.m."}) == "We will call you at 10 a.m., or later."
    )


def test_a_missing_value_leaves_the_sentence_standing() -> None:
    assert fill("We will call you back {promise}.", {}) == "We will call you back ."


@pytest.mark.parametrize(
    "name",
    [
        "{caller.number}",
        "[{topic}]",
        "{{7*7}}",
        "{0.__class__}",
        "%s %(topic)s",
        "$topic",
        "]{topic}[",
        "\\1",
        "\\g<0>",
    ],
)
def test_what_a_value_contains_is_never_looked_at(name: str) -> None:
    assert fill(GREETING, {"caller.name": name, "caller.number": "secret", "topic": "secret"}) == (
        f"Welcome to Acme, {name}."
    )


@pytest.mark.parametrize("text", ["{caller.name.__class__}", "{__import__}", "{0}", "{caller name}", "{caller.name!r}"])
def test_a_place_is_a_name_and_nothing_more(text: str) -> None:
    assert [flaw.fault for flaw in check_template(text, {"caller.name"})] == [Fault.UNKNOWN_PLACE]


@pytest.mark.parametrize(
    ("text", "fault", "offset", "wrong"),
    [
        ("Hi {caller.nam}", Fault.UNKNOWN_PLACE, 3, "{caller.nam}"),
        ("Hi {", Fault.STRAY_BRACE, 3, "{"),
        ("Hi }", Fault.STRAY_BRACE, 3, "}"),
        ("Hi [{topic}", Fault.STRAY_BRACKET, 3, "["),
        ("Hi {topic}]", Fault.STRAY_BRACKET, 10, "]"),
        ("Hi [there]", Fault.GROUP_WITHOUT_PLACE, 3, "[there]"),
    ],
)
def test_a_flaw_is_named_with_its_place(text: str, fault: Fault, offset: int, wrong: str) -> None:
    (flaw,) = check_template(text, {"topic"})
    assert (flaw.fault, flaw.offset, flaw.text) == (fault, offset, wrong)


def test_groups_do_not_nest() -> None:
    faults = [flaw.fault for flaw in check_template("[a {topic} [b {topic}]]", {"topic"})]
    assert faults == [Fault.NESTED_GROUP, Fault.STRAY_BRACKET]


def test_a_good_template_has_no_flaw_and_tells_its_places() -> None:
    assert check_template(GREETING, {"caller.name"}) == ()
    assert places(GREETING) == {"caller.name"}
    assert places("Goodbye.") == frozenset()


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("Ra\x00hi\x0bm\r\n", "Rahi m"),
        ("\u202eRahim\u2069", "Rahim"),
        ("  a\u00a0 b\u2028c ", "a b c"),
        ("e\u0301", "\u00e9"),
        ("\ud800x\uffff", "x"),
        ("র\u200d্যাব", "র\u200d্যাব"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_a_value_is_made_fit_to_be_spoken(value: str, cleaned: str) -> None:
    assert clean(value) == cleaned


def test_a_long_value_is_cut_between_letters() -> None:
    assert clean("x" * 1000) == "x" * 160
    cut = clean("কি" * 500)
    assert len(cut) <= 160
    assert cut.endswith("কি")
    odd = clean("x" + "কি" * 500)  # the limit falls between a letter and its sign
    assert odd.endswith("কি")


@given(st.text(), st.text())
def test_no_text_and_no_value_breaks_it(template: str, value: str) -> None:
    check_template(template, {"topic"})
    filled = fill("<{topic}>", {"topic": value})
    assert all(unicodedata.category(letter)[0] != "C" or letter in "\u200c\u200d" for letter in filled)
    assert isinstance(fill(template, {"topic": value}), str)
