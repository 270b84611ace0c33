"""Something to look at on the pages of people and settings: a number that is being proved, a task, a token."""

from __future__ import annotations

import itertools

from ivr.switchboard.crew import number_changes
from ivr.switchboard.crew.number_changes import under_way
from ivr.switchboard.outside import endpoints, forms
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Delivery, DeliveryState, NumberChange, Scope, Task
from ivr.switchboard.sign_in import tokens
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor

NEW = "+8801911223344"
SHOP = "support"
_count = itertools.count(1)


def agent(floor: Floor, name: str = "Asha") -> Agent:
    """One of the sample shop's."""
    with floor.parts.store.reading() as unit:
        found = unit.one(Agent, name=name)
    assert found is not None, name
    return found


def change(floor: Floor, of: Agent) -> NumberChange:
    """The change of their number that is under way; asked for now, where none is."""
    with floor.parts.store.reading() as unit:
        found = under_way(unit, of.id)
    made = found or number_changes.ask(floor.parts.board, OPERATOR, of.id, NEW)
    assert isinstance(made, NumberChange), made
    return made


def moving(floor: Floor) -> str:
    """The page of an agent whose number is about to change."""
    change(floor, agent(floor))
    return f"/people/agents/{agent(floor).id}"


def watched(floor: Floor) -> str:
    """The page of settings, with something on it."""
    number = next(_count)
    tokens.create(floor.parts.store, f"till {number}", tokens.hashed(str(number)), Scope.READ)

    def act(unit: Unit) -> None:
        key, subject = f"review:{number}", "callback k3v9k3v9k3v9k3v9"
        unit.insert(Task(0, key, "review", "Rahima Begum", subject, unit.now, unit.now))

    work(floor.parts.store, act)
    return "/settings"


def outside(floor: Floor) -> str:
    """The page of programs and forms, with one of each, and with what the program was told."""
    number, store = next(_count), floor.parts.store
    row = endpoints.add(store, OPERATOR, f"https://till.example/{number}", "whsec_x", (), 0)
    assert row is not None, "there are too many"
    forms.add(floor.parts.board, OPERATOR, f"front page {number}", "support", "", ("https://shop.example",))

    def act(unit: Unit) -> None:
        for line, state, status in ((1, DeliveryState.DELIVERED, 200), (2, DeliveryState.FAILED, 500)):
            subject = ("k3v9", "p2w8")[line - 1] * 4
            told = (row.id, line, "call.ended", subject, "{}", state, unit.now, None, 8, status)
            unit.insert(Delivery(0, unit.token(), *told))

    work(store, act)
    return "/settings/outside"
