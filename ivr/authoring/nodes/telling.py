"""The forms of nodes that tell something from outside the flow, or to a telephone by text: sms, incident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.codes import Code
from ivr.authoring.nodes.base import Context, Exit, Flaw, How, NodeForm, Noun, Reference, or_end, way, way_or_end
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import NAME, Said
from ivr.authoring.shape import Many, optional, required
from ivr.callflow import nodes

LONGEST_TEXT = 1600
"""Letters of a text message (Twilio's page on the Message resource)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsForm(NodeForm):
    main = "text"
    heard = False
    text: PromptForm = required(PROMPT, "what is written, per language")
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")
    cannot: Said[str] | None = optional(NAME, "the node for a caller to whom nothing can be sent; left out: as next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Sms(known.prompt(self.text), or_end(self.next), or_end(self.cannot or self.next))

    def exits(self) -> Iterator[Exit]:
        sent, none = "(we send the caller a message)", "(the caller has no number to which we could write)"
        yield way_or_end("next", How.SYSTEM, self.next, self.mark, told=sent)
        yield way_or_end("cannot", How.SYSTEM, self.cannot or self.next, self.mark, told=none)

    def flaws(self) -> Iterator[Flaw]:
        for said in self.text.said():
            if len(said.value) > LONGEST_TEXT:
                yield Code.TOO_LONG, said.mark, "too long for a text message", f"at most {LONGEST_TEXT} letters"
        for code, sound in self.text.sounds.items():
            yield Code.WRONG_SHAPE, sound.mark, "a text message has no sound", f"a text in {code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentForm(NodeForm):
    main = "topics"
    topics: tuple[Said[str], ...] = optional(Many(NAME), "of what is told; left out: of everything", ())
    next: Said[str] = required(NAME, "the node that comes next where nothing is declared")
    declared: Said[str] | None = optional(NAME, "the node for callers who have heard of something; left out: as next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        topics = tuple(topic.value for topic in self.topics)
        return nodes.Incident(topics, (self.declared or self.next).value, self.next.value)

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.SYSTEM, self.next, told="(nothing is declared)")
        yield way("declared", How.SYSTEM, self.declared or self.next, told="caller hears what is declared")

    def references(self) -> Iterator[Reference]:
        return ((Noun.TOPIC, topic) for topic in self.topics)


KINDS: dict[str, type[NodeForm]] = {"sms": SmsForm, "incident": IncidentForm}
