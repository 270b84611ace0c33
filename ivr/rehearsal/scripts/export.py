"""A call that was, written as a call script: played once, so that it says what is heard and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.authoring.problem import Findings
from ivr.authoring.scripts import Act, read_script
from ivr.calendar import to_local
from ivr.callflow.graph import Callflow
from ivr.promise.business import Business
from ivr.rehearsal.scripts.marked import marked
from ivr.rehearsal.scripts.play import play
from ivr.rehearsal.scripts.played import Played
from ivr.rehearsal.scripts.told import Told, alias, told
from ivr.reports.call.calls import CallShown

TITLE = "a call as it was"
_MOST_WORDS = 60
_ACTS_OF_THE_CALLER = (Act.PRESSES, Act.SAYS, Act.STAYS_SILENT)


@dataclass(frozen=True, slots=True)
class Exported:
    """`text` is a whole file. `faithful`: whether the script comes by the nodes by which the call came, in their order;
    else `parted` is the first at which it does not."""

    text: str
    faithful: bool
    parted: str = ""


def export(call: CallShown, flow: Callflow, business: Business, flows: Mapping[str, Callflow]) -> Exported:
    """The call as a script for this flow: the edition on which it was."""
    said = told(call, flow)
    known = {**flows, flow.name: flow}
    first = _play(_written(said, flow, business, [], ""), flow, business, known)
    text = _written(said, flow, business, first.heard, first.how)
    again = _play(text, flow, business, known)
    parted = next((was for was, now in _side_by_side(said.path, again.path) if was != now), None)
    return Exported(text, parted is None and again.failure is None, parted or "")


def _side_by_side(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place in range(max(len(was), len(now))):
        yield was[place] if place < len(was) else "(end)", now[place] if place < len(now) else ""


def _play(text: str, flow: Callflow, business: Business, flows: Mapping[str, Callflow]) -> Played:
    found = Findings("exported")
    form, _ = read_script(text.encode(), business, flows, found)
    assert form, found.problems
    return play(form.scripts[TITLE], business, marked(flow), flows)


def _written(said: Told, flow: Callflow, business: Business, heard: Sequence[str], how: str) -> str:
    lines = ["version: 1", f"flow: {flow.name}", "scripts:", f"  {TITLE}:", *_head(said, business), "    steps:"]
    for place, (act, value) in enumerate(said.steps):
        if words := _words(act, heard, place):
            lines.append(f"      - hears: {_quoted(words)}")
        lines.append(f"      - {act}: {_quoted(value)}" if value else f"      - {act}")
    return "\n".join([*lines, *([f"    ends: {how}"] if how else [])]) + "\n"


def _head(said: Told, business: Business) -> Iterator[str]:
    yield f"    at: {to_local(said.at, business.zone):%Y-%m-%d %H:%M:%S}"
    if said.withheld:
        yield "    from: withheld"
    if said.speaks:
        yield f"    speaks: {said.speaks}"
    if said.owed:
        yield f"    owed: {said.owed}"
    if said.agents:
        agents = ", ".join(f"{alias(said.agents, name)}: {does}" for name, does in said.agents.items())
        yield f"    agents: {{{agents}}}"
    if said.incidents:
        yield f"    incidents: {{{said.incidents[0]}: There is trouble.}}"
    if said.systems:
        yield f"    systems: {json.dumps(said.systems)}"


def _words(act: Act, heard: Sequence[str], place: int) -> str:
    """The beginning of what was said last before an act of the caller, where it was not said before the last one."""
    if act not in _ACTS_OF_THE_CALLER or place >= len(heard):
        return ""
    words = heard[place] if not place or heard[place] != heard[place - 1] else ""
    return words if len(words) <= _MOST_WORDS else words[:_MOST_WORDS].rpartition(" ")[0]


def _quoted(text: str) -> str:
    """In quotes, as YAML reads them in every place."""
    return json.dumps(text, ensure_ascii=False)
