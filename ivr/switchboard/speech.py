"""The built-in sentences as sounds, for whoever is on a line without a flow: a waiting caller, an agent, a customer."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.calendar import to_local
from ivr.language import Moment, Spoken, Within, Word, fill, spoken
from ivr.line.instructions import Say
from ivr.promise.business import Business

SOON = timedelta(hours=2)
"""A promise nearer than this is spoken as a span, a later one as a moment."""


def say(business: Business, language: str, word: Word, **values: str | Spoken) -> Say:
    """A sentence in this language, or in the business's first where the language is not kept any more."""
    locale, voice = business.voices[kept(business, language)]
    return Say(text(business, language, word, values), locale, voice)


def kept(business: Business, language: str) -> str:
    """This language, or the business's first."""
    return language if language in business.voices else next(iter(business.voices))


def text(business: Business, language: str, word: Word, values: dict[str, str | Spoken]) -> str:
    """The same as text. A place is written with `_` for its dot: `caller_name` fills `{caller.name}`."""
    words = business.words[kept(business, language)]
    filled = {
        name.replace("_", "."): value if isinstance(value, str) else spoken(value, words)
        for name, value in {"business_name": business.title, **values}.items()
    }
    return fill(words[word], filled)


def promise(promised_by: datetime, now: datetime, zone: str) -> Spoken:
    """When we call back, as it is said."""
    if promised_by - now <= SOON:
        return Within(max(promised_by - now, timedelta(minutes=1)))
    return Moment(to_local(promised_by, zone), to_local(now, zone))
