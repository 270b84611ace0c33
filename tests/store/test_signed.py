"""Those who sign in, in every store: their rows come back, what is unique is, and the trail is never written over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.access import Role
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Broken, Conflict
from ivr.switchboard.rows import Account, Deed, Guard, Link, Passkey, Visit
from tests.store import samples
from tests.store.samples import LATER, NOON

AnyStore = MemoryStore | SqlStore


def test_every_kind_comes_back_as_it_was_laid_down(store: AnyStore) -> None:
    with store.unit() as unit:
        ada = unit.insert(Account(0, "ada@shop.example", "Ada", Role.OWNER, NOON, samples.agent(unit).id, totp="{}"))
        rows = [
            ada,
            unit.insert(Passkey(0, ada.id, "আঙুল", "abc", "def", 7, NOON, used_at=LATER)),
            unit.insert(Visit(0, "hash", ada.id, NOON, LATER, "192.0.2.1")),
            unit.insert(Link(0, "hash", ada.id, NOON, LATER)),
            unit.insert(Guard(0, "network:192.0.2.1", 3, NOON, LATER)),
            unit.insert(Deed(0, NOON, ada.id, "Ada", "see caller", "caller 1", "192.0.2.1", "", '{"vip":true}')),
            unit.insert(Deed(0, NOON, None, "operator", "add person", "account 1", "", "", "")),
        ]
    with store.reading() as unit:
        assert [unit.get(type(row), row.id) for row in rows] == rows
        assert unit.many(Visit, account_id=ada.id, ended_at=None) == (rows[2],)
        assert [deed.id for deed in unit.many(Deed, account_id=ada.id)] == [rows[5].id]


@pytest.mark.parametrize("field", ["email", "agent_id"])
def test_one_account_per_address_and_per_agent(store: AnyStore, field: str) -> None:
    with store.unit() as unit:
        agent = samples.agent(unit).id
        unit.insert(Account(0, "ada@shop.example", "Ada", Role.OWNER, NOON, agent))
        for number in range(2):  # nobody's agent is no agent
            unit.insert(Account(0, f"bo{number}@shop.example", "Bo", Role.VIEWER, NOON))
    taken = {"email": "ada@shop.example", "agent_id": agent}[field]
    with pytest.raises(Conflict), store.unit() as unit:
        unit.insert(replace(Account(0, "cy@shop.example", "Cy", Role.AGENT, NOON), **{field: taken}))


def test_who_is_not_there_has_no_visit(store: AnyStore) -> None:
    with pytest.raises(Broken), store.unit() as unit:
        unit.insert(Visit(0, "hash", 99, NOON, NOON, ""))


def test_the_trail_is_never_written_over(store: AnyStore) -> None:
    with store.unit() as unit:
        line = unit.insert(Deed(0, NOON, None, "operator", "x", "account 1", "", "", ""))
        with pytest.raises(TypeError):
            unit.save(line)
