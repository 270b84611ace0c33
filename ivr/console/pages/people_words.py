"""What the pages of people say: how somebody stands, and why something about them was not changed, beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from ivr.console.states import Sign
from ivr.console.words import N_
from ivr.reports.crew.accounts import AccountShown
from ivr.reports.crew.people import AgentShown
from ivr.switchboard.crew import number_changes, reached, staff
from ivr.switchboard.rows import AgentState, NumberState
from ivr.switchboard.sign_in import accounts

WRONG: Mapping[StrEnum, tuple[str, str]] = {
    staff.Refused.NAME: ("name", N_("They need a name.")),
    staff.Refused.NAME_TAKEN: ("name", N_("Somebody who is asked for callers has this name already.")),
    staff.Refused.TAKEN: ("address", N_("Somebody else is reached there.")),
    staff.Refused.NOTHING: ("email", N_("Give an e-mail address to sign in with, or a telephone number, or both.")),
    accounts.Refused.EMAIL: ("email", N_("This is no e-mail address.")),
    accounts.Refused.EMAIL_TAKEN: ("email", N_("Somebody has this address already.")),
    accounts.Refused.AGENT: ("agent", N_("There is nobody of this name on the telephone.")),
    accounts.Refused.AGENT_TAKEN: ("agent", N_("This belongs to another account already.")),
    accounts.Refused.LAST_OWNER: (
        "role",
        N_("Somebody must remain who is the owner and may sign in. Make somebody else the owner first."),
    ),
    reached.Refused.ADDRESS: ("address", N_("This is no telephone number. Write it as you would dial it.")),
    reached.Refused.CLIENT: ("address", N_("The name of a browser has Latin letters, digits and _ only.")),
    reached.Refused.OWN: ("address", N_("This is a number of ours, which callers ring. Give a telephone of theirs.")),
    reached.Refused.COUNTRY: ("address", N_("This number is in a country that we do not phone.")),
    reached.Refused.PREMIUM: ("address", N_("This is a premium number: it may not be phoned.")),
    reached.Refused.SATELLITE: ("address", N_("This is a satellite telephone: it may not be phoned.")),
    reached.Refused.BARRED: ("address", N_("This number may not be phoned.")),
    number_changes.Refused.SAME: ("address", N_("They are reached there already.")),
    number_changes.Refused.TAKEN: ("address", N_("Somebody else is reached there.")),
    number_changes.Refused.UNDER_WAY: ("address", N_("Another change is under way. Stop that one first.")),
    number_changes.Refused.TOO_OFTEN: ("address", N_("This was asked too often today. Try again tomorrow.")),
}
"""The field beside which it is said, and the text."""

WAYS: Mapping[str, str] = {
    "password": N_("password"),
    "second factor": N_("code"),
    "passkey": N_("passkey"),
}
OFF = Sign(N_("switched off"), "ban", "bad")
NOT_YET = Sign(N_("has not come in yet"), "key-round", "warn")
SIGNS_IN = Sign(N_("can sign in"), "circle-check", "good")
READY = Sign(N_("on duty"), "circle-check", "good")
RESTS = Sign(N_("did not pick up, rests"), "coffee", "warn")
SHUT = Sign(N_("on duty, but the page is not open"), "wifi-off", "warn")
AWAY = Sign(N_("off duty"), "pause", "calm")

CHANGES: Mapping[NumberState, str] = {
    NumberState.ASKED: N_("The new telephone rings in a moment. Whoever picks up keys this code there:"),
    NumberState.RINGING: N_("The new telephone rings. Whoever picks up keys this code there:"),
    NumberState.PROVED: N_("The code was right."),
}


def of_account(account: AccountShown) -> Sign:
    """Whether they can come in."""
    if not account.active:
        return OFF
    return SIGNS_IN if account.ways else NOT_YET


def of_agent(agent: AgentShown, now: datetime) -> Sign:
    """Whether they can be asked."""
    if agent.row.state is AgentState.AWAY:
        return AWAY
    if agent.ready(now):
        return READY
    return RESTS if agent.row.present(now) else SHUT
