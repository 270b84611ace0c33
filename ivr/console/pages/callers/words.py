"""The words of the pages of callers: kinds of entries, what was changed, what is allowed, why something was refused."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.console.frame import _
from ivr.console.states import Sign
from ivr.console.words import N_
from ivr.line.outcomes import Outcome
from ivr.reports.caller.timeline import ChangeTold, Kind
from ivr.switchboard.known.persons import Refused
from ivr.switchboard.outside.intake import FROM_A_LIST
from ivr.switchboard.rows import Matter, MessageState, Source

KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.CALL: (N_("Calls"), "phone-incoming"),
    Kind.CALLBACK: (N_("Callbacks"), "phone-outgoing"),
    Kind.MESSAGE: (N_("Messages"), "message-square"),
    Kind.NOTE: (N_("Notes"), "sticky-note"),
    Kind.CHANGE: (N_("Changes"), "pencil"),
}
"""What each is called, and its picture."""

SOURCES: Mapping[Source, str] = {
    Source.TRANSFER: N_("wanted to speak with somebody"),
    Source.REQUEST: N_("asked to be phoned"),
    Source.MISSED_CALL: N_("could not get through to us"),
}
OUTCOMES: Mapping[Outcome | None, str] = {
    Outcome.ANSWERED: N_("was picked up"),
    Outcome.BUSY: N_("line busy"),
    Outcome.NO_ANSWER: N_("no answer"),
    Outcome.FAILED: N_("did not get through"),
    Outcome.CANCELLED: N_("was hung up while it rang"),
    None: N_("not known yet"),
}
MESSAGES: Mapping[MessageState, Sign] = {
    MessageState.INTENDED: Sign(N_("about to be sent"), "timer", "busy"),
    MessageState.SENT: Sign(N_("sent"), "circle-check", "good"),
    MessageState.UNKNOWN: Sign(N_("may have been sent"), "circle-question-mark", "warn"),
    MessageState.FAILED: Sign(N_("could not be sent"), "circle-x", "bad"),
}

FIELDS: Mapping[str, str] = {
    "name": N_("name"),
    "language": N_("language"),
    "zone": N_("time zone"),
    "vip": N_("VIP"),
    "list": N_("what a list said"),
}
"""By the names of `profiles.Facts`."""
CHANGES: Mapping[str, str] = {
    "tag": N_("gave a tag"),
    "untag": N_("took a tag away"),
    "split": N_("set a number apart: it is somebody else's"),
    "erase": N_("erased all that was known"),
    "consent calls given": N_("noted: may be phoned"),
    "consent calls refused": N_("noted: is not to be phoned"),
    "consent recording given": N_("noted: may be recorded"),
    "consent recording refused": N_("noted: is not to be recorded"),
    "consent messages given": N_("noted: may be written to"),
    "consent messages refused": N_("noted: is not to be written to"),
}
"""By the ledger's word."""
ACTORS: Mapping[str, str] = {"operator": N_("the command line"), "caller": N_("the caller"), "agent": N_("an agent")}

MATTERS: Mapping[Matter, str] = {
    Matter.CALLS: N_("Calls from us"),
    Matter.RECORDING: N_("Being recorded"),
    Matter.MESSAGES: N_("Text messages"),
}
HOWS: Mapping[str, str] = {
    "on the telephone": N_("on the telephone"),
    "in writing": N_("in writing"),
    "face to face": N_("face to face"),
    FROM_A_LIST: N_("from a list"),
}
"""How we know: what the ledger keeps, and its words."""
CHOOSABLE = ("on the telephone", "in writing", "face to face")

REFUSED: Mapping[Refused, str] = {
    Refused.UNKNOWN: N_("There is no such caller any more."),
    Refused.SAME: N_("They are one person already."),
    Refused.UNDER_WAY: N_("One of them is on the line, or is being phoned. Try again when that is over."),
    Refused.WITHHELD: N_("Who showed no number cannot be told apart from others."),
}
"""Why two were not made one."""


def changed(what: ChangeTold) -> str:
    """What was changed, in words; what has none is shown as it is."""
    cause, _colon, detail = what.cause.partition(": ")
    if cause == "changed":
        fields = ", ".join(_(FIELDS[name]) if name in FIELDS else name for name in detail.split(", "))
        return _("changed: %(fields)s", fields=fields)
    if cause == "merge":
        return _("joined another number: it is the same person")
    return _(CHANGES[what.cause]) if what.cause in CHANGES else what.cause


def actor(name: str) -> str:
    """Who it was; the machine itself is nobody."""
    return _(ACTORS[name]) if name in ACTORS else name


def how(text: str) -> str:
    """How we know what a caller allows."""
    return _(HOWS[text]) if text in HOWS else text
