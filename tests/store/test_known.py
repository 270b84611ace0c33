"""What every store promises of rows that are taken away, of changes that are told, and of persons with several rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import Entry, Tag
from tests.store import samples

AnyStore = MemoryStore | SqlStore


def test_what_is_nobodys_life_can_be_taken_away_and_comes_back_with_a_unit_that_fails(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        word = samples.tag(unit, person)
        with pytest.raises(TypeError):
            unit.remove(person)
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        unit.remove(word)
        1 / 0  # noqa: B018
    with store.unit() as unit:
        assert unit.many(Tag, caller_id=person.id) == (word,)
        unit.remove(word)
        unit.remove(word)
        assert unit.many(Tag, caller_id=person.id) == ()
        samples.tag(unit, person)


def test_what_is_no_change_of_state_can_be_told_all_the_same(store: AnyStore) -> None:
    with store.unit("account:7") as unit:
        person, ada = samples.caller(unit), samples.agent(unit)
        unit.tell(person, "tag")
        unit.tell(ada, "wrap_up")
    with store.reading() as unit:
        (line,) = unit.many(Entry, entity="caller", entity_id=person.id)
        assert (line.cause, line.actor, line.from_state, line.to_state) == ("tag", "account:7", "", "")
        _, line = unit.many(Entry, entity="agent", entity_id=ada.id)
        assert (line.cause, line.from_state, line.to_state) == ("wrap_up", "available", "available")
        with pytest.raises(RuntimeError):
            unit.tell(person, "tag")


def test_one_person_has_all_the_rows_that_stand_for_them(store: AnyStore) -> None:
    with store.unit() as unit:
        alone, first, second = samples.caller(unit), samples.caller(unit), samples.caller(unit)
        unit.save(replace(first, person=first.id))
        unit.save(replace(second, person=first.id))
    both = (first.id, second.id)
    with store.unit() as unit:
        unit.lock(alone.id), unit.lock(second.id)
        assert [unit.person(one.id) for one in (alone, first, second)] == [(alone.id,), both, both]
    with store.reading() as unit:
        assert [unit.person(one.id) for one in (alone, first, second)] == [(alone.id,), both, both]
