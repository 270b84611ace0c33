"""What may be written in a file that holds a call flow."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.authoring.nodes import NodeForm
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.read_node import NODE, Broken
from ivr.authoring.scalars import LANGUAGE, NAME, NUMBER, RULE, TEXT, VERSION, Said
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, optional, required


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceForm(Form):
    main = "locale"
    locale: Said[str] = required(TEXT, "the locale, such as en-US; Bengali is spoken as bn-IN only")
    voice: Said[str] | None = optional(TEXT, "the name of a voice, such as Google.bn-IN-Chirp3-HD-Aoede")


VOICES = By(LANGUAGE, Shape(VoiceForm), least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowForm(Form):
    """`callflow` is the name under which the flow is published and rolled back."""

    version: Said[int] = required(VERSION, "version: 1, of this language")
    callflow: Said[str] = required(NAME, "the name of the flow")
    title: Said[str] = required(TEXT, "what the flow is called on a screen")
    numbers: tuple[Said[str], ...] = required(Many(NUMBER, least=1), "the telephone numbers that this flow answers")
    languages: Pairs[VoiceForm] | None = optional(VOICES, "language: voice; left out: those of the business")
    start: Said[str] = required(NAME, "the node with which a call begins")
    prompts: Pairs[PromptForm] | None = optional(By(NAME, PROMPT), "name: prompt, to be used by {use: name}")
    nodes: Pairs[NodeForm | Broken] = required(By(NAME, NODE, least=1), "name: node")
    brief: Pairs[Pairs[Said[str]]] | None = optional(
        By(NAME, By(LANGUAGE, TEXT, least=1)), "answers that whoever talks with the caller is told: their names, aloud"
    )
    allow: Pairs[Said[str]] | None = optional(By(RULE, TEXT), "warnings that are wanted so, each with its reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubflowFile(Form):
    """Nodes that flows share. It answers no number: it is put in where a node names it, and comes back by a return."""

    version: Said[int] = required(VERSION, "version: 1, of this language")
    callflow: Said[str] = required(NAME, "the name by which it is used")
    title: Said[str] | None = optional(TEXT, "what it is called on a screen")
    returns: tuple[Said[str], ...] = required(Many(NAME, least=1), "how it can end; who uses it says what follows")
    start: Said[str] = required(NAME, "the node with which it begins")
    prompts: Pairs[PromptForm] | None = optional(By(NAME, PROMPT), "name: prompt, to be used by {use: name}")
    nodes: Pairs[NodeForm | Broken] = required(By(NAME, NODE, least=1), "name: node")


SUBFLOW = Shape(SubflowFile)
FLOW = Shape(FlowForm)
