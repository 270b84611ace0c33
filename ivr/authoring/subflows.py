"""Subflows: a file with `returns` and without numbers, whose nodes are put in wherever a flow names it.

A subflow is checked by itself first; what is wrong with the whole, once it stands in a flow, is said of the use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import islice
from typing import Any

from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm, SubflowFile
from ivr.authoring.nodes import END, GoForm, NodeForm, ReturnForm, SubflowForm
from ivr.authoring.problem import Findings
from ivr.authoring.prompts import PromptForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Pair, Pairs
from ivr.authoring.tree import Mark

MOST_NODES = 10_000
"""Of one use of a subflow, with everything in it: subflows in subflows grow quickly."""

Nodes = Pairs[NodeForm | Broken]


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a subflow is put in: under this name, as if all of it stood at this mark."""

    prefix: str
    mark: Mark
    languages: frozenset[str]
    """Those of the flow: a subflow may speak more."""
    inside: tuple[str, ...] = ()
    """The subflows around it."""


def as_a_flow(form: SubflowFile) -> FlowForm:
    """The same as a flow that answers no number, to be checked as far as it can be by itself."""
    return FlowForm(
        mark=form.mark,
        version=form.version,
        callflow=form.callflow,
        title=form.title or form.callflow,
        numbers=(),
        start=form.start,
        prompts=form.prompts,
        nodes=form.nodes,
    )


def check_returns(form: SubflowFile, found: Findings) -> None:
    """Whether each return is one that the file has, and each that it has is returned to."""
    known, used = {said.value for said in form.returns}, set[str]()
    for pair in form.nodes.values():
        if isinstance(pair.value, ReturnForm):
            used.add(pair.value.to.value)
            _known_return(pair.value.to, known, found)
    for said in form.returns:
        if said.value not in used:
            message = f'nothing returns "{said.value}"'
            found.add(Code.UNKNOWN_RETURN, said.mark, message, f"a node: {{return: {said.value}}}")


def _known_return(to: Said[str], known: set[str], found: Findings) -> None:
    if to.value not in known:
        found.unknown(Code.UNKNOWN_RETURN, to.mark, f'there is no return "{to.value}"', to.value, sorted(known))


def with_subflows(
    flow: FlowForm, known: Table[str, SubflowFile], lost: set[str], languages: Collection[str], found: Findings
) -> FlowForm:
    """The flow with the nodes of all its subflows in it, each under the name of the node that uses it and a dot.

    `lost` are subflows that could not be read: nothing more is said of them.
    """
    if not any(isinstance(pair.value, SubflowForm | ReturnForm) for pair in flow.nodes.values()):
        return flow
    nodes = Nodes()
    nodes.lost = flow.nodes.lost
    for name, pair in flow.nodes.items():
        if isinstance(pair.value, ReturnForm):
            message = "only a subflow returns: this file has numbers, and no returns"
            found.add(Code.UNKNOWN_RETURN, pair.value.mark, message, "go: the node that comes next")
        if isinstance(pair.value, SubflowForm):
            use = _Use(name, pair.value.mark, frozenset(languages))
            for inner, form in _bounded(pair.value, use, known, lost, found):
                nodes[inner] = Pair(Said(inner, pair.value.mark), form)
        else:
            nodes[name] = pair
    return replace(flow, nodes=nodes)


def _bounded(
    form: SubflowForm, use: _Use, known: Table[str, SubflowFile], lost: set[str], found: Findings
) -> list[tuple[str, NodeForm | Broken]]:
    inside = list(islice(_put_in(form, use, known, lost, found), MOST_NODES + 1))
    if len(inside) <= MOST_NODES:
        return inside
    found.add(Code.TOO_LARGE, use.mark, f"more than {MOST_NODES} nodes, with the subflows in it", "less")
    return [(use.prefix, Broken(use.mark, frozenset(pair.value.value for pair in form.back.values())))]


