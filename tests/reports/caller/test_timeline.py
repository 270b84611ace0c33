"""What a person's page tells: who they are, and all that ever was, in its order, page by page, in few statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ivr.promise import transfer
from ivr.reports.callback.callbacks import CallbackShown
from ivr.reports.caller import persons, seeking, timeline
from ivr.reports.caller.stories import Story
from ivr.reports.caller.timeline import ChangeTold, Kind, MessageTold, NoteTold, Place
from ivr.store.rules.kinds import NAMES
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Caller, CallState, Matter, MessageState, Turn
from tests.store import samples
from tests.store.test_plans import SMALL, Sent, scans_of_postgresql, scans_of_sqlite, sent

__all__ = ["sent"]

NASRIN, KARIM = "+8801712345678", "+8801812345679"


def two_numbers(unit: Unit) -> tuple[Caller, Caller]:
    first = samples.caller(unit, number=NASRIN, name="Nasrin")
    first = unit.save(replace(first, person=first.id))
    return first, samples.caller(unit, number=KARIM, name="Nasrin", person=first.id)


def ended(unit: Unit, of: Caller, **fields: Any) -> Any:
    return samples.call(unit, of, state=CallState.ENDED, deadline=None, ended_at=unit.now, **fields)


def much(unit: Unit) -> tuple[Caller, Caller]:
    """One of everything, between us and somebody with two numbers."""
    first, second = two_numbers(unit)
    on = ended(unit, second, outcome="completed")
    asked = samples.transfer_row(unit, second, on)
    asker = samples.offer_row(unit, samples.agent(unit, name="Asha"), asked)
    unit.save(replace(asked, state=transfer.State.TALKING, offer_id=asker.id, answered_at=unit.now))
    events = [{"kind": "Entered", "node": "reason"}, {"kind": "Pressed", "node": "reason", "keys": "1", "meaning": "x"}]
    unit.insert(Turn(0, on.public_id, 1, "[]", json.dumps(events), unit.now))
    samples.callback_row(unit, first, words="within the hour")
    samples.message(unit, caller_id=first.id, text="Your bill", state=MessageState.SENT, deadline=None)
    samples.note(unit, second), samples.tag(unit, first), samples.consent(unit, first)
    unit.tell(first, "changed: name")
    unit.tell(first, "note abc")
    return first, second


def test_a_person_has_all_their_rows_together(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first, second = much(unit)
    with sql_store.reading() as unit:
        found = persons.one(unit, second.id)
        assert persons.one(unit, 999) is None and persons.representative(unit, 999) is None
        assert persons.representative(unit, second.id) == first.id
        found = persons.one(unit, first.id)
    assert found is not None and found.known == (NASRIN, KARIM) and found.ids == (first.id, second.id)
    assert found.owed is not None and found.owed.brief.promise == "within the hour"
    assert (found.tags, found.calls_lately, found.on_the_line) == (("wholesale",), 1, False)
    assert found.consents[Matter.RECORDING].given and found.deleting is None


def test_everything_is_told_once_the_newest_first(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first, second = much(unit)
    with sql_store.reading() as unit:
        told = timeline.page(unit, (first.id, second.id))
    what = {one.kind: one.what for one in told.entries}
    assert set(what) == set(Kind) and len(told.entries) == 5 and told.next is None, "a note is told by itself alone"
    story, message, note, change = (what[kind] for kind in (Kind.CALL, Kind.MESSAGE, Kind.NOTE, Kind.CHANGE))
    assert isinstance(story, Story) and [(step.node, step.keys) for step in story.way] == [("reason", "1")]
    assert story.asked[0].agent == "Asha" and story.asked[0].team == "support"
    assert isinstance(what[Kind.CALLBACK], CallbackShown)
    assert isinstance(message, MessageTold) and message.text == "Your bill"
    assert isinstance(note, NoteTold) and note.text == "Prefers mornings"
    assert isinstance(change, ChangeTold) and change.cause == "changed: name"


def test_one_kind_alone_and_a_withdrawn_note_without_its_words(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first, second = much(unit)
        row = samples.note(unit, first)
        unit.save(replace(row, withdrawn_at=unit.now, withdrawn_by="Bo"))
    with sql_store.reading() as unit:
        told = timeline.page(unit, (first.id, second.id), {Kind.NOTE})
    assert [one.what.text for one in told.entries if isinstance(one.what, NoteTold)] == ["", "Prefers mornings"]


@pytest.mark.parametrize("limit", [2, 5])
def test_page_after_page_tells_each_thing_once_also_at_one_moment(sql_store: SqlStore, limit: int) -> None:
    with sql_store.unit() as unit:
        caller = samples.caller(unit)
        for number in range(12):
            at = unit.now - timedelta(hours=number // 6)  # six at each moment
            samples.note(unit, caller, at=at) if number % 2 else ended(unit, caller, started_at=at)
    seen: list[tuple[Kind, object]] = []
    after: Place | None = None
    with sql_store.reading() as unit:
        while True:
            stretch = timeline.page(unit, (caller.id,), after=after, limit=limit)
            seen += [(one.kind, getattr(one.what, "id", None)) for one in stretch.entries]
            if stretch.next is None:
                break
            after = timeline.read(stretch.next.write())
            assert after == stretch.next
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize("text", ["", "x~1~2", "2026-11-22T12:00:00~0~1", "2026-11-22T12:00:00+00:00~0~-1"])
def test_an_odd_place_is_none(text: str) -> None:
    assert timeline.read(text) is None


def test_five_hundred_calls_cost_no_more_statements_than_one(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        few, many = samples.caller(unit), samples.caller(unit)
        ended(unit, few), samples.note(unit, few)
        for _ in range(500):
            ended(unit, many)
        samples.note(unit, many, at=unit.now + timedelta(seconds=1))

    def statements(caller: Caller) -> int:
        sent.clear()
        with sql_store.reading() as unit:
            persons.one(unit, caller.id), timeline.page(unit, (caller.id,))
        return len(sent)

    assert statements(many) == statements(few) < 20


def test_no_big_table_is_read_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        first, second = much(unit)
        erased = samples.caller(unit, number=None, erased_at=unit.now)
    sent.clear()
    dialect = sql_store.engine.dialect.name
    with sql_store.reading() as unit:
        for id in (first.id, erased.id):
            persons.one(unit, id)
        timeline.page(unit, (first.id, second.id), after=Place(unit.now, 1, 5))
        for text in ("", "01712", "nasrin"):
            seeking.seek(unit, text, "BD", dialect)
    scans: Callable[[Any, str, Any], list[str]] = scans_of_sqlite if dialect == "sqlite" else scans_of_postgresql
    with sql_store.engine.connect() as connection:
        connection.begin()
        cursor = connection.connection.cursor()
        for statement, parameters in [one for one in sent if one[0].startswith("SELECT")]:
            whole = {table for table in scans(cursor, statement, parameters) if table in NAMES.values()}
            if "LIMIT" in statement and dialect == "sqlite":
                continue  # the newest of each are walked by their ids, which SQLite calls a scan
            assert whole <= SMALL, statement
