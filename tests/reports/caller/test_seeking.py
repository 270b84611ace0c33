"""Callers are found however somebody writes what they know of them, and at a cost that does not grow with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ivr.language import sought
from ivr.reports.caller import seeking
from ivr.reports.caller.beginnings import beginnings, between
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Caller, CallState, Tag
from tests.store import samples

NASRIN, KARIM, ELSE = "+8801712345678", "+8801812345679", "+12025550123"


def named(unit: Unit, number: str | None, name: str = "", **more: Any) -> Caller:
    return samples.caller(unit, number=number, name=name, search=sought.key(name), **more)


def ids(store: SqlStore, text: str) -> list[int]:
    """Who is found, the best first."""
    with store.reading() as unit:
        return [row.id for row in seeking.seek(unit, text, "BD", store.engine.dialect.name).rows]


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("01712345678", "BD", "+8801712345678"),
        ("০১৭১২-৩৪৫ ৬৭৮", "BD", "+8801712345678"),
        ("+880 1712", "BD", "+8801712"),
        ("8801712", "US", "+8801712"),
        ("00880 1712", "BD", "+8801712"),
        ("(202) 555", "US", "+1202555"),
        ("017", "BD", "+017"),
    ],
)
def test_a_number_begins_alike_however_it_is_written(text: str, country: str, found: str) -> None:
    assert found in beginnings(text, country)


@pytest.mark.parametrize("text", ["Nasrin", "12", "", "order 4711", "١٢a"])
def test_what_is_no_number_begins_none(text: str) -> None:
    assert beginnings(text, "BD") == ()


def test_all_numbers_between_begin_so() -> None:
    first, last = between("+88017")
    assert first <= "+88017" <= NASRIN <= last and not first <= KARIM <= last


def test_they_are_found_by_all_that_is_known_of_them(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        nasrin, karim = named(unit, NASRIN, "Nasrin Akter"), named(unit, KARIM, "করিম মিয়া")
        other = named(unit, ELSE)
        samples.tag(unit, karim, "wholesale")
        samples.note(unit, other, text="(Bill) sent", search="(bill) sent")
    assert ids(sql_store, "০১৭১২৩৪৫৬৭৮") == ids(sql_store, "+880 1712") == ids(sql_store, NASRIN) == [nasrin.id]
    assert ids(sql_store, "nasrin") == ids(sql_store, "AKT") == [nasrin.id]
    assert ids(sql_store, "মিয\u09bcা") == ids(sql_store, "মিয়া") == [karim.id], "both spellings of one letter"
    assert ids(sql_store, "whole") == [karim.id] and ids(sql_store, "bill") == [other.id]
    assert ids(sql_store, "nobody") == ids(sql_store, "sri") == ids(sql_store, "%") == []


def test_a_note_shows_the_words_in_which_somebody_was_found_and_a_withdrawn_one_none(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        caller = named(unit, NASRIN)
        text = "asked on the telephone for a bill in bengali because " * 2 + "the fridge is loud"
        row = samples.note(unit, caller, text=text, search=text)
    with sql_store.reading() as unit:
        (found,) = seeking.seek(unit, "fridge", "BD", sql_store.engine.dialect.name).rows
    assert "fridge is loud" in found.note and found.note.startswith("… ") and len(found.note) < 100
    with sql_store.unit() as unit:
        unit.save(replace(row, withdrawn_at=unit.now, withdrawn_by="Bo"))
    assert ids(sql_store, "fridge") == []


def test_one_person_with_two_numbers_is_one_row_with_all_that_is_theirs(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first = named(unit, NASRIN, "Nasrin")
        first = unit.save(replace(first, person=first.id))
        second = named(unit, KARIM, "Nasrin", person=first.id)
        samples.tag(unit, second), samples.tag(unit, first)
        samples.call(unit, second, state=CallState.ENDED, deadline=None)
        promise = samples.callback_row(unit, second)
    with sql_store.reading() as unit:
        (found,) = seeking.seek(unit, "01812", "BD", sql_store.engine.dialect.name).rows
    assert (found.id, found.numbers, found.tags) == (first.id, (NASRIN, KARIM), ("wholesale",))
    assert found.last_at is not None and found.state == promise.state


def test_without_a_text_those_who_rang_last_and_then_the_newest(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first, second, third = (named(unit, number) for number in (NASRIN, KARIM, ELSE))
        for caller in (second, first, second):
            samples.call(unit, caller, state=CallState.ENDED, deadline=None)
        named(unit, None, erased_at=unit.now)
    assert ids(sql_store, " ") == [second.id, first.id, third.id]


def test_more_than_a_list_holds_is_said(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        for _ in range(seeking.MOST + 1):
            unit.insert(Tag(0, samples.caller(unit).id, "shop", "shop", "Ada", unit.now))
    with sql_store.reading() as unit:
        found = seeking.seek(unit, "shop", "BD", sql_store.engine.dialect.name)
    assert len(found.rows) == seeking.MOST and found.more


def test_how_far_words_were_looked_for_is_said_once_there_is_more_than_that(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        nasrin = named(unit, NASRIN, "Nasrin")
        tag, first = samples.tag(unit, nasrin), samples.note(unit, nasrin, text="a fridge", search="a fridge")
    assert found_short(sql_store) == seeking.Short()
    samples.again(sql_store, first, seeking.NEWEST, "public_id")
    samples.again(sql_store, tag, seeking.NEWEST - 1, "search")
    assert found_short(sql_store) == seeking.Short(notes=first.at), "of the tags the last one was looked at too"


def found_short(store: SqlStore) -> seeking.Short:
    """What was left out of the search for a word."""
    with store.reading() as unit:
        return seeking.seek(unit, "fridge", "BD", store.engine.dialect.name).short
