"""Marks in a text that tell a voice how to say it (SSML): which there are, and how a text is without them.

A text in which a `<` stands is one with marks; whether they are well made is checked where flows are checked.
"""

import re
from collections.abc import Mapping

_STRENGTHS = "none|x-weak|weak|medium|strong|x-strong"
_PERCENT = r"[+-]?[0-9]{1,3}%"

MARKS: Mapping[str, Mapping[str, str]] = {
    "break": {"strength": _STRENGTHS, "time": r"[0-9]{1,4}ms|10s|[0-9](\.[0-9])?s"},
    "emphasis": {"level": "strong|moderate|reduced|none"},
    "lang": {"xml:lang": "[a-z]{2,3}(-[A-Z]{2})?"},
    "p": {},
    "phoneme": {"alphabet": "ipa|x-sampa", "ph": ".{1,100}"},
    "prosody": {
        "volume": "silent|x-soft|soft|medium|loud|x-loud|default|[+-][0-9]{1,2}dB",
        "rate": f"x-slow|slow|medium|fast|x-fast|default|{_PERCENT}",
        "pitch": f"x-low|low|medium|high|x-high|default|{_PERCENT}",
    },
    "s": {},
    "say-as": {
        "interpret-as": "characters|spell-out|cardinal|number|ordinal|digits|fraction|unit|date|time|address|telephone",
        "format": "[a-z]{1,10}",
    },
    "sub": {"alias": ".{1,200}"},
    "w": {"role": "[a-z:A-Z]{1,40}"},
}
"""Mark → attribute → its values: what the carrier's Say may hold, and all of its voices understand alike."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "phoneme": ("alphabet", "ph"),
    "say-as": ("interpret-as",),
    "sub": ("alias",),
    "lang": ("xml:lang",),
}
"""Attributes without which a mark says nothing."""

_PAUSE = re.compile(r"</?(break|p|s)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def has_marks(text: str) -> bool:
    """Whether a text is one with marks: then a `<` and a `&` in it are written `&lt;` and `&amp;`."""
    return "<" in text


def escaped(text: str) -> str:
    """A value as it may stand in a text with marks: nothing in it is ever a mark."""
    for sign, plain in reversed(_SIGNS):
        text = text.replace(plain, sign)
    return text


def unmarked(text: str) -> str:
    """The words alone, for ears that know no marks and for eyes."""
    if not has_marks(text):
        return text
    words = _TAG.sub("", _PAUSE.sub(" ", text))
    for sign, plain in _SIGNS:
        words = words.replace(sign, plain)
    return " ".join(words.split())
