"""The words of the pages of callbacks: tabs, hindrances, what has changed, and each line of a callback's life."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.console.frame import _
from ivr.console.words import N_
from ivr.line.outcomes import Outcome
from ivr.reports.callback.lists import Tab
from ivr.reports.callback.story import Event
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.rows import Source

TABS: Mapping[Tab, tuple[str, str]] = {
    Tab.DUE: (N_("Due now"), N_("Nobody is to be phoned now.")),
    Tab.TODAY: (N_("Today"), N_("Nothing more is promised for today.")),
    Tab.LATER: (N_("Later"), N_("Nothing is promised for another day.")),
    Tab.DONE: (N_("Done"), N_("Nothing was settled in the last seven days.")),
    Tab.MISSED: (N_("Missed"), N_("Nobody was given up in the last seven days.")),
}
"""What each is called, and what it says while it is empty."""

SOURCES: Mapping[Source, str] = {
    Source.TRANSFER: N_("wanted to speak with somebody"),
    Source.REQUEST: N_("asked to be phoned"),
    Source.MISSED_CALL: N_("could not get through to us"),
}

WHYS: Mapping[Why, str] = {
    Why.CALLER: N_("The caller wants no call any more"),
    Why.SETTLED: N_("It is settled otherwise"),
    Why.MISTAKE: N_("It was a mistake"),
}
"""Why a callback is called off."""

HINDERED: Mapping[Hindrance, str] = {
    Hindrance.UNKNOWN: N_("There is no such callback any more."),
    Hindrance.OVER: N_("This callback is over."),
    Hindrance.UNDER_WAY: N_("An agent is on the line for this just now."),
    Hindrance.ON_THE_LINE: N_("The caller has rung us and is on the line just now."),
    Hindrance.AWAY: N_("This agent is not available just now."),
    Hindrance.HOUR: N_("At this hour they may not be phoned."),
    Hindrance.OFTEN: N_("Their phone rang often enough today."),
    Hindrance.TOO_LATE: N_("It is too late to take this back."),
    Hindrance.NO_SUCH_TEAM: N_("There is no such team."),
}

OUTCOMES: Mapping[Outcome | None, str] = {
    Outcome.ANSWERED: N_("was picked up"),
    Outcome.BUSY: N_("line busy"),
    Outcome.NO_ANSWER: N_("no answer"),
    Outcome.FAILED: N_("did not get through"),
    Outcome.CANCELLED: N_("was hung up while it rang"),
    None: N_("not known yet"),
}

LIFE: Mapping[str, str] = {
    "owe": N_("a callback is owed"),
    "put_off": N_("put off to a time at which they may be phoned"),
    "accept": N_("an agent said yes"),
    "not_rung": N_("the agent was lost before the phone rang"),
    "pick_up": N_("the caller picked up"),
    "miss": N_("the caller did not answer"),
    "connect": N_("they talked"),
    "again": N_("to be phoned again"),
    "exhaust": N_("all attempts were made"),
    "suspend": N_("the caller rang us meanwhile"),
    "resume": N_("is waiting for its time again"),
    "came_in": N_("the caller was helped when they rang us"),
    "cancel": N_("called off: the caller wants no call"),
    "bar": N_("may not be phoned"),
    "no_number": N_("there is no number to phone"),
    "close": N_("closed by an agent"),
    "review": N_("a person must decide"),
    "claim": N_("taken by %(detail)s"),
    "release": N_("given back"),
    "call_now": N_("to be phoned at once"),
    "move": N_("moved to another time"),
    "hand_over": N_("handed over"),
    "call_off": N_("called off"),
    "taken_back": N_("taken back"),
}
"""By the ledger's word."""

ACTORS: Mapping[str, str] = {
    "caller": N_("the caller"),
    "agent": N_("an agent"),
    "operator": N_("the command line"),
}
"""Who does something without an account; all others are the machine itself, of which nothing is said."""

CHANGED: Mapping[str, str] = {
    "promised_by": N_("It is promised for %(value)s now."),
    "team": N_("It is with %(value)s now."),
    "attempts": N_("They have been phoned meanwhile."),
    "called_off": N_("It was called off, or that was taken back."),
    "holder": N_("%(value)s has taken it."),
}
"""By the field of a glance."""


def lived(event: Event) -> str:
    """A line of a callback's life in words; what has no words yet is shown as it is."""
    said = LIFE.get(event.cause)
    return _(said, detail=event.detail) if said else event.cause


def actor(event: Event) -> str:
    """Who did it; empty where nobody did."""
    if event.named:
        return event.by
    return _(ACTORS[event.by]) if event.by in ACTORS else ""
