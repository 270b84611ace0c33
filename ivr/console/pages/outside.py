"""What is tied to us outside: programs that hear what happens, with the log of what they were told, and the forms by
which strangers ask to be called back. It only hands on what somebody wants; who may be told is not decided here.
"""

from __future__ import annotations

from flask import abort, request, session, url_for

from ivr.access import Action
from ivr.console.accounts import again
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.pages import outside_words as words
from ivr.console.pages.settings import pages as pages
from ivr.console.shown import typed, whole
from ivr.console.states import team_titles
from ivr.console.toasts import tell
from ivr.console.topics import topic_title
from ivr.console.viewer import viewer
from ivr.egress import addresses, signing
from ivr.reports.pages import Which
from ivr.reports.shop import outside as log
from ivr.store import outbox
from ivr.switchboard.outside import asks, deliveries, endpoints, forms
from ivr.switchboard.outside.forms import Refused
from ivr.switchboard.rows import DeliveryState, Form

SECRET = "endpoint secret"
"""Where the cookie has the secret of a new endpoint, to be shown once."""
LONGEST_NAME, MOST_LETTERS = 60, 2000
SHOWN = 25
"""Deliveries on one page."""
FORMS = "/callback-form"
"""Where the forms are, which are no pages of the console."""


@pages.get("/outside")
@needs(Action.SEE_SETTINGS)
def outside() -> Answer:
    """Programs, deliveries, forms."""
    return _show()


@pages.post("/endpoints")
@needs(Action.EDIT_WEBHOOKS)
def add_endpoint() -> Answer:
    """A program hears what happens from now on. Its secret is shown once."""
    url, chosen = typed(request.form.get("url")), request.form.getlist("events")
    if wrong := again.refusal():
        return _show({again.FIELD: wrong})
    if addresses.flaw(url) is not None:
        return _show({"url": words.NO_ADDRESS})
    if not chosen:
        return _show({"events": words.NOTHING})
    secret = signing.new_secret()
    kept = here().parts.seal().close(secret)
    if endpoints.add(here().store, the_person().by, url, kept, tuple(chosen), _line()) is None:
        return _show({"url": words.TOO_MANY})
    session[SECRET] = secret
    return back(url_for("settings.outside", _anchor="programs"))


@pages.post("/endpoints/<id>/<switch>")
@needs(Action.EDIT_WEBHOOKS)
def switch_endpoint(id: str, switch: str) -> Answer:
    """Told nothing for the time being, or told again what happens from now on."""
    row = endpoints.change(here().store, the_person().by, id, _line(), _on(switch)) or abort(404)
    tell(_("It is told what happens from now on.") if row.live else _("It is told nothing any more."))
    return back(url_for("settings.outside", _anchor="programs"))


@pages.post("/deliveries/<id>/resend")
@needs(Action.EDIT_WEBHOOKS)
def resend(id: str) -> Answer:
    """Once more, under the same id."""
    deliveries.resend(here().store, the_person().by, id) or abort(404)
    tell(_("It is sent again in a moment."))
    return back(url_for("settings.outside", _anchor="deliveries"))


@pages.post("/forms")
@needs(Action.EDIT_WEBHOOKS)
def add_form() -> Answer:
    """A form; what is to be pasted into a page stands beside it from then on."""
    name, given = typed(request.form.get("name"))[:LONGEST_NAME], request.form
    if not name:
        return _show({"name": words.NO_NAME})
    origins = tuple(typed(given.get("origins"))[:MOST_LETTERS].lower().split())
    plain = tuple(one.rstrip("/") for one in origins)
    made = forms.add(here().board, the_person().by, name, given.get("team", ""), given.get("topic", ""), plain)
    if isinstance(made, Refused):
        return _show(words.REFUSED[made])
    tell(_("The form “%(name)s” is open.", name=name))
    return back(url_for("settings.outside", _anchor="forms"))


@pages.post("/forms/<int:id>/<switch>")
@needs(Action.EDIT_WEBHOOKS)
def switch_form(id: int, switch: str) -> Answer:
    """Nobody can ask by it for the time being, or again."""
    with here().store.reading() as unit:
        found = unit.get(Form, id) or abort(404)
    row = forms.switch(here().store, the_person().by, found.name, _on(switch)) or abort(404)
    said = _("The form “%(name)s” is open.") if row.live else _("The form “%(name)s” is closed.")
    tell(said % {"name": row.name})
    return back(url_for("settings.outside", _anchor="forms"))


def _on(switch: str) -> bool:
    """What an address says: on, or off."""
    if switch not in ("on", "off"):
        abort(404)
    return switch == "on"


def _line() -> int:
    """Up to where the ledger is written: who is new is not told what was before."""
    with here().store.reading() as unit:
        return outbox.last_line(unit)


def _show(wrong: dict[str, str] | None = None) -> Answer:
    ground, asked = here(), request.args
    state = next((one for one in DeliveryState if one == asked.get("state")), None)
    with ground.store.reading() as unit:
        viewer().now = unit.now
        told = log.deliveries(unit, Which(state=state, before=whole(asked.get("before")), limit=SHOWN))
        programs, strangers = log.endpoints(unit), unit.many(Form)
    business = ground.business
    return page(
        "outside.html", 422 if wrong else 200, wrong=wrong or {}, typed=request.form if wrong else {},
        chosen=request.form.getlist("events") if wrong else list(words.EVENTS),
        asks_password=again.asks_password(), endpoints=programs, told=told, state=state, states=words.STATES,
        forms=[(row, at := address(row), words.snippet(row, at)) for row in strangers],
        teams=team_titles(), words=words,
        topics={one: topic_title(one) for one in (asks.topics(business) if business else ())},
        addresses={one.id: one.url for one in programs},
        new_secret="" if "part" in asked else session.pop(SECRET, ""),
    )  # fmt: skip


def address(row: Form) -> str:
    """Where a form is, for whoever shows it."""
    return f"{here().settings.public_url.rstrip('/')}{FORMS}/{row.public_id}"
