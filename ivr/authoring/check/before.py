"""What a flow changes for those who know the version before it, and what the call log says of its menus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.authoring.check.wording import TONGUES
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import ChoiceForm, MenuForm
from ivr.authoring.problem import Findings
from ivr.authoring.shape import Pairs
from ivr.callflow import nodes
from ivr.callflow.graph import Callflow

ENOUGH = 100
"""Presses at a menu below which nothing follows from them."""
CLEARLY = 1.2
"""So many times as often as the first choice: less may be chance."""

Presses = Counter[tuple[str, str, str, str]]
"""Flow, node, key and the node to which it led → how often."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a folder is compared with. `presses` is empty where there is no call log."""

    flows: Mapping[str, Callflow] = field(default_factory=dict)
    presses: Presses = field(default_factory=Counter)


def check_before(flow: FlowForm, before: Before, found: Findings) -> None:
    name = flow.callflow.value
    old = before.flows.get(name)
    for node, pair in flow.nodes.items():
        if not isinstance(pair.value, MenuForm):
            continue
        was = old.nodes.get(node) if old else None
        if isinstance(was, nodes.Menu):
            _changed(pair.value, was, found)
        _most_pressed(name, node, pair.value, before.presses, found)


def _changed(form: MenuForm, was: nodes.Menu, found: Findings) -> None:
    if _says_so(form):
        return
    for key, pair in form.choices.items():
        old = was.choices.get(key)
        if old is None or old.go == pair.value.go.value or _same_topic(pair.value, old):
            continue
        message = f'key {key} leads to "{pair.value.go.value}", and to "{old.go}" in the version before'
        source = f"{message} (Avaya's guide: say that the menu has changed)"
        found.add(Code.KEY_CHANGED, pair.key.mark, source, '"Our menu has changed." in the prompt, for a while')


def _same_topic(form: ChoiceForm, old: nodes.Choice) -> bool:
    return bool(form.topic and form.topic.value == old.topic)


def _says_so(form: MenuForm) -> bool:
    """Whether the prompt speaks of a change, in every language for which we know the words."""
    texts = [(TONGUES[code], form.prompt.text(code)) for code in form.prompt.languages if code in TONGUES]
    if form.prompt.bare:
        texts = [(TONGUES["en"], form.prompt.bare.value)]
    return bool(texts) and all(tongue.changed.search(text) for tongue, text in texts)


def _most_pressed(flow: str, node: str, form: MenuForm, presses: Presses, found: Findings) -> None:
    counts = {key: _count(flow, node, key, form.choices, presses) for key in form.choices if key != "0"}
    if len(counts) < 2 or sum(counts.values()) < ENOUGH:
        return
    first, most = next(iter(counts)), max(counts, key=lambda key: counts[key])
    if counts[most] > counts[first] * CLEARLY:
        message = f"{most} was pressed {counts[most]} times, {first} only {counts[first]} times"
        source = f"{message} (ISO/IEC 13714: what is wanted most comes first)"
        found.add(Code.MOST_PRESSED_FIRST, form.choices[most].key.mark, source, f"this choice on {first}")


def _count(flow: str, node: str, key: str, choices: Pairs[ChoiceForm], presses: Presses) -> int:
    """How often this choice was made. One that has moved to another key is still the same where it leads alone."""
    go = choices[key].value.go.value
    if exact := presses[flow, node, key, go]:
        return exact
    if sum(pair.value.go.value == go for pair in choices.values()) > 1:
        return 0
    return sum(count for (by, at, _, to), count in presses.items() if (by, at, to) == (flow, node, go))
