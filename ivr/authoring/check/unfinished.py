"""What a flow still leaves to be done: every `todo` node, by its name."""

from __future__ import annotations

from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes.speaking import TodoForm
from ivr.authoring.problem import Findings

MOST_SHOWN = 120


def check_unfinished(flow: FlowForm, found: Findings) -> None:
    for pair in flow.nodes.values():
        if isinstance(pair.value, TodoForm):
            what = pair.value.what.value
            shown = what if len(what) <= MOST_SHOWN else f"{what[: MOST_SHOWN - 1]}…"
            found.add(
                Code.UNFINISHED,
                pair.value.what.mark,
                f'"{pair.key.value}" is still to be done: {shown}',
                f'another node in its place; until then a call goes on to "{pair.value.next.value}"',
            )
