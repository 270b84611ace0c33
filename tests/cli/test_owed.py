"""`callers` and `callbacks`: what a person of the business sees and changes, and what the ledger says of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ivr.promise.callback import Event, State
from ivr.rehearsal.people import Person
from ivr.simulator.exchange import answers
from ivr.store.sql.store import SqlStore
from ivr.switchboard.change import move_callback
from ivr.switchboard.rows import Callback, Entry, Offer
from tests.api.worlds import NASRIN, NUMBER, SqlWorld, an_agent, owed
from tests.cli.running import Shell


def the_callback(store: SqlStore) -> Callback:
    """The only one there is."""
    with store.reading() as unit:
        (row,) = unit.many(Callback, state=tuple(State))
    return row


def last_line(store: SqlStore, row: Callback) -> Entry:
    """What the ledger says last of this callback."""
    with store.reading() as unit:
        return unit.many(Entry, entity="callback", entity_id=row.id)[-1]


def test_a_caller_is_shown_with_what_we_owe_them(shell: Shell, world: SqlWorld) -> None:
    assert shell("callers", "show", NASRIN).code == 3
    owed(world)
    shown = shell("callers", "show", "01712345678")
    assert shown.code == 0, shown.err
    assert NASRIN in shown.out and "language en" in shown.out and "we owe a callback by" in shown.out
    assert "phoned us" in shown.out
    plain = shell("callers", "show", NASRIN, "--json").json()
    assert plain["number"] == NASRIN and plain["open_callback"]["state"] == "due"
    assert [contact["kind"] for contact in plain["contacts"]] == ["call"]


@pytest.mark.parametrize("number", ["hello", "12", "+12", ""])
def test_what_is_no_number_is_a_usage_error(shell: Shell, world: SqlWorld, number: str) -> None:
    shown = shell("callers", "show", number)
    assert shown.code == 2 and "no telephone number" in shown.err and not shown.out


def test_callbacks_are_listed_and_shown(shell: Shell, world: SqlWorld) -> None:
    nothing = shell("callbacks", "list")
    assert (nothing.code, nothing.out) == (0, "") and shell("callbacks", "list", "--json").json() == []
    owed(world)
    row = the_callback(world.store)
    assert shell("callbacks", "list").out.startswith(f"{row.public_id}  due")
    assert shell("callbacks", "list", "--state", "connected").out == ""
    assert [one["id"] for one in shell("callbacks", "list", "--state", "due", "--json").json()] == [row.public_id]
    shown = shell("callbacks", "show", row.public_id)
    assert NASRIN in shown.out and "team        support, about orders" in shown.out
    assert shell("callbacks", "show", row.public_id, "--json").json()["number"] == NASRIN
    assert shell("callbacks", "list", "--state", "lost").code == 2


@pytest.mark.parametrize("command", [("show",), ("cancel",), ("reschedule",)])
def test_an_id_that_nothing_has_is_not_found(shell: Shell, world: SqlWorld, command: tuple[str]) -> None:
    more = ("2030-01-01 10:00",) if command == ("reschedule",) else ()
    ran = shell("callbacks", *command, "nothing", *more)
    assert ran.code == 3 and "callbacks list" in ran.err and not ran.out


def test_a_business_that_calls_it_off_is_not_the_callers_no(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    row = the_callback(world.store)
    assert shell("callbacks", "cancel", row.public_id).code == 0
    assert the_callback(world.store).state is State.CLOSED_BY_AGENT
    line = last_line(world.store, row)
    assert (line.actor, line.cause, line.to_state) == ("operator", "close", "closed_by_agent")
    again = shell("callbacks", "cancel", row.public_id)
    assert again.code == 1 and "over already" in again.err
    an_agent(world).behaves(answers(after=2, keys=((1.0, "1"),)))
    world.run_for(7200)
    assert not [fact for fact in world.exchange.facts if world.exchange.leg(fact.leg).direction == "outbound-dial"]


def test_an_agent_who_is_being_asked_is_left_alone_when_it_is_called_off(shell: Shell, world: SqlWorld) -> None:
    asha = an_agent(world)
    world.run_for(1)
    owed(world)
    asha.is_rung()
    row = the_callback(world.store)
    assert row.state is State.OFFERED
    assert shell("callbacks", "cancel", row.public_id).code == 0
    world.run_for(4)
    assert asha.leg is None
    with world.store.reading() as unit:
        assert not [offer for offer in unit.many(Offer, callback_id=row.id) if offer.in_flight]


def test_it_can_be_put_off_and_the_promise_goes_along(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    row = the_callback(world.store)
    at = world.store.now() + timedelta(hours=3)
    ran = shell("callbacks", "reschedule", row.public_id, at.isoformat(timespec="seconds"))
    assert ran.code == 0 and "from" in ran.err
    moved = the_callback(world.store)
    assert moved.state is State.SCHEDULED and abs(moved.due_at - at) < timedelta(seconds=2)
    assert moved.promised_by > moved.due_at and moved.escalate_at < moved.promised_by
    assert last_line(world.store, row).actor == "operator"
    plain = shell("callbacks", "show", row.public_id, "--json").json()
    assert datetime.fromisoformat(plain["due_at"]) <= moved.due_at and plain["brief"]["promise"] == ""


def test_at_night_means_when_we_are_there_again(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    row = the_callback(world.store)
    day = (world.store.now() + timedelta(days=7)).date()
    ran = shell("callbacks", "reschedule", row.public_id, f"{day} 03:00")
    assert ran.code == 0 and f"from {day} 10:00 on" in ran.err, "the business's own clock, at its opening"


@pytest.mark.parametrize("time", ["tomorrow", "2020-01-01 10:00", "25:00"])
def test_a_time_that_is_none_or_has_passed_is_a_usage_error(shell: Shell, world: SqlWorld, time: str) -> None:
    owed(world)
    row = the_callback(world.store)
    assert shell("callbacks", "reschedule", row.public_id, time).code == 2
    assert the_callback(world.store) == row


def test_nothing_is_changed_while_the_caller_is_phoned_or_with_us(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    asha = an_agent(world)
    asha.is_rung()
    asha.picks_up()
    asha.hears("To take the call")
    asha.presses("1")
    world.run_for(1)
    row = the_callback(world.store)
    assert row.state in (State.DIALLING, State.TALKING)
    for command in (("cancel", row.public_id), ("reschedule", row.public_id, "2040-01-01 10:00")):
        ran = shell("callbacks", *command)
        assert ran.code == 1 and "at this moment" in ran.err
    assert the_callback(world.store).state is row.state


def test_nothing_is_changed_while_the_caller_waits_in_a_call_of_their_own(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    an_agent(world)
    nasrin = Person(world, "Nasrin", NASRIN)
    nasrin.rings(NUMBER)
    world.run_for(3)
    nasrin.presses("1")
    world.run_for(3)
    row = the_callback(world.store)
    assert row.state is State.SUSPENDED
    ran = shell("callbacks", "cancel", row.public_id)
    assert ran.code == 1 and "with us now" in ran.err
    assert the_callback(world.store).state is State.SUSPENDED


def test_what_only_a_person_can_sort_out_goes_on_at_the_time_they_say(shell: Shell, world: SqlWorld) -> None:
    owed(world)
    row = the_callback(world.store)
    with world.store.unit() as unit:
        move_callback(unit, row, Event.REVIEW, unit.now + timedelta(hours=1))
    at = world.store.now() + timedelta(hours=2)
    assert shell("callbacks", "reschedule", row.public_id, at.isoformat()).code == 0
    assert the_callback(world.store).state is State.SCHEDULED
