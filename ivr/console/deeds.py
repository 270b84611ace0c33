"""What each line of the trail says that was done, and what it was done to, in words."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.access import Action
from ivr.console.frame import _
from ivr.console.words import N_

DEEDS: Mapping[str, str] = {
    Action.OWN_ACCOUNT: N_("changed the own account"),
    Action.FOLLOW: N_("followed what happens"),
    Action.SEE_HOME: N_("saw the first page"),
    Action.ANSWER: N_("answered"),
    Action.OWN_STATUS: N_("went on or off duty"),
    Action.SEE_CALLBACKS: N_("saw callbacks"),
    Action.CLAIM_CALLBACK: N_("took a callback"),
    Action.CALL_CALLBACK: N_("had a callback phoned"),
    Action.MOVE_CALLBACK: N_("moved a callback"),
    Action.CANCEL_CALLBACK: N_("called off a callback"),
    Action.HAND_OVER_CALLBACK: N_("handed over a callback"),
    Action.NOTE_CALLBACK: N_("wrote a note"),
    Action.SEE_CALLERS: N_("saw a caller"),
    Action.EDIT_CALLER: N_("changed a caller"),
    Action.MERGE_CALLERS: N_("merged or split callers"),
    Action.IMPORT_CALLERS: N_("imported callers"),
    Action.EXPORT_CALLER: N_("exported what is known of a caller"),
    Action.ERASE_CALLER: N_("erased a caller"),
    Action.SEE_CALLS: N_("saw a call"),
    Action.HEAR_RECORDING: N_("heard a recording"),
    Action.SIMULATE: N_("tried a call"),
    Action.SEE_KNOWLEDGE: N_("read a card"),
    Action.REMARK: N_("made a remark"),
    Action.SETTLE_REMARK: N_("settled a remark"),
    Action.SEE_PEOPLE: N_("saw people"),
    Action.ADD_PERSON: N_("added a person"),
    Action.EDIT_PERSON: N_("changed a person"),
    Action.LINK_PERSON: N_("made a one-time link"),
    Action.SEE_TEAMS: N_("saw teams"),
    Action.EDIT_TEAMS: N_("changed teams"),
    Action.SEE_SETTINGS: N_("saw settings"),
    Action.FINISH_TASK: N_("finished a task"),
    Action.ROLL_BACK_FLOW: N_("made a former call flow live"),
    Action.EDIT_TOKENS: N_("changed tokens"),
    Action.EDIT_WEBHOOKS: N_("changed whom we tell"),
    Action.SEE_TRAIL: N_("exported the trail"),
    "sign in by password": N_("signed in by password"),
    "sign in by password and code": N_("signed in by password and code"),
    "sign in by password and recovery code": N_("signed in by password and recovery code"),
    "sign in by passkey": N_("signed in by passkey"),
    "sign in by link": N_("signed in by a one-time link"),
    "sign in by link and code": N_("signed in by a one-time link and code"),
    "sign in by link and recovery code": N_("signed in by a one-time link and recovery code"),
    "sign in by provider": N_("signed in by the business's account"),
    "sign in by provider and code": N_("signed in by the business's account and code"),
    "sign in by provider and recovery code": N_("signed in by the business's account and recovery code"),
    "sign out": N_("signed out"),
    "sign out everywhere": N_("signed out on all other devices"),
    "choose password": N_("chose a password"),
    "add passkey": N_("added a passkey"),
    "remove passkey": N_("removed a passkey"),
    "ask for a callback": N_("asked for a callback"),
}
"""By `Deed.action`."""

SUBJECTS: Mapping[str, str] = {
    "account": N_("account %(id)s"),
    "agent": N_("agent %(id)s"),
    "call": N_("call %(id)s"),
    "callback": N_("callback %(id)s"),
    "caller": N_("caller %(id)s"),
    "callers": N_("Callers"),
    "note": N_("note %(id)s"),
    "offer": N_("offer %(id)s"),
    "recording": N_("recording %(id)s"),
    "remark": N_("remark %(id)s"),
    "team": N_("team %(id)s"),
    "token": N_("token %(id)s"),
    "task": N_("task %(id)s"),
    "flow": N_("call flow %(id)s"),
    "endpoint": N_("endpoint %(id)s"),
    "delivery": N_("delivery %(id)s"),
    "form": N_("form %(id)s"),
}
"""By the first word of `Deed.subject`."""

FIELDS: Mapping[str, str] = {
    "about": N_("About"),
    "active": N_("can sign in"),
    "address": N_("Telephone number"),
    "asked": N_("New telephone number"),
    "count": N_("how many"),
    "digits": N_("Digits"),
    "email": N_("E-mail address"),
    "events": N_("what it hears"),
    "language": N_("Language"),
    "live": N_("is on"),
    "name": N_("Name"),
    "origins": N_("pages that may show it"),
    "password": N_("Password"),
    "reason": N_("reason"),
    "recovery": N_("recovery codes"),
    "revoked": N_("revoked"),
    "role": N_("role"),
    "scope": N_("what it may do"),
    "settled": N_("settled"),
    "state": N_("state"),
    "team": N_("Team"),
    "totp": N_("Second factor"),
    "withdrawn": N_("withdrawn"),
    "zone": N_("Time zone"),
}
"""By a field of `Deed.before` and `Deed.after`."""


def done(action: str) -> str:
    """What was done; what has no words yet is shown as it is."""
    return _(DEEDS[action]) if action in DEEDS else action


def field(name: str) -> str:
    """Which field was changed; empty: it goes by its own name."""
    return _(FIELDS[name]) if name in FIELDS else ""


def about(subject: str) -> str:
    """What it was done to."""
    kind, _space, id = subject.partition(" ")
    return _(SUBJECTS[kind], id=id) if kind in SUBJECTS else subject