def _put_in(
    form: SubflowForm, use: _Use, known: Table[str, SubflowFile], lost: set[str], found: Findings
) -> Iterator[tuple[str, NodeForm | Broken]]:
    name, mark = form.callflow.value, use.mark
    broken = Broken(mark, frozenset(pair.value.value for pair in form.back.values()))
    if name in use.inside:
        message = f'"{name}" is used in itself: {" → ".join((*use.inside, name))}'
        found.add(Code.IN_ITSELF, mark, message, "a node of the same file, by go")
        yield use.prefix, broken
        return
    if name not in known:
        if name not in lost:
            message = f'there is no subflow "{name}"'
            found.unknown(Code.UNKNOWN_SUBFLOW, form.callflow.mark, message, name, sorted(known))
        yield use.prefix, broken
        return
    file = known[name]
    _exits_fit(form, file, use, found)
    yield use.prefix, GoForm(mark=mark, to=Said(f"{use.prefix}.{file.start.value}", mark))
    for inner, pair in file.nodes.items():
        yield from _node(f"{use.prefix}.{inner}", inner, pair.value, form, use, known, lost, found)


def _node(
    name: str,
    inner: str,
    value: NodeForm | Broken,
    form: SubflowForm,
    use: _Use,
    known: Table[str, SubflowFile],
    lost: set[str],
    found: Findings,
) -> Iterator[tuple[str, NodeForm | Broken]]:
    """One node of a subflow, where it is used."""
    if isinstance(value, Broken):
        yield name, Broken(use.mark, frozenset())
    elif isinstance(value, ReturnForm):
        back = form.back.get(value.to.value)
        yield name, GoForm(mark=use.mark, to=Said(back.value.value if back else END, use.mark))
    elif isinstance(value, SubflowForm):
        deeper = _Use(name, use.mark, use.languages, (*use.inside, form.callflow.value))
        yield from _put_in(_moved(value, use), deeper, known, lost, found)
    else:
        moved = _moved(value, use)
        names_itself = getattr(moved, "answer", inner) is None
        yield name, replace(moved, answer=Said(inner, use.mark)) if names_itself else moved


def _exits_fit(form: SubflowForm, file: SubflowFile, use: _Use, found: Findings) -> None:
    known = {said.value for said in file.returns}
    for name, pair in form.back.items():
        if not use.inside:
            _known_return(Said(name, pair.key.mark), known, found)
    for name in sorted(known - form.back.named):
        message = f'"{form.callflow.value}" may return "{name}", and then the call goes nowhere'
        found.add(Code.UNKNOWN_RETURN, use.mark, message, f"exits: {{{name}: a node}}")


def _moved(form: Any, use: _Use) -> Any:
    """A form as it stands where it is used: its targets are nodes beside it, and all of it is at one mark."""
    targets = {(way.target, way.mark) for way in form.exits() if way.target != END}
    return _map(form, use, targets)


def _spoken(prompt: PromptForm, languages: frozenset[str]) -> PromptForm:
    kept = {code: mark for code, mark in prompt.languages.items() if code in languages}
    texts = {code: said for code, said in prompt.texts.items() if code in languages}
    sounds = {code: said for code, said in prompt.sounds.items() if code in languages}
    return replace(prompt, texts=texts, sounds=sounds, languages=kept)


def _map(value: Any, use: _Use, targets: set[tuple[str, Mark]]) -> Any:
    if isinstance(value, Mark):
        return use.mark
    if isinstance(value, Said):
        led = isinstance(value.value, str) and (value.value, value.mark) in targets
        inner = f"{use.prefix}.{value.value}" if led else _map(value.value, use, targets)
        return Said(inner, use.mark)
    if isinstance(value, PromptForm) and not value.partial:
        value = _spoken(value, use.languages)
    if isinstance(value, Pairs):
        moved = Pairs[Any]({name: _map(pair, use, targets) for name, pair in value.items()})
        moved.lost = value.lost
        return moved
    if isinstance(value, dict):
        return {name: _map(one, use, targets) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_map(one, use, targets) for one in value)
    if is_dataclass(value) and not isinstance(value, type) and (isinstance(value, Pair) or hasattr(value, "mark")):
        changes = {field.name: _map(getattr(value, field.name), use, targets) for field in fields(value)}
        return replace(value, **changes)
    return value
