"""An agent's page is read by indexes, at a cost that does not grow with what is known; and it shows what it says."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.promise import callback, offer
from ivr.reports.crew import desk, floor
from ivr.reports.crew.desk import Stage
from ivr.reports.crew.floor import Doing
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import Agent, AgentState, Fate, Kind, Offer
from ivr.switchboard.wrap_up import Mode
from tests.reports.conftest import sql_store
from tests.reports.test_reading_plans import looked_through
from tests.store import samples
from tests.store.test_plans import Sent, sent

__all__ = ["sent", "sql_store"]


def asked(store: SqlStore, much: int = 1, **fields: object) -> Agent:
    """An agent to whom a caller is shown of whom so much is known."""
    with store.unit() as unit:
        person = samples.caller(unit)
        mina = samples.agent(unit, address=samples.fresh("client:mina"))
        for n in range(much):
            on = samples.call(unit, person)
            samples.turn(unit, on, 0)
            samples.note(unit, person)
            samples.tag(unit, person, f"tag {n}")
            samples.callback_row(unit, samples.caller(unit), due_at=unit.now)
            old = samples.callback_row(unit, samples.caller(unit))
            samples.offer_row(unit, mina, old, state=offer.State.MISSED, in_flight=False, deadline=None)
        samples.callback_row(unit, person)
        waiting = samples.transfer_row(unit, person, on)
        told = {"kind": Kind.SHOWN, "state": offer.State.SCREENING, **fields}
        samples.offer_row(unit, mina, waiting, **told)
    return mina


def look(store: SqlStore, agent: Agent) -> desk.Desk:
    with store.reading() as unit:
        found = desk.desk(unit, agent.id)
        assert found
        desk.mine(unit, agent.id, found.teams, 8)
        floor.seats(unit)
    return found


def test_no_table_is_read_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    mina = asked(sql_store)
    sent.clear()
    found = look(sql_store, mina)
    assert found.case and found.case.stage is Stage.SHOWN and found.case.brief.promise
    assert looked_through(sql_store, sent) > 10


def test_it_costs_the_same_whatever_is_known(sql_store: SqlStore, sent: Sent) -> None:
    little, much = asked(sql_store), asked(sql_store, 12)
    costs = []
    for agent in (little, much):
        sent.clear()
        look(sql_store, agent)
        costs.append(len(sent))
    assert costs[0] == costs[1] < 30
    case = look(sql_store, much).case
    assert case and case.brief.calls_lately == 12 and len(case.brief.tags) == 12


def test_an_unknown_number_may_be_whoever_asked_to_be_phoned_there(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        known, other = samples.caller(unit, name="Nasrin"), samples.caller(unit, name="")
        row = samples.callback_row(unit, other, due_at=unit.now)
        samples.obligation(unit, known, fate=Fate.CALLBACK, callback_id=row.id)
        mina = samples.agent(unit, address=samples.fresh("client:mina"))
        told = {"kind": Kind.SHOWN, "state": offer.State.SCREENING}
        samples.offer_row(unit, mina, row, **told)
    sent.clear()
    case = look(sql_store, mina).case
    assert case and (case.brief.name, case.brief.maybe) == ("", ("Nasrin",))
    looked_through(sql_store, sent)
    with sql_store.unit() as unit:
        unit.save(replace(unit.lock(other.id), person=known.id))
    case = look(sql_store, mina).case
    assert case and (case.brief.name, case.brief.maybe) == ("Nasrin", ()), "once they are known to be one"


def test_a_talk_that_nobody_has_judged_is_asked_about_for_a_while(sql_store: SqlStore) -> None:
    mina = asked(sql_store)
    for ago, there in ((timedelta(minutes=1), True), (desk.AFTERWARDS * 2, False)):
        with sql_store.unit() as unit:
            row = unit.many(Offer, agent_id=mina.id)[-1]
            target = unit.get(type(samples.transfer_row(unit, samples.caller(unit))), row.transfer_id or 0)
            assert target
            unit.save(replace(target, offer_id=row.id, joined_at=unit.now - ago))
            if row.state is not offer.State.ACCEPTED:
                row = unit.save(replace(row, state=offer.State.ACCEPTED))
            unit.save(replace(row, in_flight=False, ended_at=unit.now - ago, deadline=None))
        case = look(sql_store, mina).case
        assert (case is not None and case.stage is Stage.OVER) == there


def test_held_callbacks_stand_before_the_next_ones_and_others_hold_theirs(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        mina, rafi = samples.agent(unit), samples.agent(unit)
        later = unit.now + timedelta(hours=1)
        due = {"state": callback.State.DUE, "due_at": unit.now}
        first = samples.callback_row(unit, samples.caller(unit), **due)
        held = {"claimed_by": mina.id, "claimed_until": later}
        mine = samples.callback_row(unit, samples.caller(unit), due_at=later, **held)
        samples.callback_row(unit, samples.caller(unit), claimed_by=rafi.id, claimed_until=later, **due)
        over = samples.callback_row(unit, samples.caller(unit), claimed_by=rafi.id, claimed_until=unit.now, **due)
        samples.callback_row(unit, samples.caller(unit), team="repairs", **due)
    with sql_store.reading() as unit:
        found = desk.mine(unit, mina.id, ("support",), 8)
        assert [one.id for one in desk.mine(unit, mina.id, (), 8)] == [mine.public_id], "held, whatever the teams"
    assert [one.id for one in found] == [mine.public_id, first.public_id, over.public_id]
    assert [one.held for one in found] == [True, False, False]


def test_how_everybody_stands(sql_store: SqlStore) -> None:
    shown = asked(sql_store)
    with sql_store.unit() as unit:
        soon = unit.now + timedelta(minutes=1)
        samples.agent(unit, name="Free")
        samples.agent(unit, name="Shut", address="client:shut")
        samples.agent(unit, name="Writes", wrap_up_until=soon)
        samples.agent(unit, name="Rests", cool_off_until=soon)
        samples.agent(unit, name="Away", state=AgentState.AWAY)
        talks = samples.agent(unit, name="Talks")
        on = samples.transfer_row(unit, samples.caller(unit))
        samples.offer_row(unit, talks, on, state=offer.State.ACCEPTED, accepted_at=unit.now)
    with sql_store.reading() as unit:
        stands = {seat.name: seat.doing for seat in floor.seats(unit)}
        assert stands.pop(shown.name) is Doing.ASKED
        writes = desk.desk(unit, next(row.id for row in unit.many(Agent, name=("Writes",))))
    assert stands == {
        "Free": Doing.FREE, "Shut": Doing.CLOSED, "Writes": Doing.WRAP_UP, "Rests": Doing.RESTING,
        "Away": Doing.AWAY, "Talks": Doing.TALKING,
    }  # fmt: skip
    assert writes and writes.mode is Mode.WRAP_UP and writes.until and writes.longer
