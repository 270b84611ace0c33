"""docs/lifecycle.md, drawn from the tables of transitions: `python -m tests.promise.diagrams` writes it again."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType

from ivr.promise import callback, offer, transfer
from tests.models.callback_world import PROMISES as CALLBACK_PROMISES
from tests.models.mutants import MUTANTS
from tests.models.transfer_world import PROMISES as TRANSFER_PROMISES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"


@dataclass(frozen=True)
class Machine:
    """One of the three machines, and the state in which a row of it is born."""

    module: ModuleType
    first: StrEnum
    told: str
    """What the diagram does not show, in a sentence or two."""

    @property
    def name(self) -> str:
        return self.module.__name__.rpartition(".")[2]

    @property
    def table(self) -> Mapping[StrEnum, Mapping[StrEnum, StrEnum]]:
        table: Mapping[StrEnum, Mapping[StrEnum, StrEnum]] = self.module.TRANSITIONS
        return table

    @property
    def final(self) -> frozenset[StrEnum]:
        final: frozenset[StrEnum] = self.module.FINAL
        return final


MACHINES = (
    Machine(
        transfer,
        transfer.State.WAITING,
        "It is committed, with its obligation, before the caller hears any music. `served` and `callback` are decided"
        " in `talked` only, once there was a talk: by the agent's key, by the length of a talk that was reported, or"
        " by twenty minutes without proof.",
    ),
    Machine(
        callback,
        callback.State.SCHEDULED,
        "At most one is open per caller. `suspended` means that the caller is on the line with us by a call of their"
        " own; `review`, that a person must look. Neither is an end.",
    ),
    Machine(
        offer,
        offer.State.INTENDED,
        "All doubt about what the carrier did with a request lives here. An end is the end of the asking: the leg may"
        " outlive it, and the row says apart from its state whether one is in flight.",
    ),
)


def page() -> str:
    """The whole page."""
    head = [
        "# The life of a promise",
        "",
        "Three machines, each one table in `ivr/promise`. This page is drawn from the tables"
        " (`python -m tests.promise.diagrams`), and a test holds the two together. What the tables allow is not yet"
        " what happens: `make models` explores every order in which callers, agents, workers and the carrier can"
        " meet them.",
    ]
    sections = (line for machine in MACHINES for line in _section(machine))
    return "\n".join([*head, *sections, *_explored()]) + "\n"


def _explored() -> list[str]:
    """What is explored, what holds, and which mistakes it would find."""
    promises = dict.fromkeys([*TRANSFER_PROMISES, *CALLBACK_PROMISES])
    return [
        "",
        "## What is explored",
        "",
        "Two worlds, every state of them (`make models`): a transfer, and a callback whose caller may ring in at any"
        " moment. In each two agents, up to two live offers, workers that die or outlive their lease, requests to"
        " the carrier that are lost or answered too late, requests of the carrier that are lost, late or doubled,"
        " people who hang up or press their key at any moment. Up to two faults at once (three with `FULL=1`). The"
        " rows move by the tables above and by nothing else. Everywhere holds:",
        "",
        *(f"- {promise};" for promise in promises),
        "- from every state a way without a further fault leads to an end;",
        "- and, should no person do anything any more, to rest: nobody on a line, nothing hanging.",
        "",
        "Assumed: what was committed stays committed; a line executes one answer to a request, and a repeated"
        " request gets the stored one; a customer's leg does not outlive the agent's leg that rang it; a request to"
        " place a call arrives within the quiet time or never. Without the last, an agent's phone may ring for an"
        " offer that is over, and hears that it is taken: all else still holds, and that is explored too.",
        "",
        "A check that finds nothing may be blind. So each of these protocols, right but for one mistake, is explored as"
        " well, and each is found out:",
        "",
        *(f"- {(mutant.__doc__ or '').strip()}" for mutant in MUTANTS),
    ]


def _section(machine: Machine) -> list[str]:
    ends = ", ".join(f"`{state}`" for state in machine.table if state in machine.final)
    drawing = ["```mermaid", "stateDiagram-v2", f"    [*] --> {machine.first}", *_arrows(machine), "```"]
    words = [f"| `{name}` | {text} |" for name, text in _told(machine).items()]
    table = ["| state or event | meaning |", "|---|---|", *words]
    return ["", f"## {machine.name.capitalize()}", "", machine.told, "", f"Ends: {ends}.", "", *drawing, "", *table]


def _arrows(machine: Machine) -> list[str]:
    """One arrow from state to state, with all events that cause it; then the ends."""
    arrows: dict[tuple[StrEnum, StrEnum], list[str]] = defaultdict(list)
    for state, row in machine.table.items():
        for event, after in row.items():
            arrows[state, after].append(event)
    drawn = [f"    {state} --> {after}: {', '.join(events)}" for (state, after), events in arrows.items()]
    return drawn + [f"    {state} --> [*]" for state in machine.table if state in machine.final]


def _told(machine: Machine) -> dict[str, str]:
    """The meaning of each state and event, from the strings that stand below their names in the source."""
    told: dict[str, str] = {}
    source = Path(machine.module.__file__ or "").read_text(encoding="utf-8")
    for enum in ast.parse(source).body:
        if isinstance(enum, ast.ClassDef):
            for member, text in zip(enum.body, enum.body[1:], strict=False):
                if isinstance(member, ast.Assign) and isinstance(text, ast.Expr):
                    told[ast.literal_eval(member.value)] = " ".join(ast.literal_eval(text.value).split())
    return told


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
