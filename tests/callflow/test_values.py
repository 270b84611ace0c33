"""Typed values: read in one way, kept as text, carried from turn to turn; a position without any is as it ever was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.callflow.position import Position, read
from ivr.callflow.values import Type, Value, laid_over, read_value


@pytest.mark.parametrize(
    ("type_", "text", "written"),
    [
        (Type.TEXT, "  two\nlines ", "two lines"),
        (Type.TEXT, " ", None),
        (Type.DIGITS, "০০১২", "0012"),
        (Type.DIGITS, "12a", None),
        (Type.DIGITS, "1" * 33, None),
        (Type.NUMBER, "১২.৫", "12.5"),
        (Type.NUMBER, "-0", "0"),
        (Type.NUMBER, "1e9", None),
        (Type.NUMBER, "NaN", None),
        (Type.AMOUNT, "12.5", "12.50"),
        (Type.DATE, "2026-12-31T10:00:00Z", "2026-12-31"),
        (Type.DATE, "31.12.2026", None),
        (Type.TIME, "09:05", "09:05:00"),
        (Type.TIME, "25:00", None),
        (Type.MOMENT, "2026-12-31T10:00:00+06:00", "2026-12-31T04:00:00+00:00"),
        (Type.MOMENT, "soon", None),
        (Type.DURATION, "90", "90"),
        (Type.DURATION, "-1", None),
        (Type.PHONE, "+8801712345678", "+8801712345678"),
        (Type.PHONE, "01712345678", None),
        (Type.FLAG, "True", "true"),
        (Type.FLAG, "yes", None),
        (Type.WEEKDAY, "saturday", "saturday"),
        (Type.WEEKDAY, "caturday", None),
    ],
)
def test_a_text_of_the_outside_world_is_a_value_of_its_type_or_none(
    type_: Type, text: str, written: str | None
) -> None:
    value = read_value(type_, text)
    assert (value and value.text) == written


@given(st.sampled_from(Type), st.text() | st.from_regex(r"[-+0-9.:TZ]{1,40}"), st.booleans())
def test_whatever_was_read_can_be_reckoned_with_kept_and_read_again(type_: Type, text: str, secret: bool) -> None:
    value = read_value(type_, text, secret)
    if value is None:
        return
    assert value.plain is not None
    assert read_value(type_, value.text, secret) == value
    position = Position("order", "bn", answers=(("it", value),))
    assert read(position.write()) == position


def test_a_position_without_answers_is_one_that_the_release_before_reads() -> None:
    assert json.loads(Position("main", "en").write())[0] == 1
    assert json.loads(Position("main", "en", answers=(("it", Value(Type.TEXT, "a")),)).write())[0] == 2


def test_a_newer_answer_takes_the_place_of_the_older() -> None:
    old, new = Value(Type.DIGITS, "1"), Value(Type.DIGITS, "2")
    assert laid_over((("a", old), ("b", old)), (("b", new),)) == (("a", old), ("b", new))
