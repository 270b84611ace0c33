"""Settings: what waits for a person, whether the installation is fit, what is live, which programs may come in.

What stands in the environment or in the business's files is only shown, with where to change it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Blueprint, abort, request, session, url_for

from ivr.access import Action
from ivr.console.accounts import again
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.pages import settings_words as words
from ivr.console.shown import language_name, typed, whole
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.shop import editions
from ivr.settings.table import TABLE
from ivr.switchboard import flows, tasks
from ivr.switchboard.ports import Conflict, work
from ivr.switchboard.rows import Endpoint, Form, Published, Scope, Task, Token
from ivr.switchboard.sign_in import tokens

pages = Blueprint("settings", __name__, url_prefix="/settings")

TOKEN = "token"
"""Where the cookie has a new token that is to be shown, once, to whoever made it."""
RANDOM, BEGINS = 32, "ivr_"
"""Bytes of a token, and how it begins: as on the command line."""
LONGEST, MOST_DAYS = 60, 3650
NO_NAME = N_("Give it a name, such as the program's.")
TAKEN = N_("A token of this name is in use. Revoke it first, or take another name.")
NO_DAYS = N_("Write a number of days, or leave it empty.")


@pages.get("")
@needs(Action.SEE_SETTINGS)
def index() -> Answer:
    """All of it."""
    return _show()


@pages.post("/tasks/<int:id>/done")
@needs(Action.FINISH_TASK)
def finish(id: int) -> Answer:
    """A person has seen to it."""
    done = tasks.finish(here().store, id, the_person().by)
    tell(_("Done. Should the cause last, it comes back.") if done else _("That was done already."))
    return back(url_for("settings.index"))


@pages.post("/tokens")
@needs(Action.EDIT_TOKENS)
def make_token() -> Answer:
    """A token for a program; its text is shown once."""
    name, days = typed(request.form.get("name"))[:LONGEST], typed(request.form.get("days"))
    count, scope = whole(days), next((one for one in Scope if one == request.form.get("scope")), None)
    if wrong := again.refusal():
        return _show({again.FIELD: wrong})
    if scope is None:
        abort(400)
    if not name:
        return _show({"name": NO_NAME})
    if days and not (count and count <= MOST_DAYS):
        return _show({"days": NO_DAYS})
    text, store = BEGINS + secrets.token_urlsafe(RANDOM), here().store
    until = store.now() + timedelta(days=count) if count else None
    try:
        tokens.create(store, name, tokens.hashed(text), scope, until, the_person().by)
    except Conflict:
        return _show({"name": TAKEN})
    session[TOKEN] = text
    return back(url_for("settings.index", _anchor="tokens"))


@pages.post("/tokens/revoke")
@needs(Action.EDIT_TOKENS)
def revoke() -> Answer:
    """Worth nothing from now on."""
    name = request.form.get("name", "")
    done = tokens.revoke(here().store, name, the_person().by)
    tell(_("%(name)s may do nothing any more.", name=name) if done else _("That was done already."))
    return back(url_for("settings.index", _anchor="tokens"))


@pages.post("/flows/<int:version>/live")
@needs(Action.ROLL_BACK_FLOW)
def make_live(version: int) -> Answer:
    """A former version of a call flow answers again; calls in progress end on theirs."""
    if wrong := again.refusal():
        return _show({again.FIELD: wrong})
    by = the_person().by
    try:
        row = work(here().store, lambda unit: flows.make_live(unit, by, version), by.actor)
    except flows.Unfit as refusal:
        return _show({"flow": _("This version does not fit what is live beside it: %(why)s.", why=str(refusal))})
    tell(_("%(name)s answers as it did then, from the next call on.", name=_called(row)) if row else _("It is live."))
    return back(url_for("settings.index", _anchor="flows"))


def _called(row: Published) -> str:
    return _(words.BUSINESS) if row.kind == flows.BUSINESS else row.name


def _show(wrong: dict[str, str] | None = None) -> Answer:
    ground = here()
    business = ground.business
    with ground.store.reading() as unit:
        viewer().now = unit.now
        open_tasks, programs = unit.many(Task, done_at=None), tokens.every(unit)
        former = editions.history(unit)
        heard = sum(row.live for row in unit.many(Endpoint))
        strangers = sum(row.live for row in unit.many(Form))
    languages = business.voices if business else {}
    return page(
        "settings.html",
        422 if wrong else 200,
        wrong=wrong or {},
        typed=request.form if wrong else {},
        asks_password=again.asks_password(),
        tasks=open_tasks,
        look=lambda: sorted(ground.checks(), key=lambda one: one.health == "ok"),
        former=former,
        programs=sorted(programs, key=lambda one: (not _counts(one), one.name)),
        counts=_counts,
        endpoints=heard,
        forms=strangers,
        variables=[(row, words.value(row, getattr(ground.settings, row.field, None))) for row in TABLE],
        about=business,
        spoken={code: language_name(code, viewer().language) for code in languages},
        folder=ground.settings.callflows_dir,
        new_token="" if "part" in request.args else session.pop(TOKEN, ""),
        scopes=Scope,
        words=words,
    )


def _counts(token: Token) -> bool:
    """Whether it lets anybody in."""
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > viewer().now)
