"""The forms of nodes that speak, or lead on, and ask nothing: say, play, go, todo, hang_up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.nodes.base import Context, Exit, How, NodeForm, way
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import NAME, TEXT, Said
from ivr.authoring.shape import optional, required
from ivr.callflow import nodes
from ivr.callflow.nodes.speaking import Todo


@dataclass(frozen=True, slots=True, kw_only=True)
class SayForm(NodeForm):
    main = "prompt"
    prompt: PromptForm = required(PROMPT, "what is said")
    next: Said[str] = required(NAME, "the node that comes next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Say(known.prompt(self.prompt), self.next.value)

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ON, self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayForm(NodeForm):
    main = "sound"
    sound: Said[str] = required(TEXT, "the recording: a name, or an address that begins with https://")
    next: Said[str] = required(NAME, "the node that comes next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Play(self.sound.value, self.next.value)

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ON, self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoForm(NodeForm):
    main = "to"
    to: Said[str] = required(NAME, "the node that comes next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Go(self.to.value)

    def exits(self) -> Iterator[Exit]:
        yield way("to", How.ON, self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoForm(NodeForm):
    """What is still to be built, such as what an import found no equal for: a call goes on, and the checker warns."""

    main = "what"
    what: Said[str] = required(TEXT, "what is to be done here")
    next: Said[str] = required(NAME, "the node that comes next until then")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return Todo(self.next.value)

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.ON, self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpForm(NodeForm):
    main = "prompt"
    prompt: PromptForm | None = optional(PROMPT, "what is said before")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.HangUp(known.prompt_or_none(self.prompt))

    def exits(self) -> Iterator[Exit]:
        yield from ()


KINDS: dict[str, type[NodeForm]] = {
    "say": SayForm,
    "play": PlayForm,
    "go": GoForm,
    "todo": TodoForm,
    "hang_up": HangUpForm,
}
