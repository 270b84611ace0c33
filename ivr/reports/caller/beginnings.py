"""How a number that somebody types may begin in E.164: national or international, whole or the first digits of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ivr import phone

ENOUGH = 3
"""Digits; fewer are found in every number."""
_NUMBER = re.compile(r"\+?[\d\s().\-/]+")
_ABROAD = "00"
"""Before the country's code, in most countries."""
LONGEST = 15
"""Digits of a number (E.164)."""


def beginnings(text: str, country: str) -> tuple[str, ...]:
    """What a number may begin with if this is how somebody writes it in `country` (ISO code); none where it is none.

    Digits of any script count; blanks, hyphens and brackets do not."""
    if not _NUMBER.fullmatch(text.strip()):
        return ()
    digits = "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdigit())
    if len(digits) < ENOUGH:
        return ()
    if text.strip().startswith("+"):
        return (f"+{digits}",)
    if digits.startswith(_ABROAD):
        return (f"+{digits.removeprefix(_ABROAD)}",)
    code, trunk = _plan(country)
    home = (f"{code}{digits.removeprefix(trunk)}",) if code and len(digits.removeprefix(trunk)) >= ENOUGH else ()
    return tuple(dict.fromkeys((*home, f"+{digits}")))


def between(beginning: str) -> tuple[str, str]:
    """The first and the last number that begin so, in any order of digits that a database has."""
    return beginning, beginning.ljust(LONGEST + 1, "9")


@lru_cache(maxsize=32)
def _plan(country: str) -> tuple[str, str]:
    """The country's code, and the digit that is dialled before a number within it."""
    number = phone.example(country) if country else None
    if number is None:
        return "", ""
    code = phone.groups(number, "")[0]
    return code, "".join(phone.groups(number, country)).removesuffix(number.removeprefix(code))
