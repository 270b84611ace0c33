"""Callbacks that programs, and forms on the web, ask for: whom we may phone at all, how often, and never twice for one
key. What is asked for is owed like every other callback."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ivr import phone
from ivr.frozen import replace
from ivr.promise import attempts
from ivr.promise.business import Business
from ivr.promise.callback import Event
from ivr.switchboard import asking, callbacks, callers, destinations, obligations, trail
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Ask, Callback, Caller, Source
from ivr.switchboard.speech import kept
from ivr.switchboard.trail import By

KEPT = timedelta(hours=24)
"""So long the same key gets the same answer."""
HOUR = timedelta(hours=1)
PER_NUMBER = 3
"""Wishes for one number within a day: whoever writes a stranger's number into a form has us phone the stranger."""
PER_BLOCK, PER_NETWORK, PER_FORM = 10, 5, 60
"""Wishes within an hour: for one block of ten thousand numbers, from one network of strangers, through one form."""
FARTHEST = timedelta(days=30)
"""Nobody is promised a call later than this."""


class Declined(StrEnum):
    """Why nothing is owed. What `destinations.refusal` says is told in its own words."""

    OTHER_WISH = "other_wish"
    """This key was used for another wish."""
    NO_SUCH_TEAM = "no_such_team"
    NO_SUCH_TOPIC = "no_such_topic"
    NO_SUCH_LANGUAGE = "no_such_language"
    TOO_FAR = "too_far"
    OFTEN = "often"
    """Too many wishes for this number, its block, from this network, or through this form."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wish. What is left empty is as the business does it: its first team, the caller's language, at once."""

    number: str
    """E.164."""
    team: str = ""
    topic: str = ""
    language: str = ""
    when: datetime | None = None
    """Not before then; None: as soon as they may be phoned."""

    @property
    def digest(self) -> str:
        """Equal for equal wishes."""
        told = (self.number, self.team, self.topic, self.language, self.when.isoformat() if self.when else "")
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asks, under which key. `network`: of strangers, as a hash."""

    source: str
    key: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """It is owed. `fresh`: since now; else this key, or the caller, had it already."""

    answer: str
    fresh: bool
    callback_id: int | None = None
    """To ring the doorbell for; None: there is nothing new."""


Telling = Callable[[Unit, Callback], str]
"""What is to be answered to whoever asked for this callback: it is kept, and answered again."""


def ask(board: Board, by: By, origin: Origin, wanted: Wanted, telling: Telling) -> Asked | str:
    """The caller is owed a callback, once; or why not: one of `Declined`, or what `destinations.refusal` says."""
    return work(board.store, lambda unit: _ask(unit, board, by, origin, wanted, telling), by.actor)


def _ask(unit: Unit, board: Board, by: By, origin: Origin, wanted: Wanted, telling: Telling) -> Asked | str:
    key = f"{origin.source}:{origin.key}"
    before = unit.one(Ask, key=key)
    if before is not None and unit.now - before.at < KEPT:
        return Asked(before.answer, False) if before.digest == wanted.digest else Declined.OTHER_WISH
    if (why := declined(unit, board, wanted) or _too_often(unit, origin, wanted.number)) is not None:
        return why
    if before is not None:
        unit.remove(before)
    caller = callers.meet(unit, wanted.number)
    owed = callbacks.open_for(unit, caller.id)
    row = _owe(unit, board, caller, wanted)
    answer = telling(unit, row)
    block = phone.prefix_group(wanted.number)
    unit.insert(Ask(0, key, wanted.digest, origin.source, origin.network, block, caller.id, answer, unit.now))
    trail.note(unit, by, "ask for a callback", f"callback {row.public_id}")
    return Asked(answer, owed is None, row.id)


def declined(unit: Unit, board: Board, wanted: Wanted) -> str | None:
    """Why this may not be asked for, whoever asks."""
    business = board.library.business()
    if wanted.team and wanted.team not in business.teams:
        return Declined.NO_SUCH_TEAM
    if wanted.topic and wanted.topic not in topics(business):
        return Declined.NO_SUCH_TOPIC
    if wanted.language and wanted.language not in business.voices:
        return Declined.NO_SUCH_LANGUAGE
    if wanted.when is not None and wanted.when > unit.now + FARTHEST:
        return Declined.TOO_FAR
    caller = unit.one(Caller, number=wanted.number) or Caller(0, wanted.number)
    return destinations.refusal(board, caller, destinations.addresses(unit))


def topics(business: Business) -> tuple[str, ...]:
    """What a call may be about, by the business's own list."""
    words = next(iter(business.words.values()), {})
    return tuple(word.removeprefix("topic_") for word in words if word.startswith("topic_"))


def _too_often(unit: Unit, origin: Origin, number: str) -> str | None:
    """The rows of a day are all there are: they are few, for this keeps them few."""
    since = unit.now - HOUR
    caller = unit.one(Caller, number=number)
    lately = unit.many(Ask, caller_id=caller.id) if caller else ()
    if sum(row.at > unit.now - KEPT for row in lately) >= PER_NUMBER:
        return Declined.OFTEN
    counted = [(unit.many(Ask, block=phone.prefix_group(number)), PER_BLOCK)]
    if origin.network:
        counted += [(unit.many(Ask, network=origin.network), PER_NETWORK)]
        counted += [(unit.many(Ask, source=origin.source), PER_FORM)]
    too_many = any(sum(row.at > since for row in rows) >= most for rows, most in counted)
    return Declined.OFTEN if too_many else None


def _owe(unit: Unit, board: Board, caller: Caller, wanted: Wanted) -> Callback:
    """The open callback of this caller, begun or found; at the hour that was asked for, if one was."""
    business = board.library.business()
    team = wanted.team or next(iter(business.teams))
    language = wanted.language or kept(business, caller.language or "")
    debt = obligations.begin(unit, Source.REQUEST, f"ask:{unit.token()}", caller.id, None)
    wish = callbacks.Wish(team, wanted.topic, language, _shown_number(business, wanted.number), unit.now, caller.vip)
    row = callbacks.owe(unit, board, caller, debt, wish)
    if wanted.when is None or not can(row, Event.PUT_OFF):
        return row
    asking.withdraw(unit, row)
    row = replace(row, chosen=False, words="")
    due = callbacks.allowed_at(board, caller, row, max(row.due_at, wanted.when))
    promised = due + team_of(board, team).policy.within
    alarm = attempts.escalate_at(unit.now, promised)
    row = replace(row, due_at=due, promised_by=promised, escalate_at=alarm, escalated=False, before="")
    return move_callback(unit, row, Event.PUT_OFF, callbacks.next_look(row, due))


def _shown_number(business: Business, number: str) -> str:
    """Ours that their phone will show: of their own country, where we have one."""
    country = phone.country_of(number)
    return next((ours for ours in business.numbers if phone.country_of(ours) == country), business.numbers[0])
