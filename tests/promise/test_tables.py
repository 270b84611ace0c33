"""The three tables of transitions: nothing unreachable, nothing without an end, and ends are ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import pytest

from ivr.promise.machine import Illegal, allows, step
from tests.promise.diagrams import MACHINES, PAGE, Machine, page

each_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)


def reached(table: Mapping[StrEnum, Iterable[StrEnum]], start: Iterable[StrEnum]) -> set[StrEnum]:
    """All that can be come to from `start`, itself included."""
    found, ring = set(start), set(start)
    while ring:
        ring = {after for state in ring for after in table[state]} - found
        found |= ring
    return found


def arrows(machine: Machine) -> dict[StrEnum, set[StrEnum]]:
    return {state: set(row.values()) for state, row in machine.table.items()}


@each_machine
def test_every_state_stands_in_the_table(machine: Machine) -> None:
    assert set(machine.table) == set(machine.module.State)


@each_machine
def test_every_event_can_happen_somewhere(machine: Machine) -> None:
    assert {event for row in machine.table.values() for event in row} == set(machine.module.Event)


@each_machine
def test_every_state_can_be_come_to(machine: Machine) -> None:
    assert reached(arrows(machine), [machine.first]) == set(machine.module.State)


@each_machine
def test_from_every_state_there_is_a_way_to_an_end(machine: Machine) -> None:
    back: dict[StrEnum, set[StrEnum]] = {state: set() for state in machine.table}
    for state, after in ((s, a) for s, row in arrows(machine).items() for a in row):
        back[after].add(state)
    assert reached(back, machine.final) == set(machine.table)


@each_machine
def test_nothing_follows_an_end(machine: Machine) -> None:
    assert machine.first not in machine.final
    assert all(bool(machine.table[state]) != (state in machine.final) for state in machine.table)


@each_machine
def test_an_event_either_follows_its_table_or_is_refused(machine: Machine) -> None:
    for state in machine.module.State:
        for event in machine.module.Event:
            if allows(machine.table, state, event):
                assert step(machine.table, state, event) is machine.table[state][event]
            else:
                with pytest.raises(Illegal, match=f"{event} in {machine.name} state {state}$"):
                    step(machine.table, state, event)


@each_machine
def test_a_refused_event_changes_nothing(machine: Machine) -> None:
    before = {state: dict(row) for state, row in machine.table.items()}
    end = next(iter(machine.final))
    for event in machine.module.Event:
        with pytest.raises(Illegal):
            step(machine.table, end, event)
    assert before == machine.table


def test_nobody_is_offered_what_was_decided() -> None:
    """Leaving by key and an agent's yes exclude each other: what the one ends in, the other cannot start from."""
    transfers = MACHINES[0]
    state, event = transfers.module.State, transfers.module.Event
    assert not allows(transfers.table, state.CALLBACK, event.ACCEPT)
    assert not allows(transfers.table, state.ACCEPTED, event.ACCEPT)
    assert not allows(transfers.table, state.ACCEPTED, event.WAIVE)


def test_the_diagrams_are_those_of_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again: python -m tests.promise.diagrams"
