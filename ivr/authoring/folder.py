"""Reads what a business wrote, checks all of it, and compiles what is sound; it publishes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from pathlib import Path

from ivr.authoring import unsaid
from ivr.authoring.business import BUSINESS, BusinessForm
from ivr.authoring.cards import Cards, published, read_cards, with_cards
from ivr.authoring.check import NOTHING, Page, check_shared, check_whole
from ivr.authoring.check.before import Before
from ivr.authoring.check.heard import Ear, Heard, heard
from ivr.authoring.check.ways import ways
from ivr.authoring.codes import Code, Severity
from ivr.authoring.compile import compile_business, compile_flow
from ivr.authoring.flow import FLOW, SUBFLOW, FlowForm, SubflowFile
from ivr.authoring.named_prompts import with_prompts
from ivr.authoring.parse import MOST_BYTES, parse
from ivr.authoring.problem import Findings, Problem, in_order
from ivr.authoring.subflows import as_a_flow, check_returns, with_subflows
from ivr.authoring.tree import Mapping, Mark, Scalar, Tree
from ivr.authoring.words import words_of
from ivr.callflow.card import Card
from ivr.callflow.graph import Callflow
from ivr.promise.business import Business

BUSINESS_FILE = "business.yaml"
LEFT_TO_OTHERS = ("scripts",)
"""Keys of files beside the flows that are read elsewhere: call scripts, which `ivr test` plays."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a folder holds. `business`, `flows` and `cards` are there only where nothing in the folder is an error."""

    problems: tuple[Problem, ...]
    business: Business | None = None
    flows: tuple[Callflow, ...] = ()
    cards: Table[str, Card] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    texts: Table[str, str] = field(default_factory=dict)
    """File → what stands in it, to show a problem in its place."""
    unsaid: tuple[str, ...] = ()
    """What holds where nothing was said, a line each."""
    speech: tuple[Heard, ...] = ()
    """How long callers listen, per flow and language; nothing where the folder has errors."""

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


@dataclass(slots=True)
class _Read:
    """The files of a folder, in the making."""

    business: tuple[BusinessForm, Findings] | None = None
    flows: list[Page] = field(default_factory=list)
    subflows: list[tuple[SubflowFile, Findings]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    """Names of subflows that could not be read."""
    cards: Cards = field(default_factory=dict)
    findings: list[Findings] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def load_folder(path: Path, only: frozenset[Path] = frozenset(), before: Before = NOTHING) -> Result:
    """Everything in a folder: `business.yaml` and the flows beside it. `only`: leave out all other flows.
    `before`: what was live until now, and what callers did.

    FileNotFoundError where there is no such folder; whatever stands in the files is a problem, never an exception.
    """
    read = _Read()
    business = path / BUSINESS_FILE
    files = [file for file in sorted({*path.glob("*.yaml"), *path.glob("*.yml")}) if file != business]
    _read_business(business, read)
    for file in files:
        _read_flow(file, read, not only or file in only)
    read.cards = read_cards(path, read.findings, read.texts)
    _put_together(read)
    teams = check_whole(read.business, read.flows, before)
    problems = in_order(problem for found in read.findings for problem in found.problems)
    result = Result(problems, files=tuple(read.texts), texts=read.texts, unsaid=tuple(_unsaid(read)))
    if result.errors or read.business is None:
        return result
    return _compiled(result, read.business[0], read.flows, teams)


def _compiled(result: Result, form: BusinessForm, flows: list[Page], teams: Table[str, dict[str, str]]) -> Result:
    numbers = [number.value for flow, _ in flows for number in flow.numbers]
    business = compile_business(form, numbers)
    compiled = tuple(compile_flow(flow, business, teams[flow.callflow.value]) for flow, _ in flows)
    cards = published(result.texts)
    return replace(result, business=business, flows=compiled, cards=cards, speech=tuple(_speech(form, flows)))


def _speech(business: BusinessForm, flows: list[Page]) -> Iterator[Heard]:
    words = words_of(business)
    for flow, _ in flows:
        places = ways(flow)
        for code in flow.languages or business.languages:
            yield heard(flow.callflow.value, flow.start.value, places, Ear(code, words.get(code, {})))


def _unsaid(read: _Read) -> Iterator[str]:
    if read.business:
        yield from unsaid.of_business(read.business[0])
    for flow, _ in read.flows:
        yield from unsaid.of_flow(flow)


def _read_business(file: Path, read: _Read) -> None:
    if not file.is_file():
        found = Findings(str(file))
        found.add(
            Code.WHICH_FILE, Mark(), f"there is no {BUSINESS_FILE} here", "who the business is, its teams and hours"
        )
        read.findings.append(found)
        return
    tree, found = _tree(file, read)
    form = BUSINESS.read(tree, found) if tree is not None else None
    if form:
        read.business = form, found


def _read_flow(file: Path, read: _Read, wanted: bool) -> None:
    tree, found = _tree(file, read)
    if isinstance(tree, Mapping) and any(tree.get(key) is not None for key in LEFT_TO_OTHERS):
        return
    if isinstance(tree, Mapping) and tree.get("returns") is not None:
        _read_subflow(tree, found, read)
        return
    if not wanted:
        read.findings.remove(found)
        return
    form = FLOW.read(tree, found) if tree is not None else None
    if form:
        read.flows.append(Page(form, found))


def _read_subflow(tree: Mapping, found: Findings, read: _Read) -> None:
    form = SUBFLOW.read(tree, found)
    if form:
        read.subflows.append((form, found))
    elif isinstance(named := tree.get("callflow"), Scalar):
        read.lost.add(named.text)


def _put_together(read: _Read) -> None:
    """What is written elsewhere comes to where it is used: cards, named prompts, subflows."""
    known = dict[str, SubflowFile]()
    for file, found in read.subflows:
        as_flow = _written(as_a_flow(file), read, found)
        check_shared(as_flow, read.business, found)
        check_returns(file, found)
        if found.errors:
            read.lost.add(file.callflow.value)
        else:
            known[file.callflow.value] = replace(file, nodes=as_flow.nodes)
    pages = list[Page]()
    for form, found in read.flows:
        whole = with_subflows(_written(form, read, found), known, read.lost, _languages(form, read), found)
        pages.append(Page(whole, found))
    read.flows = pages


def _written(form: FlowForm, read: _Read, found: Findings) -> FlowForm:
    business = read.business[0] if read.business else None
    return with_prompts(with_cards(form, read.cards, _languages(form, read), found), business, found)


def _languages(form: FlowForm, read: _Read) -> tuple[str, ...]:
    return tuple(form.languages or (read.business[0].languages if read.business else ()))


def _tree(file: Path, read: _Read) -> tuple[Tree | None, Findings]:
    found = Findings(str(file))
    read.findings.append(found)
    with file.open("rb") as opened:
        source = parse(opened.read(MOST_BYTES + 1), found)
    read.texts[found.file] = source.text
    return source.tree, found
