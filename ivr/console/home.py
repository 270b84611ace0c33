"""The first page: how the books stand, who waits on the line, whom we have promised to phone."""

from __future__ import annotations

from flask import Blueprint

from ivr.access import Action
from ivr.console.door import needs
from ivr.console.frame import Answer, page
from ivr.console.ground import here
from ivr.console.states import CALLBACKS, TRANSFERS, team_titles
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports import figures, owed

pages = Blueprint("home", __name__)

MOST = 20
"""Rows of each list; the pages of callbacks and calls have the rest."""
FATES = {
    "waiting": N_("wait on the line"),
    "served": N_("served"),
    "callback_open": N_("to be phoned back"),
    "callback_final": N_("phoned back"),
    "waived": N_("wanted no more"),
}
"""The terms of the equation: every request for a person is in exactly one of them."""


@pages.get("/")
@needs(Action.SEE_HOME)
def index() -> Answer:
    """My page."""
    ground = here()
    by_fate = {one.label[1]: int(one.value) for one in figures.fates(ground.store) if one.label}
    with ground.store.reading() as unit:
        viewer().now = unit.now
        waiting, promised = owed.waiting(unit, MOST), owed.owed(unit, MOST)
    return page(
        "home.html",
        fates=[(name, words, by_fate[name]) for name, words in FATES.items()],
        total=sum(by_fate.values()),
        waiting=waiting,
        promised=promised,
        late=sum(one.promised_by < viewer().now for one in promised),
        teams=team_titles(),
        callback_states=CALLBACKS,
        transfer_states=TRANSFERS,
    )
