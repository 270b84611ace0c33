"""The forms of nodes that stand for what is written elsewhere: answer (a card), subflow and return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.nodes.base import Context, Debt, Exit, How, NodeForm, way
from ivr.authoring.prompts import PromptForm
from ivr.authoring.scalars import NAME, Said
from ivr.authoring.shape import By, Pairs, required
from ivr.callflow import nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm(NodeForm):
    main = "card"
    card: Said[str] = required(NAME, "the name of a card: its file in cards/, without .md")
    next: Said[str] = required(NAME, "the node that comes next")
    said: PromptForm | None = None
    """What stands on the card, once it was read."""

    def compiled(self, name: str, known: Context) -> nodes.Node:
        if self.said is None:
            raise ValueError(f"the card of node {name} was not read")
        return nodes.Say(known.prompt(self.said), self.next.value)

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ON, self.next)

    def prompts(self) -> Iterator[PromptForm]:
        if self.said:
            yield self.said


@dataclass(frozen=True, slots=True, kw_only=True)
class SubflowForm(NodeForm):
    """Nodes of another file, once for each place that uses them; when a flow is checked they stand in it already."""

    main = "callflow"
    callflow: Said[str] = required(NAME, "the name of a file's callflow, one that has returns")
    back: Pairs[Said[str]] = required(By(NAME, NAME, least=1), "return: the node to which it leads here", key="exits")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        raise ValueError(f"the subflow of node {name} was not found")

    def exits(self) -> Iterator[Exit]:
        return (way(name, How.SYSTEM, pair.value, Debt.NONE) for name, pair in self.back.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForm(NodeForm):
    main = "to"
    to: Said[str] = required(NAME, "one of the returns of this file")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        raise ValueError(f"node {name} returns to nobody")

    def exits(self) -> Iterator[Exit]:
        yield from ()


KINDS: dict[str, type[NodeForm]] = {"answer": AnswerForm, "subflow": SubflowForm, "return": ReturnForm}
