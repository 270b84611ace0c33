"""What the page of programs and forms says: of events, of deliveries, and of what cannot be done."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.console.frame import _
from ivr.console.states import Sign
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.switchboard.outside.forms import Refused
from ivr.switchboard.rows import DeliveryState, Form

EVENTS: Mapping[str, str] = {
    "call.started": N_("somebody calls"),
    "call.ended": N_("a call is over"),
    "transfer.created": N_("a caller asks for a person"),
    "transfer.changed": N_("something changes while a caller waits or talks"),
    "transfer.settled": N_("it is settled what became of the wish for a person"),
    "callback.created": N_("a callback is owed"),
    "callback.changed": N_("a callback changes"),
    "callback.settled": N_("a callback is over"),
}
"""All that can be heard, by its name."""

STATES: Mapping[DeliveryState, Sign] = {
    DeliveryState.WAITING: Sign(N_("is about to be sent"), "timer", "busy"),
    DeliveryState.DELIVERED: Sign(N_("was heard"), "circle-check", "good"),
    DeliveryState.FAILED: Sign(N_("was given up"), "circle-x", "bad"),
}

EXAMPLE = "https://shop.example"
NO_ADDRESS = N_("It begins with https:// and leads to a machine that everybody can reach.")
NOTHING = N_("Choose at least one event.")
TOO_MANY = N_("These are as many programs as can be told at once. Pause another one first.")
NO_NAME = N_("Give it a name by which you know it again.")

REFUSED: Mapping[Refused, dict[str, str]] = {
    Refused.NAME: {"name": N_("There is a form with this name already.")},
    Refused.TEAM: {"team": N_("There is no such team.")},
    Refused.TOPIC: {"topic": N_("There is no such topic.")},
    Refused.ORIGIN: {"origins": N_("Write each page's address like https://shop.example, without what follows it.")},
}
"""Why a form was not made, beside the field that is to be mended."""

FRAME = """\
<iframe src="{url}" title="{title}" loading="lazy"
        width="100%" height="440" style="border: 0"></iframe>"""
LINK = '<a href="{url}">{title}</a>'


def snippet(form: Form, address: str) -> str:
    """What to paste into a page, in the reader's language: the form within it, where that page may show it."""
    url = f"{address}?lang={viewer().language}"
    return (FRAME if form.origins else LINK).format(url=url, title=_("Call me back"))
