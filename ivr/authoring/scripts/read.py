"""Reads files of call scripts and checks their names against the flows; what is wrong is a problem, never raised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.authoring.codes import Code
from ivr.authoring.parse import MOST_BYTES, parse
from ivr.authoring.problem import Findings, Problem, in_order
from ivr.authoring.scalars import Said
from ivr.authoring.scripts.forms import SCRIPTS, ScriptFile, ScriptForm
from ivr.authoring.scripts.steps import Act
from ivr.authoring.tree import Mapping as Tree
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Lookup
from ivr.promise.business import Business


@dataclass(frozen=True, slots=True)
class Scripts:
    """`files` are those without a problem of their own, by name; `texts` is what stands in each file."""

    files: Mapping[str, ScriptFile]
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def read_scripts(paths: Iterable[Path], business: Business, flows: Mapping[str, Callflow]) -> Scripts:
    """All scripts of these files; `flows` by name."""
    files, problems, texts = dict[str, ScriptFile](), list[Problem](), dict[str, str]()
    for path in paths:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        found = Findings(str(path))
        form, texts[found.file] = read_script(raw, business, flows, found)
        if form:
            files[found.file] = form
        problems += found.problems
    return Scripts(files, in_order(problems), texts)


def is_script(path: Path) -> bool:
    """Whether a file holds call scripts, by its shape."""
    return _key_of(path, "scripts")


def is_flow(path: Path) -> bool:
    """Whether a file holds a call flow, by its shape."""
    return _key_of(path, "nodes")


def _key_of(path: Path, key: str) -> bool:
    with path.open("rb") as opened:
        tree = parse(opened.read(MOST_BYTES + 1), Findings(str(path))).tree
    return isinstance(tree, Tree) and tree.get(key) is not None


def read_script(
    raw: bytes, business: Business, flows: Mapping[str, Callflow], found: Findings
) -> tuple[ScriptFile | None, str]:
    """One file of scripts, None where anything is wrong with it; and its text."""
    source = parse(raw, found)
    form = SCRIPTS.read(source.tree, found) if source.tree is not None else None
    if form:
        _check(form, business, flows, found)
    return None if found.problems else form, source.text


def _check(file: ScriptFile, business: Business, flows: Mapping[str, Callflow], found: Findings) -> None:
    flow = flows.get(file.flow.value)
    if flow is None:
        message = f'there is no call flow "{file.flow.value}"'
        found.unknown(Code.WHICH_FILE, file.flow.mark, message, file.flow.value, flows)
        return
    for pair in file.scripts.values():
        _check_script(pair.value, business, flow, found)


def _check_script(script: ScriptForm, business: Business, flow: Callflow, found: Findings) -> None:
    lookups = {name for name, node in flow.nodes.items() if isinstance(node, Lookup)}
    for pair in (script.systems or {}).values():
        _known(pair.key, lookups, Code.UNKNOWN_NODE, "lookup", found)
    for queue in (script.waiting or {}).values():
        _known(queue.key, business.teams, Code.UNKNOWN_TEAM, "team", found)
    for code in _languages(script):
        _known(code, flow.languages, Code.UNKNOWN_LANGUAGE, "language of this flow", found)
    for team in filter(None, (script.owed, script.ends.team if script.ends else None)):
        _known(team, business.teams, Code.UNKNOWN_TEAM, "team", found)
    agents = set(script.agents or ()) | {name for step in script.steps if step.act is Act.AGENTS for name in step.value}
    for name in _talked_with(script):
        _known(name, agents, Code.NOT_IN_LIST, "agent in this script", found)


def _languages(script: ScriptForm) -> Iterator[Said[str]]:
    if script.speaks:
        yield script.speaks
    for step in script.steps:
        if step.act is Act.HEARS and step.value.language:
            yield step.value.language


def _talked_with(script: ScriptForm) -> Iterator[Said[str]]:
    for step in script.steps:
        if step.act is Act.TALKS_WITH:
            yield step.value
    if script.ends and script.ends.agent:
        yield script.ends.agent


def _known(said: Said[str], names: Collection[str], code: Code, what: str, found: Findings) -> None:
    if said.value not in names:
        message = f'there is no {what} "{said.value[:60]}"'
        found.unknown(code, said.mark, message, said.value, sorted(names), "" if names else f"no {what} is known here")
