"""How wide a text is on a screen whose fonts we do not know, and where it may be broken: never inside a letter.

Widths are advances in hundredths of the font's size, measured in DejaVu Sans and Noto Sans Bengali, the wider ones of
those in which such texts are shown; a conjunct is reckoned as its consonants side by side, which is more than it takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

GENEROUS = 1.08
"""For fonts that run wider than those that were measured."""
VIRAMA, ZWNJ, ZWJ = "\u09cd", "\u200c", "\u200d"
ELLIPSIS = "…"

_LATIN = (
    "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 "
    "100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 "
    "50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
)
"""From the space to the tilde."""
_BENGALI = {
    **dict.fromkeys("আঞ", 116),
    **dict.fromkeys("অঐঔঊঋজ", 92),
    **dict.fromkeys("কফএওৠ", 85),
    **dict.fromkeys("খঈউছঙডতপভলশসঝড়৵৶", 79),
    **dict.fromkeys("ংঃ", 45),
    **dict.fromkeys("ািীৗ।৷", 30),
    **dict.fromkeys("েৈ", 36),
    **dict.fromkeys("োৌ", 62),
}
_OTHER_BENGALI = 72
_OTHER = 80
_WIDE = 105
"""Of letters that fill a square, such as Chinese ones."""

_WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_LATIN.split())} | _BENGALI


def width(text: str, size: float) -> float:
    """At most so many pixels, at this size of the font."""
    return sum(map(_advance, text)) / 100 * size * GENEROUS


def letters(text: str) -> Iterator[str]:
    """The pieces of a text that a reader takes for one letter: a consonant with all that is written on or below it."""
    piece = ""
    for sign in text:
        if piece and not (_joins(sign) or piece[-1] in (ZWJ, VIRAMA) and sign != " "):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def cut(text: str, most: int) -> str:
    """At most so many letters; what is left out is an ellipsis."""
    found = list(letters(text))
    return text if len(found) <= most else "".join(found[: most - 1]).rstrip() + ELLIPSIS


def wrapped(text: str, most: float, lines: int, size: float = 12) -> tuple[str, ...]:
    """Lines that are no wider than so many pixels, and no more of them than `lines`; the last then ends in an
    ellipsis. A word that is too long for a line is broken between two letters."""
    found, line = list[str](), ""
    for word in _short(text, most, size):
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > most:
            found.append(line)
            line = word
        else:
            line = longer
    found.append(line)
    if len(found) <= lines:
        return tuple(found)
    return (*found[: lines - 1], _fitted(found[lines - 1], most, size))


def _fitted(line: str, most: float, size: float) -> str:
    """The line with an ellipsis behind it, within the width."""
    kept = list(letters(line))
    while kept and width("".join(kept) + ELLIPSIS, size) > most:
        kept.pop()
    return "".join(kept).rstrip() + ELLIPSIS


def _short(text: str, most: float, size: float) -> Iterator[str]:
    """The words of a text, those that are wider than a line in pieces: behind an underscore where there is one."""
    for word in text.split():
        piece = ""
        for letter in letters(word):
            while piece and width(piece + letter, size) > most:
                head, joint, tail = piece.rpartition("_")
                whole = not joint or _joins(tail[:1] or " ")
                yield piece if whole else head + joint
                piece = "" if whole else tail
            piece += letter
        yield piece


def _joins(sign: str) -> bool:
    """Whether it belongs to the letter before it."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me") or sign in (ZWJ, ZWNJ)


def _advance(sign: str) -> int:
    if (known := _WIDTHS.get(sign)) is not None:
        return known
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    if "\u0980" <= sign <= "\u09ff":
        return _OTHER_BENGALI
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" else _OTHER
