"""The forms of nodes at which one key chooses: menu, language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.codes import Code
from ivr.authoring.nodes.base import Answer, Context, Exit, Flaw, How, NodeForm, Noun, Reference, way, written
from ivr.authoring.places import SPOKEN
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, KEY, LANGUAGE, NAME, TEXT, Said, count, duration
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, keys, optional, required
from ivr.callflow import nodes
from ivr.callflow.values import Type

SILENT = "caller presses nothing, or a wrong key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm(Form):
    main = "go"
    go: Said[str] = required(NAME, "the node to which this key leads")
    topic: Said[str] | None = optional(NAME, "what the call is about, as agents hear it")
    words: tuple[Said[str], ...] = optional(
        Many(TEXT), 'what may be said instead, such as [sales, "new order"]; "*": whatever else is said', ()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuForm(NodeForm):
    prompt: PromptForm = required(PROMPT, "what is said before the caller chooses")
    choices: Pairs[ChoiceForm] = required(By(KEY, Shape(ChoiceForm), least=1), "key: the node to which it leads")
    otherwise: Said[str] = required(NAME, "the node to which silence and keys without a meaning lead in the end")
    tries: Said[int] | None = optional(count(1, 5), "how often the menu is said; left out: 2")
    timeout: Said[timedelta] | None = optional(
        duration("1s", "60s"), "silence after the prompt that ends the wait; left out: 5s"
    )
    again: PromptForm | None = optional(PROMPT, "what is said before it is asked again; left out: our own words for it")
    said: Said[str] | None = optional(NAME, "the node for words that are no choice; left out: it is asked again")
    answer: Said[str] | None = optional(NAME, "the name of the answer: what was said; left out: none", key="as")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Menu(
            prompt=known.prompt(self.prompt),
            choices={key: choice(pair.value) for key, pair in self.choices.items()},
            otherwise=self.otherwise.value,
            again=known.prompt_or_none(self.again),
            **written(tries=self.tries, timeout=self.timeout, said=self.said, answer=self.answer),
        )

    def exits(self) -> Iterator[Exit]:
        for key, pair in self.choices.items():
            yield way(key, How.KEY, pair.value.go, told=f"caller presses {key}")
        if self.said:
            yield way("said", How.ANSWER, self.said, told="caller says something else")
        yield way("otherwise", How.SILENCE, self.otherwise, told=SILENT)

    def answers(self, name: str) -> Iterator[Answer]:
        if self.answer:
            yield Answer(self.answer, Type.TEXT, after=("said",))

    def references(self) -> Iterator[Reference]:
        return ((Noun.TOPIC, pair.value.topic) for pair in self.choices.values() if pair.value.topic)


def choice(form: ChoiceForm) -> nodes.Choice:
    """Where a key leads."""
    return nodes.Choice(form.go.value, words=tuple(word.value for word in form.words), **written(topic=form.topic))


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageForm(NodeForm):
    """Asks for the language by key; or, where one language stands alone, speaks that one from here on."""

    main = "spoken"
    spoken: Said[str] | None = optional(LANGUAGE, "the language that is spoken from here on, where nobody is asked")
    prompt: Pairs[Said[str]] | None = optional(
        By(LANGUAGE, SPOKEN, least=1), "per language, in that language, which key to press"
    )
    choices: Pairs[Said[str]] | None = optional(By(KEY, LANGUAGE, least=1), "key: language")
    next: Said[str] = required(NAME, "the node that comes next, whatever the language")
    tries: Said[int] | None = optional(count(1, 5), "how often it is asked; left out: 2")
    always: Said[bool] | None = optional(FLAG, "whether callers whose language we know are asked; left out: false")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Language(
            prompts={code: pair.value.value for code, pair in (self.prompt or {}).items()},
            choices={key: pair.value.value for key, pair in (self.choices or {}).items()},
            next=self.next.value,
            **written(tries=self.tries, always=self.always, spoken=self.spoken),
        )

    def exits(self) -> Iterator[Exit]:
        if self.spoken:
            yield way("next", How.ON, self.next)
            return
        told = f"caller presses {min(self.choices)}, or we know this caller's language" if self.choices else ""
        yield way("next", How.SYSTEM, self.next, told=told)

    def prompts(self) -> Iterator[PromptForm]:
        """As one, in the languages in which it is written: it need not be in every language."""
        if self.prompt:
            yield PromptForm(self.mark, {code: text.value for code, text in self.prompt.items()}, partial=True)

    def references(self) -> Iterator[Reference]:
        if self.spoken:
            yield Noun.LANGUAGE, self.spoken
        yield from ((Noun.LANGUAGE, pair.value) for pair in (self.choices or {}).values())
        yield from ((Noun.LANGUAGE, Said(code, pair.key.mark)) for code, pair in (self.prompt or {}).items())

    def flaws(self) -> Iterator[Flaw]:
        """It asks, and then it has a prompt and choices; or it does not, and then it has neither."""
        for key, value in (("prompt", self.prompt), ("choices", self.choices)):
            if self.spoken and value is not None:
                message = f'"{self.spoken.value}" is spoken from here on, so nobody is asked'
                yield Code.WRONG_SHAPE, self.spoken.mark, message, "language: the one; or a prompt and choices"
            elif not self.spoken and value is None:
                yield Code.MISSING_KEY, self.mark, f'the key "{key}" is missing', keys(type(self))[key].metadata["doc"]


KINDS: dict[str, type[NodeForm]] = {"menu": MenuForm, "language": LanguageForm}
