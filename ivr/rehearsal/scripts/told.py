"""A call that was, as the steps of a script: what was keyed, how long was waited, how agents behaved.

Nothing of the caller is in it: numbers and answers become examples, agents lose their names, words that were said are
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ivr import phone
from ivr.authoring.scripts import Act, Does
from ivr.callflow.collect import MONTH_FIRST, REFUSED
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Collect, Incident, Keyed, Language, Listen, Lookup, Menu, OpenCallback, Transfer
from ivr.callflow.values import Type
from ivr.reports.call.calls import CallShown, Event

SAID = "This is what the caller said."
_DOES = {"accepted": Does.ANSWERS, "declined": Does.DECLINES, "failed": Does.BUSY}
_KEPT = {Type.NUMBER: "5", Type.AMOUNT: "12.50", Type.DATE: "2027-01-01", Type.FLAG: "true", Type.DURATION: "600"}


@dataclass(slots=True)
class Told:
    """What stands in the script, in the making. `steps` are acts with their values, empty where there is none."""

    at: datetime
    withheld: bool
    speaks: str = ""
    owed: str = ""
    agents: dict[str, str] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)
    systems: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: list[tuple[Act, str]] = field(default_factory=list)
    path: tuple[str, ...] = ()


def told(call: CallShown, flow: Callflow) -> Told:
    """The whole call, as far as it can be told without its caller."""
    said = Told(call.started_at, call.caller is None, agents=_agents(call.events))
    said.path = tuple(event["node"] for event in call.events if event["kind"] == "entered")
    if not any(_asked_for_language(event, flow) for event in call.events):
        said.speaks = call.language
    if any(_was_owed(event, flow) for event in call.events):
        said.owed = next((row.team for row in call.transfers), next(iter(flow.team_schedules)))
    transfers = iter(call.transfers)
    for place, event in enumerate(call.events):
        node, onward = flow.nodes.get(event["node"] or ""), _onward(call.events[place + 1 :])
        if event["kind"] == "transfer_asked" and (row := next(transfers, None)):
            said.steps += _waited(row.answered_by, row.wait_seconds, node, onward, said)
        elif event["kind"] == "lookup_asked" and isinstance(node, Lookup):
            said.systems[event["node"]] = _answer(node, onward)
        elif event["kind"] == "entered" and isinstance(node, Incident) and onward == node.declared != node.next:
            said.incidents += node.topics[:1]
        else:
            said.steps += _acts(event, node, onward, call.events[:place], flow)
    ended = any(event["kind"] == "ended" for event in call.events)
    if not ended and (not said.steps or said.steps[-1][0] is not Act.HANGS_UP):
        said.steps.append((Act.HANGS_UP, ""))
    return said


def _onward(events: Sequence[Event]) -> str:
    """The node to which the call came next; empty where it came to none."""
    return next((event["node"] for event in events if event["kind"] == "entered"), "")


def _asked_for_language(event: Event, flow: Callflow) -> bool:
    return event["kind"] in ("pressed", "silent") and isinstance(flow.nodes.get(event["node"]), Language)


def _was_owed(event: Event, flow: Callflow) -> bool:
    return event["kind"] in ("pressed", "silent") and isinstance(flow.nodes.get(event["node"]), OpenCallback)


def _agents(events: Sequence[Event]) -> dict[str, str]:
    """Agent → what they did; the names are told to nobody."""
    done: dict[str, str] = {}
    for event in events:
        if event["kind"] == "offer" and event.get("agent"):
            does = _DOES.get(event["state"])
            if does or event["agent"] not in done:
                done[event["agent"]] = does or done.get(event["agent"], Does.LETS_IT_RING)
    return done


def alias(agents: Mapping[str, str], name: str) -> str:
    """`Agent 2`."""
    return f"Agent {list(agents).index(name) + 1}" if name in agents else "Agent 1"


def _waited(by: str | None, seconds: int, node: object, onward: str, said: Told) -> Iterator[tuple[Act, str]]:
    """From asking for a person on until the line is elsewhere."""
    if by:
        yield Act.TALKS_WITH, alias(said.agents, by)
        yield (Act.AGENT_LEAVES, "") if isinstance(node, Transfer) and onward else (Act.HANGS_UP, "")
    elif not onward:
        yield Act.WAITS, f"{max(1, min(seconds, 3600))}s"
        yield Act.HANGS_UP, ""


def _acts(
    event: Event, node: object, onward: str, before: Sequence[Event], flow: Callflow
) -> Iterator[tuple[Act, str]]:
    match event["kind"]:
        case "pressed":
            yield Act.PRESSES, event["keys"] or _example(event["meaning"], node, flow)
        case "silent":
            yield Act.STAYS_SILENT, ""
        case "answered" if isinstance(node, Collect) and not _confirmed(event, before):
            yield Act.PRESSES, _keyed(node, flow)
        case "answered" if isinstance(node, Menu):
            yield Act.SAYS, SAID
        case "recording_asked":
            nothing = isinstance(node, Listen) and onward == node.otherwise != node.next
            yield (Act.STAYS_SILENT, "") if nothing else (Act.SAYS, SAID)


def _confirmed(answered: Event, before: Sequence[Event]) -> bool:
    """Whether the answer was confirmed by a key: then what was keyed has been told already."""
    last = next((event for event in reversed(before) if event["kind"] in ("pressed", "entered")), None)
    return last is not None and last["kind"] == "pressed" and last["node"] == answered["node"] and bool(last["keys"])


def _example(meaning: str, node: object, flow: Callflow) -> str:
    """Keys for what was keyed and is in no event."""
    if not isinstance(node, Collect):
        return f"{_national(flow)}#"
    return ("1#" if node.least > 1 else "*#") if meaning == REFUSED else _keyed(node, flow)


def _keyed(node: Collect, flow: Callflow) -> str:
    match node.kind:
        case Keyed.DATE:
            return "01152027#" if flow.country in MONTH_FIRST else "15012027#"
        case Keyed.PHONE:
            return f"{_national(flow)}#"
    keys = "1234567890123456789012345678901234567890"[: node.least]
    return keys if node.least == node.most else f"{keys}#"


def _national(flow: Callflow) -> str:
    """An example of a number, as one dials it from abroad: so it is read in every country."""
    example = phone.example(flow.country) or "+12025550123"
    return f"{'011' if flow.country in MONTH_FIRST else '00'}{example[1:]}"


def _answer(node: Lookup, onward: str) -> dict[str, Any]:
    """What our own system must have answered, by where the call went on; its values are examples."""
    if onward == node.next:
        return {"status": 200, "says": example(node)}
    return {"status": 404 if onward == node.not_found != node.failed else 0}


def example(node: Lookup) -> dict[str, Any]:
    """An answer in which everything that is kept is there; a list is empty, whatever else is asked of it."""
    values = {kept.path: _KEPT.get(kept.type, "12") for kept in node.keep.values() if kept.type is not Type.LIST}
    whole: dict[str, Any] = {}
    lists = [kept.path for kept in node.keep.values() if kept.type is Type.LIST]
    for path, value in [*values.items(), *((path, []) for path in lists)]:
        at = whole
        *above, last = path.split(".")
        if any(path.startswith(f"{name}.") for name in lists):
            continue
        for name in above:
            at = at.setdefault(name, {})
        at[last] = value
    return whole
