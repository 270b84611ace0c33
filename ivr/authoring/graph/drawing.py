"""A flow as boxes and arrows, before anybody knows where they stand: what is written in them, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from ivr.authoring.leads import Lead, kind_of, leads
from ivr.authoring.nodes import END
from ivr.authoring.said import GOODBYE, said, words
from ivr.callflow.ahead import BOUNDARIES, exits
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Language, Node, Prompt
from ivr.language.marks import unmarked

DETAILS = ("team", "schedule", "within", "kind", "answer", "url", "sound", "spoken", "topics")
"""Fields that a reader wants to see beside the kind."""


class Sort(StrEnum):
    """How a box is drawn."""

    ASKS = "asks"
    """The caller is waited for."""
    PEOPLE = "people"
    """A team is asked, or owes something from here on."""
    PLAIN = "plain"
    END = "end"
    """The call ends here."""


@dataclass(frozen=True, slots=True)
class Box:
    """`id` is one word of letters and digits. `speech` is what is said there, in the language of the drawing."""

    id: str
    name: str
    kind: str
    sort: Sort
    speech: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """All ways that lead from one box to another, as one; `label` is empty where there is only one and it says nothing.

    `chosen`: some key leads there."""

    start: str
    end: str
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """`language` is that of what is said."""

    title: str
    language: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(flow: Callflow, language: str = "") -> Drawing:
    """The flow as a drawing; in its first language where none is named. The goodbye stands behind each node of its own
    that ends with it, so that no arrow crosses the whole picture."""
    spoken = language or next(iter(flow.languages))
    ids = {name: f"n{number}" for number, name in enumerate([flow.start, *_others(flow)])}
    boxes = [_box(ids[name], name, flow.nodes[name], spoken) for name in ids]
    arrows = list[Arrow]()
    for name, id in ids.items():
        for target, ways in _together(flow.nodes[name]).items():
            end = f"{id}end" if target == END else ids[target]
            if target == END:
                boxes.append(Box(end, GOODBYE, "", Sort.END))
            arrows.append(Arrow(id, end, _label(ways), any(way.key for way in ways)))
    return Drawing(flow.title, spoken, tuple(boxes), tuple(arrows))


def _others(flow: Callflow) -> Iterator[str]:
    return (name for name in flow.nodes if name not in (flow.start, END))


def _together(node: Node) -> dict[str, list[Lead]]:
    """The ways out by where they lead."""
    found = dict[str, list[Lead]]()
    for lead in leads(node):
        found.setdefault(lead.target, []).append(lead)
    return found


def _label(ways: list[Lead]) -> str:
    keys = ", ".join(way.key for way in ways if way.key)
    parts = [f"press {keys}"] if keys else []
    parts += [f"if {way.when}" if way.when else words(str(way.path[0])) for way in ways if not way.key]
    return "" if parts in (["next"], ["to"]) else " · ".join(parts)


def _box(id: str, name: str, node: Node, language: str) -> Box:
    details = [said(value) for field in DETAILS if (value := getattr(node, field, None))]
    return Box(id, name, " · ".join([words(kind_of(node)), *details]), _sort(node), _speech(node, language))


def _sort(node: Node) -> Sort:
    if not exits(node):
        return Sort.END
    if hasattr(node, "team"):
        return Sort.PEOPLE
    return Sort.ASKS if isinstance(node, (*BOUNDARIES, Language)) else Sort.PLAIN


def _speech(node: Node, language: str) -> str:
    """In one line. Where the language is chosen, all of them are heard."""
    if isinstance(node, Language):
        heard = list(node.prompts.values())
    else:
        prompts = (getattr(node, field.name) for field in fields(node))
        heard = [_spoken(prompt, language) for prompt in prompts if isinstance(prompt, Prompt)]
    return " ".join(unmarked(" ".join(heard)).split())


def _spoken(prompt: Prompt, language: str) -> str:
    return prompt.texts.get(language) or f"♪ {prompt.sounds.get(language, '')}"
