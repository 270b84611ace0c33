"""What was said and done on a leg, as lines for people; it reads facts and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.simulator.exchange import Exchange, Fact

_PLAIN = {
    "rings": "phone rings",
    "answers": "answers",
    "hangs up": "hangs up",
    "cut": "hears no more of it",
    "enqueued": "waits in a queue",
    "dequeued": "is taken out of the queue",
    "bridged": "can talk",
    "unbridged": "can talk no longer",
}
_SOUNDS = {"music": "music", "ringing": "ringing", "beep": "a beep"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when (virtual epoch seconds), on which leg, in whose role, what happened, in words.

    `words` and `other` are the fact's own text and what goes with it, for those who put it into words of their own.
    """

    at: float
    leg: str
    number: str
    """at the person's end"""
    role: str
    what: str
    text: str
    language: str
    words: str
    other: str


def role(exchange: Exchange, sid: str) -> str:
    """caller rang in; callee was placed by REST; customer was dialled from another leg."""
    directions = {"inbound": "caller", "outbound-dial": "customer"}
    return directions.get(exchange.transcript(sid)[0].text, "callee")


def lines(exchange: Exchange, facts: Iterable[Fact]) -> list[Line]:
    """Readable lines of the facts that people would notice."""
    readable = []
    for fact in facts:
        text = words(fact)
        if text:
            who, number = role(exchange, fact.leg), exchange.leg(fact.leg).number
            told = f"{who} {text}"
            readable.append(Line(fact.at, fact.leg, number, who, fact.what, told, fact.language, fact.text, fact.other))
    return readable


def words(fact: Fact) -> str:
    """One fact in words; empty for what nobody notices."""
    if fact.what == "hears":
        return _heard(fact)
    if fact.what == "presses":
        where = {"bridge": " (the other hears it)", "nowhere": " (nobody listens)"}.get(fact.other, "")
        return f"presses {fact.text}{where}"
    if fact.what == "speaks":
        return f"says: {fact.text}"
    if fact.what == "ends":
        return f"call ends: {fact.text}"
    if fact.what == "error":
        return f"call meets error {fact.text} in a request for {fact.other}"
    if fact.what == "recorded":
        return f"is recorded: {fact.text}" if fact.text else "is recorded in silence"
    return _PLAIN.get(fact.what, "")


def _heard(fact: Fact) -> str:
    if fact.other in ("say", "error"):
        return f"hears ({fact.language.partition('-')[0]}): {fact.text}"
    if fact.other == "play":
        return f"hears the sound {fact.text.rpartition('/')[2]}"
    if fact.other == "person":
        return f"hears the other say: {fact.text}"
    return f"hears {_SOUNDS.get(fact.other, fact.other)}"
