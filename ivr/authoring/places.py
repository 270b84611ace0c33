"""What may stand in braces in a text, and whether its groups are whole. It fills nothing in."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import TEXT, Said
from ivr.authoring.tree import Mark, Tree
from ivr.language.template import Fault, check_template

PLACES = frozenset({"caller.name"})
"""What a prompt of a flow may name. Closed: nothing that a caller must not hear can be written into one."""

_FAULTS = {
    Fault.UNKNOWN_PLACE: "no value has this name",
    Fault.STRAY_BRACE: "a brace that belongs to no {value}",
    Fault.STRAY_BRACKET: "a bracket that belongs to no [group]",
    Fault.NESTED_GROUP: "a group inside a group",
    Fault.GROUP_WITHOUT_PLACE: "a group without a {value} in it would always be spoken",
}


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a text that is spoken to callers."""

    def read(self, tree: Tree, found: Findings) -> Said[str] | None:
        said = TEXT.read(tree, found)
        if said:
            check_text(said, PLACES, found)
        return said


def check_text(said: Said[str], allowed: frozenset[str], found: Findings) -> None:
    """Whether the places in a text are known, and its groups whole."""
    for flaw in check_template(said.value, allowed):
        wrong = f'"{flaw.text}": {_FAULTS[flaw.fault]}'
        known = [f"{{{name}}}" for name in sorted(allowed)]
        found.unknown(Code.UNKNOWN_PLACEHOLDER, _inside(said, flaw.offset, flaw.text), wrong, flaw.text, known)


def _inside(said: Said[str], offset: int, text: str) -> Mark:
    """Where a piece of a text stands, as far as that can be told: exact on one line without escapes."""
    mark = said.mark
    extra = mark.length - len(said.value)
    if extra not in (0, 2):
        return mark
    return Mark(mark.line, mark.column + offset + extra // 2, max(1, len(text)))


SPOKEN = TextReader()
