"""The words and signs for what has a state: a word and an icon, never a colour alone. Pages share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.console.ground import here
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.promise import callback, transfer
from ivr.reports.crew.floor import Doing


@dataclass(frozen=True, slots=True)
class Sign:
    """`tone` is one of calm, busy, good, warn, bad: it colours what the word and the icon say already."""

    words: str
    icon: str
    tone: str


CALLBACKS: Mapping[callback.State, Sign] = {
    callback.State.SCHEDULED: Sign(N_("later"), "calendar-clock", "calm"),
    callback.State.DUE: Sign(N_("due"), "bell", "warn"),
    callback.State.OFFERED: Sign(N_("agents are asked"), "headset", "busy"),
    callback.State.DIALLING: Sign(N_("is being phoned"), "phone-outgoing", "busy"),
    callback.State.TALKING: Sign(N_("talking"), "phone-call", "good"),
    callback.State.SUSPENDED: Sign(N_("on the line with us"), "phone-incoming", "busy"),
    callback.State.REVIEW: Sign(N_("a person must decide"), "triangle-alert", "bad"),
    callback.State.CONNECTED: Sign(N_("talked"), "circle-check", "good"),
    callback.State.CAME_IN: Sign(N_("rang us and was served"), "circle-check", "good"),
    callback.State.CANCELLED: Sign(N_("cancelled by the caller"), "circle-x", "calm"),
    callback.State.EXHAUSTED: Sign(N_("all attempts were made"), "triangle-alert", "bad"),
    callback.State.BARRED: Sign(N_("may not be phoned"), "ban", "bad"),
    callback.State.UNREACHABLE: Sign(N_("cannot be reached"), "phone-off", "bad"),
    callback.State.CLOSED_BY_AGENT: Sign(N_("closed by an agent"), "circle-x", "calm"),
}

TRANSFERS: Mapping[transfer.State, Sign] = {
    transfer.State.WAITING: Sign(N_("waits"), "timer", "warn"),
    transfer.State.OFFERED: Sign(N_("agents are asked"), "headset", "busy"),
    transfer.State.ACCEPTED: Sign(N_("an agent is on the way"), "phone-forwarded", "busy"),
    transfer.State.JOINING: Sign(N_("is being connected"), "phone-forwarded", "busy"),
    transfer.State.TALKING: Sign(N_("talking"), "phone-call", "good"),
    transfer.State.TALKED: Sign(N_("the talk is over"), "phone-off", "busy"),
    transfer.State.SERVED: Sign(N_("served"), "circle-check", "good"),
    transfer.State.CALLBACK: Sign(N_("to be phoned back"), "phone-outgoing", "calm"),
    transfer.State.WAIVED: Sign(N_("wanted no more"), "circle-x", "calm"),
}

DOINGS: Mapping[Doing, Sign] = {
    Doing.FREE: Sign(N_("free"), "circle-check", "good"),
    Doing.ASKED: Sign(N_("is asked"), "bell", "warn"),
    Doing.TALKING: Sign(N_("talking"), "phone-call", "good"),
    Doing.WRAP_UP: Sign(N_("writing up"), "pencil", "busy"),
    Doing.RESTING: Sign(N_("resting"), "coffee", "warn"),
    Doing.CLOSED: Sign(N_("page not open"), "wifi-off", "bad"),
    Doing.AWAY: Sign(N_("away"), "pause", "calm"),
}


def team_titles() -> dict[str, str]:
    """What each team is called in the reader's language, by its name; a team that is gone goes by its name."""
    try:
        teams = here().board.library.business().teams
    except LookupError:
        return {}
    language = viewer().language
    return {name: team.titles.get(language) or next(iter(team.titles.values()), name) for name, team in teams.items()}
