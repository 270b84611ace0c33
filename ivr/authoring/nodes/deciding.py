"""The forms of nodes at which we decide ourselves which way a call goes, or what is known in it: hours, branch, set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ivr.authoring.codes import Code
from ivr.authoring.conditions import CONDITION, Written
from ivr.authoring.nodes.base import Answer, Context, Exit, How, NodeForm, Noun, Reference, way
from ivr.authoring.places import SPOKEN
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import NAME, One, Said, one_of
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, optional, required
from ivr.authoring.tree import Mapping, Scalar, Tree
from ivr.callflow import nodes
from ivr.callflow.values import Type, Value, read_value
from ivr.promise.business import Business


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", text, re.ASCII) else None


COUNT = One("a number, such as 0", Code.WRONG_SHAPE, _number)
PATH = One(
    "where it stands in the answer, such as order.status",
    Code.BAD_NAME,
    lambda text: text if re.fullmatch(r"[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,9}", text, re.ASCII) else None,
)
READABLE = (Type.TEXT, Type.NUMBER, Type.AMOUNT, Type.DATE, Type.FLAG)
F = TypeVar("F", bound=Form)
DIFFERENCE = One("a number other than 0, such as 1 or -1", Code.WRONG_SHAPE, lambda text: _number(text) or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForm(NodeForm):
    main = "schedule"
    schedule: Said[str] = required(NAME, "the name of a schedule, or of a team for the schedule of that team")
    open: Said[str] = required(NAME, "the node for open hours")
    closed: Said[str] = required(NAME, "the node for all other times")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Hours(schedule_of(self.schedule.value, known.business), self.open.value, self.closed.value)

    def exits(self) -> Iterator[Exit]:
        yield way("open", How.SYSTEM, self.open)
        yield way("closed", How.SYSTEM, self.closed)

    def references(self) -> Iterator[Reference]:
        yield Noun.SCHEDULE, self.schedule


def schedule_of(name: str, business: Business) -> str:
    """A schedule by its own name, or by that of a team."""
    return name if name in business.schedules else business.teams[name].hours


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForm(Form):
    when: Said[Written] = required(CONDITION, "a condition, such as caller.calls_this_week >= 3")
    go: Said[str] = required(NAME, "the node for calls of which it holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchForm(NodeForm):
    main = "cases"
    cases: tuple[CaseForm, ...] = required(Many(Shape(CaseForm), least=1), "conditions; the first that holds decides")
    otherwise: Said[str] = required(NAME, "the node for all others")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        cases = tuple(nodes.Case(case.when.value.condition, case.go.value) for case in self.cases)
        return nodes.Branch(cases, self.otherwise.value)

    def exits(self) -> Iterator[Exit]:
        for number, case in enumerate(self.cases, 1):
            yield way(f"when {number}", How.SYSTEM, case.go, told=f"(it holds that {case.when.value.condition.text})")
        yield way("otherwise", How.SYSTEM, self.otherwise, told="(none of the conditions holds)")

    def conditions(self) -> Iterator[Said[Written]]:
        return (case.when for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountForm(Form):
    add: Said[Decimal] = required(DIFFERENCE, "what is added to what is known")
    first: Said[Decimal] | None = optional(COUNT, "what a number becomes that is unknown; left out: as if it were 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm(Form):
    of: Said[str] = required(NAME, "the answer that is a list: kept by a lookup as kind: list")
    at: Said[str] = required(NAME, "the answer that says which one of it, counted from 0")
    path: Said[str] | None = optional(PATH, "where it stands in that one; left out: it is the whole one")
    kind: Said[str] | None = optional(one_of(*READABLE), "as what it is read; left out: text")

    @property
    def type(self) -> Type:
        return Type(self.kind.value) if self.kind else Type.TEXT


@dataclass(frozen=True, slots=True)
class ConstantReader:
    """A value, or what is counted on to the one that is there."""

    wants: str = "a text, a number, true or false, {add: 1} to count, or {of: LIST, at: NUMBER}"

    def read(self, tree: Tree, found: Findings) -> Said[Value] | CountForm | ItemForm | None:
        if isinstance(tree, Mapping):
            return Shape(ItemForm).read(tree, found) if tree.get("of") else Shape(CountForm).read(tree, found)
        if not isinstance(tree, Scalar) or tree.empty:
            found.add(Code.WRONG_SHAPE, tree.mark, "one value belongs here", self.wants)
            return None
        plain = None if tree.quoted else read_value(Type.FLAG, tree.text) or read_value(Type.NUMBER, tree.text)
        text = None if plain else SPOKEN.read(tree, found)
        return Said(plain or Value(Type.TEXT, text.value if text else ""), tree.mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetForm(NodeForm):
    main = "values"
    values: Pairs[Said[Value] | CountForm | ItemForm] = required(By(NAME, ConstantReader(), least=1), "name: value")
    next: Said[str] = required(NAME, "the node that comes next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        values = {key: said.value for key, said in self._constants()}
        counts = {key: _added(form) for key, form in self.of_form(CountForm)}
        return nodes.Set(values, self.next.value, counts, {key: _item(form) for key, form in self.of_form(ItemForm)})

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ON, self.next)

    def answers(self, name: str) -> Iterator[Answer]:
        for pair in self.values.values():
            match pair.value:
                case CountForm():
                    yield Answer(pair.key, Type.NUMBER)
                case ItemForm(type=type_):
                    yield Answer(pair.key, type_, after=())
                case Said(value):
                    yield Answer(pair.key, value.type)

    def texts(self) -> Iterator[Said[str]]:
        for _, said in self._constants():
            if said.value.type is Type.TEXT:
                yield Said(said.value.text, said.mark)

    def _constants(self) -> Iterator[tuple[str, Said[Value]]]:
        return ((key, pair.value) for key, pair in self.values.items() if isinstance(pair.value, Said))

    def of_form(self, form: type[F]) -> Iterator[tuple[str, F]]:
        return ((key, pair.value) for key, pair in self.values.items() if isinstance(pair.value, form))


def _item(form: ItemForm) -> nodes.Item:
    return nodes.Item(form.of.value, form.at.value, form.path.value if form.path else "", form.type)


def _added(form: CountForm) -> nodes.Added:
    by = Value(Type.NUMBER, f"{form.add.value:f}")
    return nodes.Added(by, Value(Type.NUMBER, f"{form.first.value:f}") if form.first else by)


KINDS: dict[str, type[NodeForm]] = {"hours": HoursForm, "branch": BranchForm, "set": SetForm}
