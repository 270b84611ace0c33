"""How long a voice needs for a text: a rate per language, calibrated once (docs/speech.md). It measures no audio."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ivr.language.marks import unmarked
from ivr.language.template import fill, places

VALUE = "x" * 20
"""What stands for a value whose length is not known when a flow is checked: two or three words."""

_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"[.!?।](?=\s)")
_BREAK = re.compile(r'<break\b(?:[^<>]*?\btime="([0-9]{1,4}(?:\.[0-9])?)(ms|s)")?[^<>]*>')
_PLAIN_BREAK = 0.5
"""Seconds of a break that says no time."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for one letter (blanks and commas count, digits do not), for one digit, and between two sentences."""

    letter: float
    digit: float
    pause: float


PACES: Mapping[str, Pace] = {"en": Pace(0.051, 0.28, 0.38), "bn": Pace(0.073, 0.25, 0.29)}
"""Measured with espeak-ng at its ordinary speed; Bengali vowel signs count as letters. Others: as the slowest."""

_UNMEASURED = PACES["bn"]


@lru_cache(maxsize=1024)
def spoken_seconds(text: str, language: str) -> float:
    """About how long a voice needs for a text, its places filled and its groups said."""
    pace = PACES.get(language, _UNMEASURED)
    said = unmarked(fill(text, dict.fromkeys(places(text), VALUE)) if "{" in text else text.strip())
    digits = len(_DIGIT.findall(said))
    silence = sum(map(_silence, _BREAK.finditer(text))) if "<" in text else 0.0
    return (len(said) - digits) * pace.letter + digits * pace.digit + len(_ENDS.findall(said)) * pace.pause + silence


def _silence(found: re.Match[str]) -> float:
    if not found[1]:
        return _PLAIN_BREAK
    return float(found[1]) / (1000 if found[2] == "ms" else 1)
