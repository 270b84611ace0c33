"""Whether an answer is known wherever it is spoken or sent: on every way there, something must have made it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from ivr.authoring.check.ways import Place, Ways
from ivr.authoring.codes import Code
from ivr.authoring.nodes import NodeForm
from ivr.authoring.places import answers_in
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said, within
from ivr.language.template import always_said

MOST_STEPS = 500_000
"""A flow that leads nowhere in more steps than this is no person's: then nothing is told, and nobody waits."""

Bits = Mapping[str, int]
"""Name of an answer → its bit: sets of thousands of answers at thousands of places are whole numbers."""


def check_known(start: str, places: Ways, found: Findings) -> None:
    """Tells of each text in which an answer may be missing; what stands in a [group] may."""
    if any(isinstance(place.form, Broken) for place in places.values()):
        return
    forms = {name: place.form for name, place in places.items() if isinstance(place.form, NodeForm)}
    made = {answer.name.value for name, form in forms.items() for answer in form.answers(name)}
    bits = {answer: 1 << number for number, answer in enumerate(sorted(made))}
    if not bits or start not in places:
        return
    for name, known in _known(start, places, bits).items():
        for said in (*forms[name].texts(), *forms[name].sent()) if name in forms else ():
            for place in sorted(answers_in(said) & always_said(said.value)):
                answer = place.partition(".")[2]
                if answer in bits and not known & bits[answer]:
                    _tell(said, place, found)


def _known(start: str, places: Ways, bits: Bits) -> dict[str, int]:
    """For each place that is reached: what is known on every way there."""
    known = {start: 0}
    waiting = deque([start])
    for _ in range(MOST_STEPS):
        if not waiting:
            return known
        place = places[waiting.popleft()]
        made = _made(place, bits)
        for way in place.exits:
            after = known[place.name] | made.get(way.label, 0)
            before = known.get(way.target)
            if before is None or before & after != before:
                known[way.target] = after if before is None else before & after
                waiting.append(way.target)
    return {}


def _made(place: Place, bits: Bits) -> dict[str, int]:
    """Exit → what a call knows for sure that has gone on by it."""
    known = dict[str, int]()
    if isinstance(place.form, NodeForm):
        for answer in place.form.answers(place.name):
            for label in answer.after:
                known[label] = known.get(label, 0) | bits[answer.name.value]
    return known


def _tell(said: Said[str], place: str, found: Findings) -> None:
    piece = f"{{{place}}}"
    mark = within(said.mark, said.value, said.value.index(piece), piece)
    message = f"{piece} may not be known here, and then nothing is said in its place (our own measure)"
    found.add(Code.MAYBE_UNKNOWN, mark, message, f"a way here on which it is asked for, or [a group with {piece}]")
