"""A branch decides by what is known, in the order in which it is written; every fact is what its name says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from ivr.callflow import known
from ivr.callflow.ahead import needs
from ivr.callflow.compiled import dump_flow, load_flow
from ivr.callflow.conditions import Condition, Constant, Do, Fact, Op
from ivr.callflow.facts import Facts, Needs
from ivr.callflow.nodes import Branch, Case, Go, Menu, Say
from ivr.callflow.position import Position
from ivr.callflow.steps import Scene
from ivr.callflow.values import Plain, Type, Value
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, FLOW, MAIN, OFTEN, both, only

NIGHT = datetime(2026, 7, 24, 19, 5, tzinfo=UTC)
"""Saturday, five past one in Dhaka."""
FETCHED: Mapping[str, Plain] = {"caller.calls": Decimal(4), "queue.support.longest_wait": timedelta(minutes=3)}
ANSWERS = (("order", Value(Type.DIGITS, "007")), ("total", Value(Type.AMOUNT, "12.50")))
RICH: Facts = replace(
    FACTS, now=NIGHT, name="Karim", language="bn", vip=True, withheld=True, dialled="+12025550100", fetched=FETCHED
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("caller.known", True),
        ("caller.vip", True),
        ("caller.withheld", True),
        ("caller.language", "bn"),
        ("caller.calls", Decimal(4)),
        ("caller.calls_this_week", None),
        ("queue.support.longest_wait", timedelta(minutes=3)),
        ("queue.support.estimate", None),
        ("hours.office.open", False),
        ("hours.support.open", False),
        ("hours.nowhere.open", None),
        ("now.hour", Decimal(1)),
        ("now.weekday", "saturday"),
        ("now.date", date(2026, 7, 25)),
        ("now.time", time(1, 5)),
        ("call.topic", "orders"),
        ("call.language", "en"),
        ("call.number", "+12025550100"),
        ("answers.order", "007"),
        ("answers.total", Decimal("12.50")),
        ("answers.nothing", None),
        ("who.knows", None),
    ],
)
def test_every_fact(name: str, value: Plain | None) -> None:
    scene = Scene(FLOW, RICH, "main", "en", "orders", ANSWERS)
    assert known.look(scene, name) == value


def test_every_fact_that_may_be_named_is_looked_up_somewhere() -> None:
    scene = Scene(FLOW, replace(RICH, fetched=dict.fromkeys(known.FETCHED, True)), "main", "en", "orders")
    assert [name for name in known.FIXED if known.look(scene, name) is None] == []


def when(fact: str, than: str) -> Condition:
    return Condition("", (Fact(fact), Constant(Value(Type.NUMBER, than)), Do(Op.MORE)))


def said(fetched: Mapping[str, Plain], language: str = "en") -> str:
    flow = only(
        who=Branch((Case(when("caller.calls", "5"), "many"), Case(when("caller.calls", "1"), "some")), "none"),
        many=Say(both("Many.", "অনেক।"), "end"),
        some=Say(both("Some.", "কিছু।"), "end"),
        none=Say(both("None.", "একটিও না।"), "end"),
    )
    return Dialogue(flow, replace(FACTS, fetched=fetched, language=language)).text


@pytest.mark.parametrize(
    ("calls", "english", "bengali"),
    [
        (Decimal(9), "Many.", "অনেক।"),
        (Decimal(3), "Some.", "কিছু।"),
        (Decimal(0), "None.", "একটিও না।"),
        (None, "None.", "একটিও না।"),
    ],
)
def test_the_first_that_holds_decides_and_the_unknown_decides_nothing(
    calls: Decimal | None, english: str, bengali: str
) -> None:
    fetched = {} if calls is None else {"caller.calls": calls}
    assert (said(fetched), said(fetched, "bn")) == (english, bengali)


def test_facts_are_needed_only_by_those_who_may_come_to_them() -> None:
    branch = Branch((Case(OFTEN, "end"),), "main")
    menu: Menu = replace(MAIN, choices={}, otherwise="deciding")
    flow = only(first=Go("deciding"), deciding=branch, main=menu)
    named = frozenset({"caller.calls_this_week", "caller.open_callback"})
    assert needs(flow, None) == Needs(open_callback=True, named=named)
    assert needs(flow, Position("main", "en")).named == named
    assert needs(only(main=replace(MAIN, choices={}, otherwise="end"), deciding=branch), None) == Needs()


def test_a_flow_that_was_kept_before_amounts_had_a_currency_still_answers() -> None:
    text = dump_flow(replace(FLOW, nodes={"main": MAIN})).replace(',"currency":"BDT"', "")
    assert "currency" not in text
    assert load_flow(text) == replace(FLOW, nodes={"main": MAIN}, currency="")
