"""What is published: one live edition per name, all former ones kept. Calls end on the edition on which they began.

It takes compiled values and knows nothing of the files they came from. Every function works within a unit of work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from ivr.access import Action
from ivr.callflow.compiled import load_flow
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback, Transfer, Voicemail
from ivr.frozen import replace
from ivr.promise.business import Business
from ivr.promise.compiled import load_business
from ivr.switchboard import trail
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, CallState, Published
from ivr.switchboard.trail import By

FLOW, BUSINESS, CARD = "flow", "business", "card"
"""The kinds; there is one business, and it has the name of its kind. Cards are for people to read."""


class Unfit(Exception):
    """This edition cannot go live beside what is live now; nothing was changed."""


def publish(unit: Unit, kind: str, name: str, hash: str, compiled: str) -> Published | None:
    """Makes this the live edition; None where the live one is the same already."""
    live = live_edition(unit, kind, name)
    if live and live.hash == hash:
        return None
    if live:
        unit.save(replace(live, live=False), "publish")
    return unit.insert(Published(0, kind, name, hash, compiled, unit.now), "publish")


def retire(unit: Unit, kept: Collection[str], kind: str = FLOW) -> tuple[str, ...]:
    """Takes all flows (or all cards) but these off the line, and returns their names."""
    gone = [row for row in unit.many(Published, live=True) if row.kind == kind and row.name not in kept]
    for row in gone:
        unit.save(replace(row, live=False), "retire")
    return tuple(row.name for row in gone)


def rollback(unit: Unit, kind: str, name: str, to: int | None = None) -> Published | None:
    """Publishes a former edition again: the one with id `to`, else the newest that differs from the live one.

    None where there is no such edition; Unfit where it needs a team, or a number, that it cannot have now.
    """
    live = live_edition(unit, kind, name)
    former = [row for row in unit.many(Published, kind=kind, name=name) if live is None or row.hash != live.hash]
    chosen = [row for row in former if to in (None, row.id)]
    if not chosen:
        return None
    _fits(unit, chosen[-1])
    return publish(unit, kind, name, chosen[-1].hash, chosen[-1].compiled)


def make_live(unit: Unit, by: By, version: int) -> Published | None:
    """The edition with this id answers again, by somebody's hand; None and Unfit as with `rollback`."""
    wanted = unit.get(Published, version)
    if wanted is None or wanted.kind not in (FLOW, BUSINESS):
        return None
    before = live_edition(unit, wanted.kind, wanted.name)
    row = rollback(unit, wanted.kind, wanted.name, version)
    if row is not None:
        told = ({"version": before.id if before else None}, {"version": row.id, "as": version})
        trail.note(unit, by, Action.ROLL_BACK_FLOW, f"flow {wanted.name}", *told)
    return row


def history(unit: Unit) -> tuple[Published, ...]:
    """Every edition of the business and its flows that ever went live, the newest first."""
    rows = [row for kind in (BUSINESS, FLOW) for row in unit.many(Published, kind=kind)]
    return tuple(sorted(rows, key=lambda row: row.id, reverse=True))


def live_edition(unit: Unit, kind: str, name: str) -> Published | None:
    return next((row for row in unit.many(Published, kind=kind, name=name) if row.live), None)


def in_progress(unit: Unit, name: str) -> Mapping[int, int]:
    """The calls that are being answered by editions of this flow which are no longer live: edition → how many."""
    former = {row.id for row in unit.many(Published, kind=FLOW, name=name) if not row.live}
    return Counter(call.flow for call in unit.many(Call, state=CallState.LIVE) if call.flow in former)


def known(unit: Unit, kind: str, name: str, hash: str) -> bool:
    """Whether this very edition is live, or was."""
    return any(row.hash == hash for row in unit.many(Published, kind=kind, name=name))


def _fits(unit: Unit, row: Published) -> None:
    """A flow names teams of the live business, and numbers that no other live flow has; and the other way round."""
    others = [other for other in unit.many(Published, live=True) if (other.kind, other.name) != (row.kind, row.name)]
    flows = [load_flow(other.compiled) for other in others if other.kind == FLOW]
    if row.kind == BUSINESS:
        business = load_business(row.compiled)
        for flow in flows:
            _teams(flow, business)
        return
    flow = load_flow(row.compiled)
    for other in others:
        if other.kind == BUSINESS:
            _teams(flow, load_business(other.compiled))
    for number in flow.numbers:
        if taken := next((other.name for other in flows if number in other.numbers), None):
            raise Unfit(f"{number} is answered by the flow {taken} now")


def _teams(flow: Callflow, business: Business) -> None:
    asked = {node.team for node in flow.nodes.values() if isinstance(node, Transfer | Callback | Voicemail)}
    if missing := sorted(asked - set(business.teams)):
        raise Unfit(f"the flow {flow.name} asks for the team {missing[0]}, which the business does not have")
