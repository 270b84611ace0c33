"""What every form of a node has: what it becomes, which ways lead out of it, what it says and what it refers to.

A kind of node is one class here and one in `ivr.callflow.nodes`; nothing else in this room knows the kinds by name.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, ClassVar

from ivr.authoring.codes import Code
from ivr.authoring.conditions import Written
from ivr.authoring.prompts import PromptForm
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Form, Pairs, keys
from ivr.authoring.tree import Mark
from ivr.callflow import nodes
from ivr.callflow.values import Type
from ivr.promise.business import Business

END = "(end)"
"""The node that is there without being written: says goodbye in the flow's words, and hangs up."""


class How(Enum):
    """Who or what decides that a call takes a way."""

    ON = "on"
    """Nobody: there is only this one."""
    KEY = "key"
    """The caller, by a key press."""
    SILENCE = "silence"
    """Nobody pressed anything, or nothing that means something, as often as it was asked."""
    SYSTEM = "system"
    """Ourselves: the hour, who is calling, whether somebody came."""
    ANSWER = "answer"
    """The caller, by keying or saying what was asked for: an act of theirs, but no choice."""
    TALK = "talk"
    """A person was there, and the talk is over."""


class Debt(IntEnum):
    """What a caller is owed at a place, in growing order."""

    NONE = 0
    SILENT = 1
    """The caller did not choose, and must not be left with nothing; any key is a choice."""
    PASSED = 2
    """At another hour, saying nothing would have led to a person; any key is a choice."""
    DECIDED = 3
    """At another hour, this very way would have led to a person."""
    ASKED = 4
    """The caller asked for a person, or to be called."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a place. `leaves` is the debt after it, where the place itself settles or makes one; `told` is how
    a story tells that a call took it."""

    label: str
    how: How
    target: str
    mark: Mark
    leaves: Debt | None = None
    told: str = ""


class Noun(Enum):
    """What a node may refer to that stands in business.yaml, with the code of a name that is unknown."""

    TEAM = "team", Code.UNKNOWN_TEAM
    SCHEDULE = "schedule", Code.UNKNOWN_SCHEDULE
    TOPIC = "topic", Code.UNKNOWN_TOPIC
    LANGUAGE = "language of this flow", Code.UNKNOWN_LANGUAGE
    HOST = "host among the lookups of this business", Code.UNKNOWN_HOST


Reference = tuple[Noun, Said[str]]

Flaw = tuple[Code, Mark, str, str]
"""A problem: its code, where, what is wrong, and what was expected."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known under a name once a call has been at a node."""

    name: Said[str]
    type: Type
    sensitive: bool = False
    after: tuple[str, ...] = ("next",)
    """The exits by which no call goes on without it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a node refers to: the business, the flow's languages, and who calls back where a callback does not say."""

    business: Business
    languages: tuple[str, ...]
    teams: Mapping[str, str]

    def prompt(self, form: PromptForm) -> nodes.Prompt:
        """In the languages of the flow."""
        texts = {code: form.text(code) for code in self.languages if form.text(code)}
        return nodes.Prompt(texts, {code: form.sounds[code].value for code in self.languages if code in form.sounds})

    def prompt_or_none(self, form: PromptForm | None) -> nodes.Prompt | None:
        return self.prompt(form) if form else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeForm(Form):
    """What may be written in one kind of node. What belongs to it stands under its kind or beside it."""

    allow: Pairs[Said[str]] | None = None
    """Warnings that are wanted so at this node, each with its reason; every kind has this key."""
    title: Pairs[Said[str]] | None = None
    """What the node is called on a screen, per language; every kind has this key, too."""

    heard: ClassVar[bool] = True
    """Whether its prompts are spoken; a text message is read."""

    @abstractmethod
    def compiled(self, name: str, known: Context) -> nodes.Node:
        """The node that answers calls: what was left unsaid gets its safe default here."""

    @abstractmethod
    def exits(self) -> Iterator[Exit]:
        """Every way out, with who decides that a call takes it."""

    def prompts(self) -> Iterator[PromptForm]:
        """Everything that an author has it say."""
        held = (getattr(self, field.name) for field in keys(type(self)).values())
        return (one for one in held if isinstance(one, PromptForm))

    def references(self) -> Iterator[Reference]:
        """The names that it uses of teams, schedules, topics and languages."""
        yield from ()

    def answers(self, name: str) -> Iterator[Answer]:
        """What is known once a call has been here; `name` is that of the node."""
        yield from ()

    def texts(self) -> Iterator[Said[str]]:
        """All texts whose places are spoken, written down or sent to a telephone: nothing sensitive may be in them."""
        for prompt in self.prompts():
            yield from prompt.said()

    def sent(self) -> Iterator[Said[str]]:
        """All texts whose places are sent to the business's own systems, what is sensitive included."""
        yield from ()

    def conditions(self) -> Iterator[Said[Written]]:
        """What it asks of facts."""
        yield from ()

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong with it whatever stands elsewhere."""
        yield from ()


def way(label: str, how: How, target: Said[str], leaves: Debt | None = None, told: str = "") -> Exit:
    """The exit to a node that was named."""
    return Exit(label, how, target.value, target.mark, leaves, told)


def way_or_end(
    label: str, how: How, target: Said[str] | None, mark: Mark, leaves: Debt | None = None, told: str = ""
) -> Exit:
    """The exit to a node that was named, else to the END; `mark` stands for what was not written."""
    return way(label, how, target or Said(END, mark), leaves, told)


def or_end(target: Said[str] | None) -> str:
    """The node that was named, else the END."""
    return target.value if target else END


def written(**fields: Said[Any] | None) -> dict[str, Any]:
    """Only what the author wrote: the defaults of the rest stand in the node itself."""
    return {name: said.value for name, said in fields.items() if said}
