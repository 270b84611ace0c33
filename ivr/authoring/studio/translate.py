"""A Studio flow → a draft of ours and a row for each widget. Whether the draft is sound is not its business."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ivr.authoring.studio.answers import Answers
from ivr.authoring.studio.draft import Draft, Node
from ivr.authoring.studio.model import TRIGGER, Studio, Widget
from ivr.authoring.studio.names import free, plain_name
from ivr.authoring.studio.table import Row
from ivr.authoring.studio.tongue import choose, entries
from ivr.authoring.studio.unknown import forget
from ivr.authoring.studio.widgets import translate
from ivr.authoring.studio.widgets.speaking import carried
from ivr.authoring.studio.work import END, PERSON, PROMISE, Work

END_NODE = "end_of_call"
PROMISE_NODE = "call_back"
_SHORT = {"gather-input-on-call": "ask", "say-play": "say", "split-based-on": "split", "set-variables": "note"}


def draft_of(studio: Studio, among: Collection[str] | None = None) -> Work:
    """Everything that is known after all widgets were translated. `among`: the languages of the business."""
    reached = studio.reached(studio.start)
    widgets = [studio.widgets[name] for name in reached]
    tongue = choose(widgets, among)
    work = Work(studio, Answers(studio, reached), tongue, _names(widgets))
    work.switched = entries(studio, reached, tongue)
    work.carried = carried(studio, reached)
    work.rows = {widget.name: _row(widget, widget.name in reached) for widget in _in_order(studio, reached)}
    work.rows |= {name: work.rows[whole] for name, whole in _wholes(studio) if whole in work.rows}
    work.draft.start = work.to(studio.start).node if studio.start else PROMISE
    done = set[str]()
    while work.waiting:
        name = work.waiting.pop(0)
        if name not in done:
            done.add(name)
            translate(work, studio.widgets[name])
        work.waiting = [it for it in work.waiting if it not in done]
    _finish(work)
    return work


def _in_order(studio: Studio, reached: list[str]) -> Iterable[Widget]:
    """As a call comes to them, then the others as they stand."""
    others = [name for name in studio.widgets if name not in reached]
    return (studio.widgets[name] for name in [*reached, *others] if studio.widgets[name].kind != TRIGGER)


def _wholes(studio: Studio) -> Iterable[tuple[str, str]]:
    """Widgets that only join others, which have no row of their own."""
    for name, whole in studio.parts.items():
        while whole in studio.parts:
            whole = studio.parts[whole]
        yield name, whole


def _names(widgets: list[Widget]) -> dict[str, str]:
    taken = {END_NODE, PROMISE_NODE}
    names = dict[str, str]()
    for widget in widgets:
        names[widget.name] = free(plain_name(widget.name, _SHORT.get(widget.kind, "node")), taken)
        taken.add(names[widget.name])
    return names


def _row(widget: Widget, voice: bool) -> Row:
    row = Row(widget.name, widget.written or "(no type)", voice)
    if not voice:
        row.leave("no call comes to it: it answers messages, or nothing leads to it")
    return row


def _finish(work: Work) -> None:
    """The nodes behind the safe defaults, one callback for each team that is promised one."""
    forget(work)
    draft = work.draft
    if not work.teams:
        work.team("support", "")
    first = next(iter(work.teams))
    person = next((node.name for node in draft.nodes.values() if node.kind == "transfer"), PROMISE)
    for to in [to for node in draft.nodes.values() for to in node.targets()]:
        to.node = person if to.node == PERSON else to.node
        to.node = promise_node(draft, to.node.removeprefix(PROMISE) or first) if to.node[:9] == PROMISE else to.node
        to.node = end_node(draft) if to.node == END else to.node
    if draft.start == PROMISE:
        draft.start = promise_node(draft, first)
    for name, row in work.rows.items():
        if row.voice and not row.nodes and name not in work.folded:
            row.adapt("nothing leads to it any more")


def promise_node(draft: Draft, team: str) -> str:
    """The callback by a team that stands behind the safe defaults."""
    known = (node.name for node in draft.nodes.values() if _promises(node, team))
    return next(known, "") or draft.add(f"{PROMISE_NODE}_by_{team}", "callback", {"team": team})


def _promises(node: Node, team: str) -> bool:
    named = node.name.startswith(PROMISE_NODE) and node.kind == "callback"
    return named and isinstance(node.fields, dict) and node.fields.get("team") == team


def end_node(draft: Draft) -> str:
    if END_NODE not in draft.nodes:
        draft.add(END_NODE, "hang_up")
    return END_NODE
