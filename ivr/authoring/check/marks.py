"""Whether the marks in a text are such as its voice understands; a parser of XML reads them, as the voice does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ivr.authoring.codes import Code
from ivr.authoring.flow import VoiceForm
from ivr.authoring.problem import Findings, listed
from ivr.authoring.scalars import Said, within
from ivr.authoring.tree import Mark
from ivr.language import fill, places
from ivr.language.marks import MARKS, NEEDED, has_marks

MOST_DEPTH = 6
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_EMPHASIS = ("-Neural", "-Generative")
"""Polly's voices that refuse emphasis (Amazon's page on supported tags)."""


def check_marks(said: Said[str], voice: VoiceForm, found: Findings) -> None:
    """Every group may be there or not: the marks must be whole both ways."""
    if not has_marks(said.value):
        return
    if wrong := _deaf(voice):
        found.add(Code.BAD_MARK, _mark(said, "<"), wrong, "a Google voice that is not Chirp3-HD, or a Polly voice")
        return
    for values in (dict.fromkeys(places(said.value), "x"), {}):
        if not _read(said, fill(said.value, values), voice, found):
            return


def _deaf(voice: VoiceForm) -> str:
    """Why a voice understands no marks; empty where it does."""
    name = voice.voice.value if voice.voice else ""
    if name.startswith("Polly.") or (name.startswith("Google.") and "-Chirp3-HD-" not in name):
        return ""
    return f"the voice {name} reads no marks" if name else "the voice that speaks where none is named reads no marks"


def _read(said: Said[str], text: str, voice: VoiceForm, found: Findings) -> bool:
    try:
        root = ElementTree.fromstring(f"<say>{text}</say>")
    except ElementTree.ParseError as failure:
        reason = str(failure).partition(":")[0]
        message = f"these marks are not well made ({reason})"
        found.add(Code.BAD_MARK, _mark(said, "<"), message, "<mark>…</mark> or <break/>; a plain < is written &lt;")
        return False
    wrong = next(_wrong(root, voice), None)
    if wrong is None:
        return True
    piece, message, known = wrong
    found.unknown(Code.BAD_MARK, _mark(said, piece), message, piece.strip("<"), known, listed(known))
    return False


def _wrong(root: Element, voice: VoiceForm) -> Iterator[tuple[str, str, list[str]]]:
    """What is wrong: where it may stand, in which words, and what is known instead."""
    waiting = [(element, 1) for element in root]
    while waiting:
        element, depth = waiting.pop(0)
        if element.tag not in MARKS:
            yield f"<{element.tag}", f'there is no mark "{element.tag[:40]}"', sorted(MARKS)
            continue
        if depth > MOST_DEPTH:
            yield f"<{element.tag}", f"marks in each other, more than {MOST_DEPTH} deep", ["fewer marks"]
            return
        if element.tag == "emphasis" and voice.voice and voice.voice.value.endswith(_NO_EMPHASIS):
            yield "<emphasis", f"the voice {voice.voice.value} knows no emphasis (Amazon's page on tags)", ["prosody"]
        yield from _attributes(element)
        waiting += [(child, depth + 1) for child in element]


def _attributes(element: Element) -> Iterator[tuple[str, str, list[str]]]:
    known = MARKS[element.tag]
    given = {"xml:lang" if name == _LANG else name: value for name, value in element.attrib.items()}
    for name, value in given.items():
        if name not in known:
            yield name, f'<{element.tag}> has no "{name[:40]}"', sorted(known) or ["no attributes"]
        elif not re.fullmatch(known[name], value):
            yield name, f'<{element.tag} {name}="{value[:40]}"> means nothing', known[name].split("|")
    for name in NEEDED.get(element.tag, ()):
        if name not in given:
            yield f"<{element.tag}", f'<{element.tag}> says nothing without "{name}"', [name]


def _mark(said: Said[str], piece: str) -> Mark:
    offset = max(0, said.value.find(piece))
    return within(said.mark, said.value, offset, piece)
