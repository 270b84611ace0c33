"""Makes a draft pass the checker: what would leave a caller alone leads to the safe default, and is listed as such.

It uses the checker's own proof, so it holds for whatever the checker asks. What it cannot mend becomes a `todo`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from ivr.authoring.business import BusinessForm
from ivr.authoring.check.graph import endless, without_caller
from ivr.authoring.check.proof import Failure, Leg, prove
from ivr.authoring.check.ways import Ways, ways
from ivr.authoring.nodes import Exit, How
from ivr.authoring.problem import Problem
from ivr.authoring.studio.draft import Draft, Node, To
from ivr.authoring.studio.names import free
from ivr.authoring.studio.page import Head, errors_of, flow_page, problems_of, read_flow
from ivr.authoring.studio.table import Row
from ivr.authoring.studio.translate import promise_node
from ivr.authoring.studio.unknown import forget
from ivr.authoring.studio.work import Work
from ivr.authoring.studio.write import Page

ROUNDS = 80
_PATIENT = 40
"""Rounds in which one way of a knot is cut at a time; after them, all."""
_FIRST_CUT = (How.SILENCE, How.ON, How.SYSTEM)
_SAFEST = ("otherwise", "failed", "unanswered", "cannot", "next", "to")


@dataclass(slots=True)
class Mending:
    work: Work
    head: Head
    business: BusinessForm
    team: str
    page: Page

    @property
    def draft(self) -> Draft:
        return self.work.draft


def mended(work: Work, head: Head, business: BusinessForm, team: str) -> Page:
    """The file of a draft that was made sound; `team` calls back where nobody else is named."""
    it = Mending(work, head, business, team, Page())
    for number in range(ROUNDS):
        _reconnect(it)
        it.page = flow_page(head, it.draft)
        if not _changed(it, everything=number >= _PATIENT):
            return it.page
    return _bare(it)


def _changed(it: Mending, everything: bool) -> bool:
    """Whether this round found something to mend."""
    form, found = read_flow(it.page.text)
    if form is None or errors_of(found):
        return _replace_all(it, errors_of(found))
    places = ways(form)
    if _cut_knots(it, places, everything) or _settle(it, places):
        return True
    return _replace_all(it, problems_of(form, found, it.business))


def _reconnect(it: Mending) -> None:
    """Every way leads somewhere, and every node is led to."""
    draft = it.draft
    for node in list(draft.nodes.values()):
        for to in node.targets():
            if to.node not in draft.nodes:
                to.node = promise_node(draft, it.team)
    if draft.start not in draft.nodes:
        draft.start = promise_node(draft, it.team)
    reached, waiting = set[str](), [draft.start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [to.node for to in draft.nodes[name].targets()]
    if len(reached) < len(draft.nodes):
        draft.nodes = {name: node for name, node in draft.nodes.items() if name in reached}
        forget(it.work)


def _cut_knots(it: Mending, places: Ways, everything: bool) -> bool:
    """Rounds on which a silent caller would go for ever: cut where they come back, so that all on the way is kept."""
    cut, far = False, _distances(it.draft.start, places)
    for knot, around in list(endless(places)):
        inside = [
            (name, way)
            for how in _FIRST_CUT
            for name in sorted(knot, key=lambda name: (-far[name], name))
            for way in around[name].exits
            if way.how is how and way.target in knot and without_caller(way) and far[way.target] <= far[name]
        ]
        for name, way in inside if everything else inside[:1]:
            _redirect(it, name, way, promise_node(it.draft, it.team))
            _list(it, name, "who pressed nothing went round for ever: we call back")
            if way.how is How.SYSTEM:
                _adapt(it, name, "it led back to where nobody has to do anything: we call back instead")
            cut = True
    return cut


def _distances(start: str, places: Ways) -> dict[str, int]:
    """How many steps a place is from the start."""
    far, waiting = {start: 0}, deque([start])
    while waiting:
        name = waiting.popleft()
        for way in places[name].exits:
            if way.target not in far:
                far[way.target] = far[name] + 1
                waiting.append(way.target)
    return far


def _settle(it: Mending, places: Ways) -> bool:
    """Ways on which the proof finds somebody left with nothing; one for each node in one round."""
    touched = set[str]()
    for failure in prove(it.draft.start, places):
        if not failure.legs:
            continue
        leg = failure.legs[-1]
        involved = {leg.place, *leg.through}
        if not touched & involved:
            touched |= involved
            _settle_one(it, failure, leg)
    return bool(touched)


def _settle_one(it: Mending, failure: Failure, leg: Leg) -> None:
    draft, place = it.draft, it.draft.nodes[leg.place]
    team = place.fields.get("team") if place.kind == "transfer" and isinstance(place.fields, dict) else None
    promise = promise_node(draft, str(team or it.team))
    _list(it, leg.through[-1] if leg.through else leg.place, _WHEN.get(failure.code.value, "the call ended"))
    if not leg.through:
        _redirect(it, leg.place, failure.way, promise)
        return
    chain = [draft.nodes[name] for name in leg.through]
    if any(draft.users(node.name) > 1 for node in chain):
        chain = [_copy(it, node) for node in chain]
        for node, after in zip(chain, chain[1:], strict=False):
            _lead(node, after.name)
        _redirect(it, leg.place, failure.way, chain[0].name)
    _lead(chain[-1], promise)


_WHEN = {
    "F401": "a caller who had asked for a person was hung up on: we call back",
    "F402": "a caller who would have reached a person at another time, or on another way, was hung up on: we call back",
    "F403": "a caller who pressed nothing was hung up on: we call back",
}


def _copy(it: Mending, node: Node) -> Node:
    name = free(f"{node.name}_then_call_back", it.draft.nodes)
    fields = {key: To(value.node) if isinstance(value, To) else value for key, value in node.beside.items()}
    inner = node.fields
    if isinstance(inner, dict):
        inner = {key: To(value.node) if isinstance(value, To) else value for key, value in inner.items()}
    it.draft.nodes[name] = Node(name, node.kind, inner, fields, list(node.notes))
    for row in _rows(it, node.name):
        row.nodes.append(name)
    return it.draft.nodes[name]


def _lead(node: Node, target: str) -> None:
    """The one way on of a node that decides nothing."""
    for to in node.targets():
        to.node = target


def _redirect(it: Mending, place: str, way: Exit, target: str) -> None:
    """Another target for an exit, whether it was written or left out."""
    to = it.page.marks.get((way.mark.line, way.mark.column))
    if to is not None and to.node == way.target:
        to.node = target
        return
    node = it.draft.nodes[place]
    written = node.fields if isinstance(node.fields, dict) and way.label not in node.beside else node.beside
    written[way.label] = To(target)


def _replace_all(it: Mending, problems: tuple[Problem, ...]) -> bool:
    """Nodes that the checker refuses become `todo`; where it is no node, nothing of the draft is left."""
    for problem in problems:
        name = it.page.node_at(problem.mark.line)
        if not name or it.draft.nodes[name].kind in ("todo", "callback", "hang_up"):
            it.draft.nodes = {}
            it.draft.start = ""
            _leave(it, list(it.work.rows.values()), problem)
            return True
    for problem in problems:
        name = it.page.node_at(problem.mark.line)
        node = it.draft.nodes[name]
        if node.kind != "todo":
            _leave(it, _rows(it, name), problem)
            it.draft.nodes[name] = Node(name, "todo", _said(it, node), {"next": To(_safest(it, node))}, node.notes)
    return bool(problems)


def _leave(it: Mending, rows: list[Row], problem: Problem) -> None:
    for row in rows:
        row.leave(f"the checker refuses what it would be: {problem.code} {problem.message}")


def _said(it: Mending, node: Node) -> str:
    names = ", ".join(row.widget for row in _rows(it, node.name))
    return f"Studio widget {names or node.name}: see the table of the import"[:300]


def _safest(it: Mending, node: Node) -> str:
    fields = {**(node.fields if isinstance(node.fields, dict) else {}), **node.beside}
    known = [fields[key] for key in _SAFEST if isinstance(fields.get(key), To)]
    return known[0].node if known else promise_node(it.draft, it.team)


def _list(it: Mending, name: str, what: str) -> None:
    for row in _rows(it, name)[:1]:
        row.default(what)


def _adapt(it: Mending, name: str, what: str) -> None:
    for row in _rows(it, name)[:1]:
        row.adapt(what)


def _rows(it: Mending, name: str) -> list[Row]:
    return [row for row in it.work.rows.values() if name in row.nodes]


def _bare(it: Mending) -> Page:
    """The last resort, for what cannot be mended: whoever calls is called back, and every widget is left."""
    it.draft.nodes = {}
    it.draft.start = promise_node(it.draft, it.team)
    for row in it.work.rows.values():
        row.leave("this flow could not be made sound as a whole")
    return flow_page(replace(it.head), it.draft)
