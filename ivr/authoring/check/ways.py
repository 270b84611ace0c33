"""A flow as places and the ways out of them: who decides which way a call goes, and what each way does to a debt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import END, KINDS, Debt, Exit, How, NodeForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.tree import Mark

__all__ = ["Debt", "Exit", "How", "Place", "Ways", "targets", "ways"]


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    kind: str
    form: NodeForm | Broken | None
    mark: Mark
    exits: tuple[Exit, ...] = ()


Ways = Mapping[str, Place]

_KIND_OF: dict[type, str] = {form: kind for kind, form in KINDS.items()}


def ways(flow: FlowForm) -> Ways:
    """All places of a flow by name; ways to nodes that do not exist are left out, END is there."""
    places = {
        name: Place(name, _KIND_OF.get(type(pair.value), ""), pair.value, pair.key.mark, tuple(_exits(pair.value)))
        for name, pair in flow.nodes.items()
    }
    places[END] = Place(END, "hang_up", None, Mark())
    return {name: _known_only(place, places) for name, place in places.items()}


def targets(form: NodeForm) -> Iterator[Said[str]]:
    """The names of nodes that a node was written to lead to."""
    return (Said(way.target, way.mark) for way in form.exits() if way.target != END)


def _known_only(place: Place, places: Ways) -> Place:
    exits = tuple(way for way in place.exits if way.target in places)
    return Place(place.name, place.kind, place.form, place.mark, exits)


def _exits(form: NodeForm | Broken) -> Iterator[Exit]:
    """Of a node that could not be read: to wherever one of its words says, so that nothing follows from it."""
    if isinstance(form, Broken):
        return (Exit("", How.SYSTEM, word, form.mark, Debt.NONE) for word in sorted(form.words))
    return form.exits()
