"""The forms of nodes that ask for more than a choice: collect, survey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.codes import Code
from ivr.authoring.nodes.base import Answer, Context, Exit, Flaw, How, NodeForm, way, written
from ivr.authoring.nodes.choosing import SILENT
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, NAME, Said, count, duration, one_of
from ivr.authoring.shape import Form, Shape, optional, required
from ivr.authoring.tree import Mark
from ivr.callflow import nodes
from ivr.callflow.collect import TYPES
from ivr.callflow.nodes import Keyed
from ivr.callflow.values import Type

MOST_DIGITS = 20
"""A person keys no longer row without losing the thread."""
_LENGTHS = {
    Keyed.DIGITS: (1, MOST_DIGITS),
    Keyed.NUMBER: (1, 9),
    Keyed.AMOUNT: (1, 9),
    Keyed.DATE: (8, 8),
    Keyed.PHONE: (1, 18),
    Keyed.PIN: (4, 4),
}
_COUNTED = (Keyed.DIGITS, Keyed.NUMBER, Keyed.PIN)
"""Kinds of which an author says how many digits they have."""
_DIGITS = count(1, MOST_DIGITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsForm(Form):
    main = "exactly"
    exactly: Said[int] | None = optional(_DIGITS, "so many digits")
    least: Said[int] | None = optional(_DIGITS, "at least so many")
    most: Said[int] | None = optional(_DIGITS, "at most so many")


def named(answer: Said[str] | None, node: str, mark: Mark) -> Said[str]:
    """The name of an answer. A node of a subflow is called `where.what` where it is used: its answer is `what`."""
    return answer or Said(node.rpartition(".")[2], mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectForm(NodeForm):
    kind: Said[str] = required(one_of(*Keyed), "what is keyed: digits, number, amount, date, phone or pin")
    prompt: PromptForm = required(PROMPT, "what the caller is asked to key")
    next: Said[str] = required(NAME, "the node that comes next, once the answer is known")
    otherwise: Said[str] = required(NAME, "the node to which silence and nonsense lead in the end")
    digits: DigitsForm | None = optional(Shape(DigitsForm), "how many: 6, or {least: 4, most: 8}; left out: any")
    answer: Said[str] | None = optional(NAME, "the name of the answer; left out: the name of the node", key="as")
    readback: Said[bool] | None = optional(FLAG, "whether it is read back and confirmed; left out: true, but for a pin")
    sensitive: Said[bool] | None = optional(
        FLAG, "whether nobody may hear or read it, and only a lookup may send it; left out: only a pin"
    )
    tries: Said[int] | None = optional(count(1, 5), "how often it is asked; left out: 2")
    timeout: Said[timedelta] | None = optional(duration("3s", "60s"), "silence that ends the wait; left out: 10s")

    @property
    def secret(self) -> bool:
        """Whether the answer is nobody's business."""
        return self.sensitive.value if self.sensitive else self.kind.value == Keyed.PIN

    @property
    def lengths(self) -> tuple[int, int]:
        """The fewest and the most digits."""
        least, most = _LENGTHS[Keyed(self.kind.value)]
        if self.digits and self.digits.exactly:
            return self.digits.exactly.value, self.digits.exactly.value
        if self.digits:
            least = self.digits.least.value if self.digits.least else least
            most = self.digits.most.value if self.digits.most else max(most, least)
        return least, most

    def compiled(self, name: str, known: Context) -> nodes.Node:
        least, most = self.lengths
        return nodes.Collect(
            kind=Keyed(self.kind.value),
            prompt=known.prompt(self.prompt),
            answer=named(self.answer, name, self.mark).value,
            next=self.next.value,
            otherwise=self.otherwise.value,
            least=least,
            most=most,
            readback=self.readback.value if self.readback else not self.secret,
            sensitive=self.secret,
            **written(tries=self.tries, timeout=self.timeout),
        )

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ANSWER, self.next, told="caller keys it, and says that it is right")
        yield way("otherwise", How.SILENCE, self.otherwise, told=SILENT)

    def answers(self, name: str) -> Iterator[Answer]:
        yield Answer(named(self.answer, name, self.mark), TYPES[Keyed(self.kind.value)], self.secret)

    def flaws(self) -> Iterator[Flaw]:
        if self.digits and self.kind.value not in _COUNTED:
            yield Code.BAD_COUNT, self.digits.mark, f"a {self.kind.value} has its own length", "no digits"
        elif self.digits and (self.lengths[0] > self.lengths[1] or not any(self._said())):
            yield Code.BAD_COUNT, self.digits.mark, "no row of digits is so long", "6, or {least: 4, most: 8}"
        if self.secret and self.readback and self.readback.value:
            message = "what is sensitive is read back to nobody: others listen"
            yield Code.SECRET_TOLD, self.readback.mark, message, "readback: false"

    def _said(self) -> Iterator[Said[int] | None]:
        assert self.digits
        yield from (self.digits.exactly, self.digits.least, self.digits.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyForm(NodeForm):
    prompt: PromptForm = required(PROMPT, "what is asked, and which keys there are")
    next: Said[str] = required(NAME, "the node that comes next, also for who says nothing")
    scale: Said[int] | None = optional(count(2, 9), "the best rating; the worst is 1; left out: 5")
    answer: Said[str] | None = optional(NAME, "the name of the answer; left out: the name of the node", key="as")
    timeout: Said[timedelta] | None = optional(duration("3s", "60s"), "silence that ends the wait; left out: 5s")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Survey(
            prompt=known.prompt(self.prompt),
            answer=named(self.answer, name, self.mark).value,
            next=self.next.value,
            **written(scale=self.scale, timeout=self.timeout),
        )

    def exits(self) -> Iterator[Exit]:
        """Rated or not: the same way, by which nobody gains or loses anything."""
        yield way("next", How.ON, self.next, told="caller rates us, or does not")

    def answers(self, name: str) -> Iterator[Answer]:
        yield Answer(named(self.answer, name, self.mark), Type.NUMBER, after=())


KINDS: dict[str, type[NodeForm]] = {"collect": CollectForm, "survey": SurveyForm}
