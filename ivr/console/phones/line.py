"""Where a call stands in its flow, for the phones page: the nodes that it came by, the lit one, and what is known."""

from __future__ import annotations

import json

from ivr.callflow.position import Position, read
from ivr.console.phones.people import Json
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, CallState, Transfer, Turn

HIDDEN = "•••"
"""Instead of an answer that is nobody's business."""
CALL = "/calls/{}"
SCRIPT = "/calls/{}/script.yaml"


def line(store: SqlStore, board: Board, sid: str) -> Json | None:
    """The call of this leg. None: there is none, such as for an agent's telephone."""
    with store.reading() as unit:
        call = unit.one(Call, sid=sid)
        path = _path(unit, call) if call else []
    if call is None:
        return None
    flow = board.library.flow(call.flow)
    stands = _position(call)
    return {
        "flow": flow.name,
        "edition": call.flow,
        "nodes": list(flow.nodes),
        "titles": {node: dict(titles) for node, titles in flow.titles.items()},
        "path": path,
        "node": stands.node if stands and call.state is CallState.LIVE else None,
        "known": _known(call, stands),
        "call": CALL.format(call.public_id),
        "script": SCRIPT.format(call.public_id),
    }


def _path(unit: Unit, call: Call) -> list[str]:
    """In the order in which it came to them."""
    legs = (call.public_id, *(row.public_id for row in unit.many(Transfer, call_id=call.id)))
    turns = sorted(unit.many(Turn, leg=legs), key=lambda turn: turn.id)
    told = (event for turn in turns for event in json.loads(turn.events))
    return [event["node"] for event in told if event["kind"] == "Entered"]


def _position(call: Call) -> Position | None:
    try:
        return read(call.position) if call.position else None
    except ValueError:
        return None


def _known(call: Call, stands: Position | None) -> list[Json]:
    """Names and values; what is sensitive is hidden."""
    known = {"language": call.language, "topic": call.topic}
    for name, value in stands.answers if stands else ():
        known[name] = HIDDEN if value.sensitive else value.text
    return [{"name": name, "value": value} for name, value in known.items() if value]
