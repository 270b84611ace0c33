"""A flow as places and the ways out of them: who decides which way a call goes, and what each way does to a debt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

from ivr.authoring import nodes as forms
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import END, KINDS, NodeForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.tree import Mark


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
    """One way out of a place. `leaves` is the debt after it, where the place itself settles or makes one."""

    label: str
    how: How
    target: str
    mark: Mark
    leaves: Debt | None = None


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


def targets(form: NodeForm | Broken) -> Iterator[Said[str]]:
    """The names of nodes that a node was written to lead to."""
    return (Said(way.target, way.mark) for way in _exits(form) if way.target != END and not isinstance(form, Broken))


def _known_only(place: Place, places: Ways) -> Place:
    exits = tuple(way for way in place.exits if way.target in places)
    return Place(place.name, place.kind, place.form, place.mark, exits)


def _exits(form: NodeForm | Broken) -> Iterator[Exit]:
    match form:
        case forms.MenuForm(choices=choices, otherwise=otherwise):
            yield from (_exit(key, How.KEY, pair.value.go) for key, pair in choices.items())
            yield _exit("otherwise", How.SILENCE, otherwise)
        case forms.HoursForm():
            yield _exit("open", How.SYSTEM, form.open)
            yield _exit("closed", How.SYSTEM, form.closed)
        case forms.TransferForm():
            yield _exit("unanswered", How.SYSTEM, form.unanswered, Debt.ASKED)
            yield _exit("done", How.TALK, _or_end(form.done, form.mark), Debt.NONE)
        case forms.CallbackForm():
            yield from _callback(form)
        case forms.OpenCallbackForm():
            yield from _open_callback(form)
        case Broken():
            yield from (Exit("", How.SYSTEM, word, form.mark, Debt.NONE) for word in sorted(form.words))
        case _:
            yield from _single(form)


def _single(
    form: forms.SayForm | forms.PlayForm | forms.GoForm | forms.LanguageForm | forms.DeclineForm | forms.HangUpForm,
) -> Iterator[Exit]:
    match form:
        case forms.SayForm() | forms.PlayForm():
            yield _exit("next", How.ON, form.next)
        case forms.GoForm():
            yield _exit("to", How.ON, form.to)
        case forms.LanguageForm():
            yield _exit("next", How.SYSTEM, form.next)
        case forms.DeclineForm():
            yield _exit("next", How.ON, _or_end(form.next, form.mark), Debt.NONE)
        case forms.HangUpForm():
            return


def _callback(form: forms.CallbackForm) -> Iterator[Exit]:
    """Where a number may be keyed, whoever has none has been asked for one: no more can be done."""
    then = _or_end(form.next, form.mark)
    asks = form.ask_number is None or form.ask_number.value
    yield _exit("next", How.SYSTEM, then, Debt.NONE)
    yield _exit("cannot", How.SYSTEM, form.cannot or then, Debt.NONE if asks else Debt.ASKED)


def _open_callback(form: forms.OpenCallbackForm) -> Iterator[Exit]:
    yield _exit("none", How.SYSTEM, form.none)
    yield _exit("through", How.KEY, form.through, Debt.ASKED)
    yield _exit("moved", How.KEY, _or_end(form.moved, form.mark), Debt.NONE)
    yield _exit("cancelled", How.KEY, _or_end(form.cancelled, form.mark), Debt.NONE)


def _exit(label: str, how: How, target: Said[str], leaves: Debt | None = None) -> Exit:
    return Exit(label, how, target.value, target.mark, leaves)


def _or_end(target: Said[str] | None, mark: Mark) -> Said[str]:
    return target or Said(END, mark)
