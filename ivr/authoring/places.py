"""What may stand in braces in a text, and whether its groups are whole. It fills nothing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import TEXT, Said, within
from ivr.authoring.tree import Tree
from ivr.language.template import Fault, Flaw, check_template, places

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


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a text that is spoken to callers. Which answers there are is known only once all nodes have been read."""

    def read(self, tree: Tree, found: Findings) -> Said[str] | None:
        said = TEXT.read(tree, found)
        if said:
            check_text(said, PLACES | answers_in(said), found)
        return said


def answers_in(said: Said[str]) -> frozenset[str]:
    """The places of a text in which answers are to stand."""
    return frozenset(name for name in places(said.value) if name.startswith("answers."))


def check_text(said: Said[str], allowed: frozenset[str], found: Findings) -> None:
    """Whether the places in a text are known, and its groups whole."""
    for flaw in check_template(said.value, allowed):
        _tell(said, flaw, sorted(allowed), found)


def check_answers_in(said: Said[str], allowed: Mapping[str, object], found: Findings) -> None:
    """Whether the answers in a text, and nothing else of it, are among these places; told in their order."""
    awaited = {f"{{{name}}}" for name in answers_in(said)}
    for flaw in check_template(said.value, allowed):
        if flaw.fault is Fault.UNKNOWN_PLACE and flaw.text in awaited:
            _tell(said, flaw, allowed, found)


def _tell(said: Said[str], flaw: Flaw, allowed: Iterable[str], found: Findings) -> None:
    wrong = f'"{flaw.text}": {_FAULTS[flaw.fault]}'
    known = (f"{{{name}}}" for name in allowed)
    mark = within(said.mark, said.value, flaw.offset, flaw.text)
    found.unknown(Code.UNKNOWN_PLACEHOLDER, mark, wrong, flaw.text, known)


SPOKEN = TextReader()
