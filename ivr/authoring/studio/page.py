"""A draft as a whole file, and what the checker says about that file."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.authoring.business import BUSINESS, BusinessForm
from ivr.authoring.check import Page as Checked
from ivr.authoring.check import check_whole
from ivr.authoring.codes import Severity
from ivr.authoring.flow import FLOW, FlowForm
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings, Problem
from ivr.authoring.studio import write
from ivr.authoring.studio.draft import Draft, Node
from ivr.authoring.studio.tongue import Voice


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the nodes."""

    name: str
    title: str
    number: str
    remarks: tuple[str, ...]
    voices: tuple[Voice, ...] = ()
    """Written where the business speaks other languages than the flow."""


@dataclass(frozen=True, slots=True)
class House:
    """A business.yaml that was read; `errors` are its own."""

    text: str
    form: BusinessForm | None
    errors: tuple[Problem, ...]


def house(text: str) -> House:
    """A business file by itself, checked."""
    found = Findings("business.yaml")
    tree = parse(text.encode("utf-8", "replace"), found).tree
    form = BUSINESS.read(tree, found) if tree is not None else None
    if form:
        check_whole((form, found), ())
    return House(text, form, errors_of(found))


def flow_page(head: Head, draft: Draft) -> write.Page:
    page = write.Page()
    for remark in head.remarks:
        page.comment(remark)
    page.put("version", 1, 0)
    page.put("callflow", head.name, 0)
    page.put("title", head.title, 0)
    page.lines.append(f'numbers: ["{head.number}"]  # yours, in place of this one')
    if head.voices:
        page.lines.append("languages:")
        for voice in head.voices:
            page.put(voice.code, voice.written, 2)
    page.put("start", draft.start, 0)
    page.lines += ["", "nodes:"]
    for it in _in_order(draft):
        write.node(page, it)
    return page


def read_flow(text: str) -> tuple[FlowForm | None, Findings]:
    found = Findings("flow.yaml")
    tree = parse(text.encode("utf-8", "replace"), found).tree
    return (FLOW.read(tree, found) if tree is not None else None), found


def problems_of(form: FlowForm, found: Findings, business: BusinessForm) -> tuple[Problem, ...]:
    """All errors of a flow beside its business."""
    check_whole((business, Findings("business.yaml")), [Checked(form, found)])
    return errors_of(found)


def errors_of(found: Findings) -> tuple[Problem, ...]:
    return tuple(problem for problem in found.problems if problem.severity is Severity.ERROR)


def _in_order(draft: Draft) -> list[Node]:
    """As a reader comes to them: each after one that leads to it, the first way first."""
    order, waiting = dict[str, Node](), [draft.start]
    while waiting:
        name = waiting.pop(0)
        if name in draft.nodes and name not in order:
            order[name] = draft.nodes[name]
            waiting[:0] = [to.node for to in draft.nodes[name].targets()]
    return list(order.values())
