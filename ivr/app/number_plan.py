"""What each number of the flows must be set to at the carrier, and what differs there now. It sets nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ivr.app.parts import Parts
from ivr.language import APOLOGIES, Word
from ivr.line.instructions import Door, HangUp, Instruction, Say
from ivr.switchboard.speech import say
from ivr.twilio.twiml import render

if TYPE_CHECKING:
    from ivr.twilio.numbers import NumberSet

TAKEN = ("voice_application_sid", "trunk_sid")
"""Properties beside which addresses mean nothing: taken away, by an empty text."""
WHERE = (
    "Serve this document where it outlives us: as a TwiML Bin in Twilio's console, or on any static web host, as "
    "text/xml. Put its address into FALLBACK_URL, and run `python -m ivr numbers apply`."
)
_LOCALES = {"en": "en-US", "bn": "bn-IN"}


@dataclass(frozen=True, slots=True)
class Change:
    """One property of one number."""

    name: str
    now: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One number of the flows: what is to be changed; `sid` None: it is no number of this account."""

    number: str
    sid: str | None
    changes: tuple[Change, ...] = field(default=())

    @property
    def good(self) -> bool:
        """Whether its calls come to us as they should."""
        return self.sid is not None and not self.changes


def wanted(parts: Parts) -> dict[str, str]:
    """The properties that every number of ours has."""
    fallback = parts.settings.fallback_url
    ours = {
        "voice_url": parts.urls.door(Door("incoming")),
        "voice_method": "POST",
        "status_callback": parts.urls.door(Door("status")),
        "status_callback_method": "POST",
        **dict.fromkeys(TAKEN, ""),
    }
    return ours | ({"voice_fallback_url": fallback, "voice_fallback_method": "POST"} if fallback else {})


def plan(parts: Parts, seen: tuple[NumberSet, ...]) -> tuple[Planned, ...]:
    """For each number that a flow names; LookupError where nothing is published."""
    owned, target = {one.number: one for one in seen}, wanted(parts)
    return tuple(_planned(number, owned.get(number), target) for number in parts.board.library.business().numbers)


def _planned(number: str, seen: NumberSet | None, target: dict[str, str]) -> Planned:
    if seen is None:
        return Planned(number, None)
    pairs = ((name, seen.properties.get(name, ""), value) for name, value in target.items())
    return Planned(number, seen.sid, tuple(Change(*one) for one in pairs if one[1] != one[2]))


def document(parts: Parts) -> str:
    """What callers hear from elsewhere while all of us is away. That we call back is true: by the carrier's log."""
    business = parts.board.library.remembered() or parts.board.library.business()
    said: tuple[Instruction, ...] = tuple(say(business, language, Word.APOLOGY) for language in business.voices)
    said = said or tuple(Say(texts[Word.APOLOGY], _LOCALES[language]) for language, texts in APOLOGIES.items())
    return render((*said, HangUp()), parts.urls)
