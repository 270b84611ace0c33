"""Which keys callers pressed at which menus of the flows, as counts: no row, caller or call is named."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import select

from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Call, Published, Turn

MOST_TURNS = 50_000
"""The newest ones: enough to tell what callers want, and soon read."""

_turns, _calls, _flows = TABLES[Turn].c, TABLES[Call].c, TABLES[Published].c


def presses(unit: SqlUnit) -> Counter[tuple[str, str, str, str]]:
    """(Flow, node, key, node to which it led) → how often."""
    newest = (
        select(_flows.name, _turns.events)
        .select_from(TABLES[Turn])
        .join(TABLES[Call], _calls.public_id == _turns.leg)
        .join(TABLES[Published], _flows.id == _calls.flow)
        .where(_turns.events.contains('"Pressed"'))
        .order_by(_turns.id.desc())
        .limit(MOST_TURNS)
    )
    counted = Counter[tuple[str, str, str, str]]()
    for flow, events in unit.run(newest):
        for event in json.loads(events):
            if event["kind"] == "Pressed":
                counted[flow, event["node"], event["keys"][:1], event["meaning"]] += 1
    return counted
