"""Remarks on what callers hear: made by whoever talks with them, settled by whoever answers for the words."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from ivr.access import Action
from ivr.switchboard import trail
from ivr.switchboard.known import notes
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Remark
from ivr.switchboard.trail import By


class On(StrEnum):
    """Of what a remark speaks."""

    CARD = "card"
    NODE = "node"


def about(on: On, *names: str) -> str:
    """As `Remark.about` says it: a card by its name, a node by its flow and its own name."""
    return " ".join((on, *names))


def add(store: Store, by: By, of: str, text: str, call: str = "") -> Remark | None:
    """A remark on what `about` says, made at a call perhaps. None where nothing was written in it, or nobody in
    particular writes."""
    told = notes.clean(text)
    if not told or by.account_id is None:
        return None
    author = by.account_id

    def act(unit: Unit) -> Remark:
        row = unit.insert(Remark(0, unit.token(), of, told, author, by.name, unit.now, call))
        unit.tell(row, "made")
        trail.note(unit, by, Action.REMARK, f"remark {row.public_id}")
        return row

    return work(store, act, by.actor)


def settle(store: Store, by: By, public_id: str) -> Remark | None:
    """Its author has seen to it. Settled already, it stays as it is. None: there is no such remark."""
    return _change(store, by, public_id, settled=True)


def reopen(store: Store, by: By, public_id: str) -> Remark | None:
    """It was settled too early."""
    return _change(store, by, public_id, settled=False)


def _change(store: Store, by: By, public_id: str, settled: bool) -> Remark | None:
    def act(unit: Unit) -> Remark | None:
        row = unit.one(Remark, public_id=public_id)
        if row is None or (row.settled_at is not None) is settled:
            return row
        changed = replace(row, settled_at=unit.now if settled else None, settled_by=by.name if settled else "")
        trail.note(unit, by, Action.SETTLE_REMARK, f"remark {public_id}", after={"settled": settled})
        changed = unit.save(changed)
        unit.tell(changed, "settled" if settled else "reopened")
        return changed

    return work(store, act, by.actor)
