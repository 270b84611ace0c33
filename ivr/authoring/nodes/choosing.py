"""The forms of nodes at which one key chooses: menu, language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.nodes.base import Context, Exit, How, NodeForm, Noun, Reference, way, written
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, KEY, LANGUAGE, NAME, TEXT, Said, count, duration
from ivr.authoring.shape import By, Form, Pairs, Shape, optional, required
from ivr.callflow import nodes

SILENT = "caller presses nothing, or a wrong key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm(Form):
    main = "go"
    go: Said[str] = required(NAME, "the node to which this key leads")
    topic: Said[str] | None = optional(NAME, "what the call is about, as agents hear it")


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuForm(NodeForm):
    prompt: PromptForm = required(PROMPT, "what is said before the caller chooses")
    choices: Pairs[ChoiceForm] = required(By(KEY, Shape(ChoiceForm), least=1), "key: the node to which it leads")
    otherwise: Said[str] = required(NAME, "the node to which silence and keys without a meaning lead in the end")
    tries: Said[int] | None = optional(count(1, 5), "how often the menu is said; left out: 2")
    timeout: Said[timedelta] | None = optional(
        duration("1s", "60s"), "silence after the prompt that ends the wait; left out: 5s"
    )

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Menu(
            prompt=known.prompt(self.prompt),
            choices={key: _choice(pair.value) for key, pair in self.choices.items()},
            otherwise=self.otherwise.value,
            **written(tries=self.tries, timeout=self.timeout),
        )

    def exits(self) -> Iterator[Exit]:
        for key, pair in self.choices.items():
            yield way(key, How.KEY, pair.value.go, told=f"caller presses {key}")
        yield way("otherwise", How.SILENCE, self.otherwise, told=SILENT)

    def references(self) -> Iterator[Reference]:
        return ((Noun.TOPIC, pair.value.topic) for pair in self.choices.values() if pair.value.topic)


def _choice(form: ChoiceForm) -> nodes.Choice:
    return nodes.Choice(form.go.value, **written(topic=form.topic))


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageForm(NodeForm):
    prompt: Pairs[Said[str]] = required(
        By(LANGUAGE, TEXT, least=1), "per language, in that language, which key to press"
    )
    choices: Pairs[Said[str]] = required(By(KEY, LANGUAGE, least=1), "key: language")
    next: Said[str] = required(NAME, "the node that comes next, whatever the language")
    tries: Said[int] | None = optional(count(1, 5), "how often it is asked; left out: 2")
    always: Said[bool] | None = optional(FLAG, "whether callers whose language we know are asked; left out: false")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Language(
            prompts={code: pair.value.value for code, pair in self.prompt.items()},
            choices={key: pair.value.value for key, pair in self.choices.items()},
            next=self.next.value,
            **written(tries=self.tries, always=self.always),
        )

    def exits(self) -> Iterator[Exit]:
        told = f"caller presses {min(self.choices)}, or we know this caller's language" if self.choices else ""
        yield way("next", How.SYSTEM, self.next, told=told)

    def prompts(self) -> Iterator[PromptForm]:
        """As one, in the languages in which it is written: it need not be in every language."""
        yield PromptForm(self.mark, {code: text.value for code, text in self.prompt.items()}, partial=True)

    def references(self) -> Iterator[Reference]:
        yield from ((Noun.LANGUAGE, pair.value) for pair in self.choices.values())
        yield from ((Noun.LANGUAGE, Said(code, pair.key.mark)) for code, pair in self.prompt.items())


KINDS: dict[str, type[NodeForm]] = {"menu": MenuForm, "language": LanguageForm}
