"""Knowledge cards: what a business answers by itself, one Markdown file per answer in `cards/`, a section per language.

A card becomes what is said at the node that names it, without its marks, and is published beside the flows for people
to read. It judges no words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import AnswerForm, NodeForm
from ivr.authoring.parse import MOST_BYTES, parse
from ivr.authoring.places import PLACES, answers_in, check_text
from ivr.authoring.problem import Findings
from ivr.authoring.prompts import PromptForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import LANGUAGE, NAME, TEXT, Said
from ivr.authoring.shape import By, Form, Many, Pair, Pairs, Shape, required
from ivr.authoring.shape import optional as may
from ivr.authoring.tree import Mark
from ivr.callflow.card import Card

FOLDER, SUFFIX = "cards", ".md"
_FENCE = "---"
_SECTION = re.compile(r"#{1,2} +([a-z]{2,3})\s*")
_MARKS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^\s*(?:#{1,6}|>|[-*+]|[0-9]{1,3}[.)])\s+"), ""),
)
_ENDS = (".", "!", "?", "।", ":", ";", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm(Form):
    """What stands above the text of a card."""

    title: Pairs[Said[str]] = required(By(LANGUAGE, TEXT, least=1), "what the card is called, per language")
    topics: tuple[Said[str], ...] = may(Many(NAME), "what it is about", ())


Cards = Mapping[str, Mapping[str, str]]
"""Card → language → what is said."""


def read_cards(folder: Path, findings: list[Findings], texts: dict[str, str]) -> Cards:
    """All cards beside the flows; what cannot be read is said of its own file."""
    cards = dict[str, Mapping[str, str]]()
    for file in sorted((folder / FOLDER).glob(f"*{SUFFIX}")):
        found = Findings(str(file))
        findings.append(found)
        raw = file.read_bytes()[:MOST_BYTES].decode("utf-8", "replace")
        texts[found.file] = raw
        cards[file.stem] = _card(raw, found)
    return cards


def _card(raw: str, found: Findings) -> Mapping[str, str]:
    lines = raw.splitlines()
    ends = [number for number, line in enumerate(lines) if line.strip() == _FENCE]
    if len(ends) < 2 or ends[0] != 0:
        message = "a card begins with its title between two lines of ---"
        found.add(Code.UNKNOWN_CARD, Mark(), message, "title: {en: Opening hours}")
        return {}
    head = parse("\n".join(["", *lines[1 : ends[1]]]).encode(), found).tree
    if head is not None:
        Shape(CardForm).read(head, found)
    sections = dict(_sections(lines[ends[1] + 1 :]))
    if not any(sections.values()):
        found.add(Code.UNKNOWN_CARD, Mark(ends[1] + 1), "nothing is said here", "## en, and below it a text")
    return sections


def published(texts: Mapping[str, str]) -> dict[str, Card]:
    """The cards among the files of a folder that checks, by name."""
    files = {Path(file): text for file, text in texts.items()}
    return {
        file.stem: _published(text)
        for file, text in files.items()
        if file.parent.name == FOLDER and file.suffix == SUFFIX
    }


def _published(raw: str) -> Card:
    lines = raw.splitlines()
    begins = next(number for number, line in enumerate(lines) if number and line.strip() == _FENCE)
    head = parse("\n".join(lines[1:begins]).encode(), Findings("")).tree
    form = Shape(CardForm).read(head, Findings("")) if head is not None else None
    if form is None:
        raise ValueError("what does not check is not published")
    titles = {code: pair.value.value for code, pair in form.title.items()}
    return Card(titles, tuple(topic.value for topic in form.topics), dict(_written(lines[begins + 1 :])))


def _written(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each language's section as it stands in the file."""
    language, said = "", list[str]()
    for line in [*lines, "# end"]:
        if begins := _SECTION.fullmatch(line):
            if language and any(said):
                yield language, "\n".join(said).strip()
            language, said = begins[1], []
        else:
            said.append(line.rstrip())


def _sections(lines: list[str]) -> Iterator[tuple[str, str]]:
    language, said = "", list[str]()
    for line in [*lines, "# end"]:
        if begins := _SECTION.fullmatch(line):
            if language:
                yield language, " ".join(said)
            language, said = begins[1], []
        elif plain := _unmarked(line):
            said.append(plain)


def _unmarked(line: str) -> str:
    """A line as it is said: no marks, and each point of a list is a sentence."""
    listed = re.match(r"\s*([-*+]|[0-9]{1,3}[.)])\s+", line)
    for mark, kept in _MARKS:
        line = mark.sub(kept, line)
    plain = " ".join(line.split())
    return f"{plain}." if listed and plain and not plain.endswith(_ENDS) else plain


def with_cards(flow: FlowForm, cards: Cards, languages: Collection[str], found: Findings) -> FlowForm:
    """The flow with every card in the place where it is said, in the languages that it speaks."""
    nodes = Pairs[NodeForm | Broken]()
    nodes.lost = flow.nodes.lost
    for name, pair in flow.nodes.items():
        form = pair.value
        nodes[name] = Pair(pair.key, _said(form, cards, languages, found)) if isinstance(form, AnswerForm) else pair
    return replace(flow, nodes=nodes)


def _said(form: AnswerForm, cards: Cards, languages: Collection[str], found: Findings) -> AnswerForm:
    use = form.card
    if use.value not in cards:
        found.unknown(Code.UNKNOWN_CARD, use.mark, f'there is no card "{use.value}"', use.value, cards)
        return form
    texts = {code: Said(text, use.mark) for code, text in cards[use.value].items() if text and code in languages}
    for said in texts.values():
        check_text(said, PLACES | answers_in(said), found)
    return replace(form, said=PromptForm(use.mark, texts, languages=dict.fromkeys(texts, use.mark)))
