"""How one node is read: which kind it is, and its fields from under the kind and from beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ivr.authoring.codes import Code
from ivr.authoring.nodes import KINDS, NodeForm
from ivr.authoring.problem import Findings, listed
from ivr.authoring.scalars import LANGUAGE, RULE, TEXT, Said
from ivr.authoring.shape import By, Form, fill, keys
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Sequence, Tree

MAPPINGS = ("prompt", "values", "text")
"""Keys that hold a mapping themselves: what stands under such a kind is that mapping, unless it names a field."""


EVERY: dict[str, By[Said[str]]] = {"allow": By(RULE, TEXT), "title": By(LANGUAGE, TEXT, least=1)}
"""What any node may say: which warnings are wanted so at it, each with its reason; what it is called on a screen."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A node that could not be read; it may lead wherever one of its words says, so that nothing follows from it."""

    mark: Mark
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class NodeReader:
    def read(self, tree: Tree, found: Findings) -> NodeForm | Broken:
        broken = Broken(tree.mark, frozenset(_words(tree)))
        if not isinstance(tree, Mapping):
            found.add(Code.NODE_KIND, tree.mark, "a node is a mapping that begins with its kind", listed(KINDS))
            return broken
        kinds = [entry for entry in tree.entries if entry.key.text in KINDS]
        if len(kinds) != 1:
            _which_kind(tree, kinds, found)
            return broken
        form = KINDS[kinds[0].key.text]
        entries = _entries(tree, kinds[0], form, found)
        node = fill(form, [entry for entry in entries if entry.key.text not in EVERY], kinds[0].key.mark, found)
        known = ((entry.key.text, entry.value) for entry in entries if entry.key.text in EVERY)
        said: dict[str, Any] = {name: EVERY[name].read(value, found) for name, value in known}
        return replace(node, **said) if node else broken


def _which_kind(tree: Mapping, kinds: list[Entry], found: Findings) -> None:
    if kinds:
        both = " and ".join(entry.key.text for entry in kinds)
        found.add(Code.NODE_KIND, kinds[1].key.mark, f"a node is one thing, and this is {both}", "two nodes")
    elif tree.entries:
        first = tree.entries[0].key
        found.unknown(Code.NODE_KIND, first.mark, f'"{first.text[:60]}" is no kind of node', first.text, KINDS)
    else:
        found.add(Code.NODE_KIND, tree.mark, "this node does nothing", listed(KINDS))


def _entries(tree: Mapping, kind: Entry, form: type[Form], found: Findings) -> list[Entry]:
    """The fields of a node, wherever they stand; a field in both places is there twice."""
    inside = _inside(kind, form, found)
    beside = [entry for entry in tree.entries if entry is not kind]
    lines = {entry.key.text: entry.key.mark.line for entry in inside}
    for entry in beside:
        if entry.key.text in lines:
            message = f'"{entry.key.text}" stands under {kind.key.text} and beside it'
            found.add(Code.KEY_TWICE, entry.key.mark, message, hint=f"the first is on line {lines[entry.key.text]}")
    return inside + [entry for entry in beside if entry.key.text not in lines]


def _inside(kind: Entry, form: type[Form], found: Findings) -> list[Entry]:
    value = kind.value
    whole = form.main not in MAPPINGS or any(entry.key.text in keys(form) for entry in _of(value))
    if isinstance(value, Mapping) and whole:
        return list(value.entries)
    if isinstance(value, Scalar) and value.empty:
        return []
    if form.main:
        return [Entry(Scalar(form.main, kind.key.mark), value)]
    found.add(Code.WRONG_SHAPE, value.mark, f"{kind.key.text} needs a mapping", f"the keys {listed(keys(form))}")
    return []


def _of(tree: Tree) -> tuple[Entry, ...]:
    return tree.entries if isinstance(tree, Mapping) else ()


def _words(tree: Tree) -> set[str]:
    words, waiting = set[str](), [tree]
    while waiting:
        match waiting.pop():
            case Scalar(text):
                words.add(text)
            case Mapping(entries):
                waiting += [entry.value for entry in entries]
            case Sequence(items):
                waiting += items
    return words


NODE = NodeReader()
