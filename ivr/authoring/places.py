"""What may stand in braces in a text, and whether its groups are whole. It fills nothing in."""

from __future__ import annotations

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import Said, within
from ivr.language.template import Fault, check_template

PLACES = frozenset({"caller.name"})
"""What a prompt of a flow may name beside the answers of the call. Closed: nothing that a caller must not hear can be
written into one."""

_FAULTS = {
    Fault.UNKNOWN_PLACE: "no value has this name",
    Fault.STRAY_BRACE: "a brace that belongs to no {value}",
    Fault.STRAY_BRACKET: "a bracket that belongs to no [group]",
    Fault.NESTED_GROUP: "a group inside a group",
    Fault.GROUP_WITHOUT_PLACE: "a group without a {value} in it would always be spoken",
}


def check_text(said: Said[str], allowed: frozenset[str], found: Findings) -> None:
    """Whether the places in a text are known, and its groups whole."""
    for flaw in check_template(said.value, allowed):
        wrong = f'"{flaw.text}": {_FAULTS[flaw.fault]}'
        known = [f"{{{name}}}" for name in sorted(allowed)]
        found.unknown(
            Code.UNKNOWN_PLACEHOLDER, within(said.mark, said.value, flaw.offset, flaw.text), wrong, flaw.text, known
        )
