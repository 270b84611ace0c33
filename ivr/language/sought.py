"""How texts are found again: the key under which something is sought. It knows no store."""

from __future__ import annotations

import unicodedata

_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d\u00ad\ufeff"))
_DIGITS = {0x09E6 + digit: str(digit) for digit in range(10)}


def key(text: str) -> str:
    """The same for texts that people take for the same: NFC, no joiners, no difference between capital and small
    letters, Bengali digits as Latin ones, one space between words."""
    told = unicodedata.normalize("NFC", text).translate(_JOINERS).casefold()
    return " ".join(unicodedata.normalize("NFC", told).translate(_DIGITS).split())
