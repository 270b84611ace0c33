"""Cuts text to what one <Say> may hold, and frees it of what XML may not; it never changes a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from twilio.twiml import GenericNode, TwiML

from ivr.language.marks import MARKS

MOST_LETTERS = 2900
"""Amazon Polly reads 3,000 characters, the other voices more (Twilio docs, Say)."""

MOST_ENCODED = 4400
"""Twilio hands the text on URL-encoded and refuses more than 4,500 characters (error 13521). A Bengali letter is 9."""

_SURELY = MOST_ENCODED // 12
"""So many characters fit, whatever they are: the longest in UTF-8 has 4 bytes, each encoded as 3 characters."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Whatever is outside the production Char of XML 1.0; the helper library would write it out, and the call would die."""

MOST_DEPTH = 8
"""Of marks in each other: a deeper one is no author's."""

_LANG = re.compile(r"\{http://www\.w3\.org/XML/1998/namespace\}lang")
_SENTENCE = re.compile(r"(?<=[.!?।॥…])\s+")


def clean(text: str) -> str:
    """Text without what XML cannot carry, and with single spaces: it parses back to exactly itself."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def portions(text: str) -> tuple[str, ...]:
    """Cleaned text in pieces that one <Say> may hold: whole sentences, or words, or what fits; none for blank text."""
    whole = clean(text)
    if _fits(whole):
        return (whole,) if whole else ()
    pieces: list[str] = []
    for sentence in _SENTENCE.split(whole):
        for piece in (sentence,) if _fits(sentence) else _words(sentence):
            if pieces and _fits(joined := f"{pieces[-1]} {piece}"):
                pieces[-1] = joined
            else:
                pieces.append(piece)
    return tuple(pieces)


def marks(text: str) -> tuple[str | TwiML, ...] | None:
    """A text with marks as what stands inside one <Say>; None where it is not well made, or more than fits."""
    whole = clean(text)
    if not _fits(whole):
        return None
    try:
        root = ElementTree.fromstring(f"<say>{whole}</say>")
    except ElementTree.ParseError:
        return None
    known = all(element.tag in MARKS for element in root.iter() if element is not root)
    return tuple(_inside(root, MOST_DEPTH)) if known else None


def _inside(element: Element, depth: int) -> Iterator[str | TwiML]:
    if element.text:
        yield element.text
    for child in element if depth else ():
        mark = GenericNode(child.tag, None)
        mark.attrs = {_LANG.sub("xml:lang", name): value for name, value in child.attrib.items()}
        for piece in _inside(child, depth - 1):
            mark.nest(piece)
        yield mark
        if child.tail:
            yield child.tail


def _words(sentence: str) -> list[str]:
    return [word[at : at + _SURELY] for word in sentence.split(" ") for at in range(0, len(word), _SURELY)]


def _fits(text: str) -> bool:
    return len(text) <= _SURELY or (len(text) <= MOST_LETTERS and len(quote(text)) <= MOST_ENCODED)
