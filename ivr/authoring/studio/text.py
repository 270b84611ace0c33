"""Texts of Studio as texts of ours: places in braces, one line, no longer than a voice can say at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import quote

from ivr.authoring.studio.answers import Kind, Ref
from ivr.authoring.studio.liquid import Piece, Value

MOST_ENCODED = 2600
"""URL-encoded bytes of one text: well under what a voice takes, a sentence added or translated later included."""
PLACE_COSTS = 1500
"""What a value may need in the worst case, which the checker reckons with."""

_PLACE = re.compile(r"\{[a-z0-9_.]+\}")
_TERRAFORM = re.compile(r"\$\{([^{}]*)\}")
_MARKS = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_BRACKETS = str.maketrans("[]{}", "()()")
_LINE_ENDS = re.compile(r"[\r\n\u2028\u2029\x85]+")
_SENTENCE = re.compile(r"(?<=[.!?।。;:])\s+")

Lost = Callable[[Value], None]


def plain(text: str) -> str:
    """One line of letters that may stand in any file, without marks and without brackets of our own."""
    text = _TERRAFORM.sub(lambda found: f"({readable(found[1])})", text)
    text = _MARKS.sub(" ", text).translate(_BRACKETS)
    kept = (
        letter if unicodedata.category(letter)[0] != "C" or letter in "\u200c\u200d" else " "
        for letter in _LINE_ENDS.sub(" ", text)
    )
    return " ".join("".join(kept).split())


def readable(place: str) -> str:
    """A place of Terraform as words: `var.shop_name` is `shop name`."""
    words = _WORDS.findall(place)
    return words[-1].lower().replace("_", " ") if words else "to fill in"


def has_marks(text: str) -> bool:
    return _MARKS.search(text) is not None


def terraform(text: str) -> list[str]:
    """The places of Terraform in a text."""
    return _TERRAFORM.findall(text)


def spoken(pieces: Iterable[Piece], find: Callable[[Value], Ref | None], lost: Lost) -> str:
    """The text with our places in it; a value that cannot be spoken is left out, and `lost` is told."""
    parts = list[str]()
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(_with_spaces(piece))
            continue
        ref = None if piece.literal else find(piece)
        if piece.literal:
            parts.append(plain(piece.literal))
        elif ref is None or ref.kind is Kind.NOW or not ref.place.startswith("answers."):
            lost(piece)
        else:
            parts.append(f"{{{ref.place}}}")
    return re.sub(r"\s+([.,!?;:])", r"\1", " ".join("".join(parts).split()))


def sendable(pieces: Iterable[Piece], find: Callable[[Value], Ref | None], lost: Lost) -> str:
    """The same for what a machine reads: the caller's number is a value too, and blanks stay."""
    parts = list[str]()
    for piece in pieces:
        if isinstance(piece, str):
            parts.append("".join(it for it in piece.translate(_BRACKETS) if unicodedata.category(it)[0] != "C"))
            continue
        ref = None if piece.literal else find(piece)
        if piece.literal:
            parts.append(piece.literal.translate(_BRACKETS))
        elif ref is None or ref.kind is Kind.NOW:
            lost(piece)
        else:
            parts.append(f"{{{ref.place}}}")
    return "".join(parts).strip()


def parts(text: str) -> list[str]:
    """The text in as many parts as a voice needs to say it; none where nothing is said."""
    made, room = [""], MOST_ENCODED
    for sentence in _SENTENCE.split(text):
        for bit in [sentence] if _cost(sentence) <= MOST_ENCODED else _bits(sentence):
            if _cost(bit) > room and made[-1]:
                made.append("")
                room = MOST_ENCODED
            made[-1] = f"{made[-1]} {bit}".strip()
            room -= _cost(bit) + 1
    return [part for part in made if part]


def _bits(sentence: str) -> list[str]:
    """A long sentence word by word, and a long word in pieces."""
    return [word[at : at + 250] for word in sentence.split() for at in range(0, len(word), 250) if word]


def _cost(text: str) -> int:
    return len(quote(_PLACE.sub("", text), safe=" ")) + PLACE_COSTS * len(_PLACE.findall(text))


def _with_spaces(piece: str) -> str:
    """A piece of a text, with the blanks at its ends that part it from a value."""
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() else ""
    return f"{before}{plain(piece)}{after}"
