"""A turn is told beforehand which facts it may need: never too few, and those that cost a query only where they may."""

from dataclasses import replace

import pytest

from ivr.callflow.facts import Needs
from ivr.callflow.nodes import Callback, Go
from ivr.callflow.position import HOLDING, Position
from ivr.callflow.run import needs
from tests.callflow.shop import FLOW, MAIN, NODES, only


def at(node: str, stage: str = "") -> Needs:
    return needs(FLOW, Position(node, "en", stage))


def test_the_first_turn_looks_as_far_as_the_first_menus() -> None:
    assert needs(FLOW, None) == Needs(open_callback=True, forbidden_numbers=False)


@pytest.mark.parametrize("node", ["language", "owed"])
def test_an_open_callback_is_looked_for_where_it_may_be_asked_about(node: str) -> None:
    assert at(node).open_callback


@pytest.mark.parametrize("node", ["main", "after_hours", "promise", "person"])
def test_and_nowhere_else(node: str) -> None:
    assert not at(node).open_callback


@pytest.mark.parametrize("node", ["after_hours", "promise", "quick", "person"])
def test_forbidden_numbers_are_loaded_where_one_may_be_keyed(node: str) -> None:
    assert at(node, HOLDING if node == "person" else "").forbidden_numbers


def test_a_menu_that_leads_only_to_a_hold_needs_neither() -> None:
    flow = replace(FLOW, nodes={**NODES, "main": replace(MAIN, choices={}, otherwise="person")})
    assert needs(flow, Position("main", "en")) == Needs()


def test_a_callback_that_asks_for_no_number_needs_none() -> None:
    assert needs(only(it=Callback("support", "end", "end", ask_number=False)), None) == Needs(rested_at=True)


def test_circles_are_looked_round_once() -> None:
    assert needs(only(a=Go("b"), b=Go("a")), None) == Needs()
