"""The own account: language, digits, zone, password, second factor, passkeys, and signing out everywhere."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import request, session, url_for

from ivr.access import Action
from ivr.console import toasts
from ivr.console.accounts import again, codes, devices, passwords, recovery
from ivr.console.accounts.roles import ROLES
from ivr.console.accounts.signing import UNPROCESSABLE, WRONG_CODE, pages
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.shown import BENGALI, LATIN, typed
from ivr.console.words import LANGUAGES, N_
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Account, Passkey
from ivr.switchboard.sign_in import accounts, passkeys, visits

SECRET = "second factor"
"""Where the cookie has a second factor that was drawn and not proven yet."""
ZONE = N_("There is no such time zone. They are called such as Asia/Dhaka.")
RECOVERY = "recovery"
"""Where the cookie has new recovery codes that are to be shown, once."""
LONGEST = 60
"""Characters of a name."""


@pages.get("/account")
@needs(Action.OWN_ACCOUNT)
def own() -> Answer:
    """My account."""
    return _page()


@pages.post("/account")
@needs(Action.OWN_ACCOUNT)
def tell() -> Answer:
    """Language, digits, zone, name."""
    who, form = the_person(), request.form
    zone = typed(form.get("zone"))
    if zone and zone not in available_timezones():
        return _page(wrong={"zone": ZONE})
    accounts.prefer(
        here().store, who.by, who.id,
        name=typed(form.get("name"))[:LONGEST] or who.name,
        language=form.get("language", "") if form.get("language") in LANGUAGES else "",
        digits=form.get("digits", "") if form.get("digits") in (BENGALI, LATIN) else "",
        zone=zone,
    )  # fmt: skip
    toasts.tell(_("Kept."))
    return back(url_for("accounts.own"))


@pages.post("/account/password")
@needs(Action.OWN_ACCOUNT)
def choose_password() -> Answer:
    """Another password; whoever is signed in elsewhere is signed out."""
    who, chosen = the_person(), request.form.get("password", "")
    if not again.knows(request.form.get(again.FIELD, "")):
        return _page(wrong={"present": again.NOT_YOU})
    if wrong := passwords.refusal(chosen, request.form.get("again", ""), who.email, who.name):
        return _page(wrong={"password": wrong})
    kept = passwords.kept(chosen)

    def change(unit: Unit) -> None:
        accounts.own(unit, who.by, who.id, password=kept)
        visits.end_all(unit, who.id, but=who.visit_id)

    work(here().store, change, who.by.actor)
    toasts.tell(_("The password is changed. Wherever else you were signed in, you are no more."))
    return back(url_for("accounts.own"))


@pages.post("/account/second")
@needs(Action.OWN_ACCOUNT)
def second() -> Answer:
    """A second factor is drawn (the picture to take with a telephone), proven by a code, or given up; or its recovery
    codes are made anew."""
    who, deed = the_person(), request.form.get("deed")
    if deed == "draw":
        session[SECRET] = codes.drawn()
        return back(url_for("accounts.own", _anchor="second"))
    if not again.knows(request.form.get(again.FIELD, "")):
        return _page(wrong={"second": again.NOT_YOU})
    if deed == "give up":
        work(here().store, lambda unit: accounts.own(unit, who.by, who.id, totp=None, recovery=None), who.by.actor)
        toasts.tell(_("No code is asked for any more."))
        return back(url_for("accounts.own"))
    if deed == "recovery":
        if _account().totp is not None:
            _keep({})
        return back(url_for("accounts.own", _anchor="second"))
    drawn = session.get(SECRET, "")
    counter = codes.match(drawn, request.form.get("code", ""), 0) if drawn else None
    if counter is None:
        return _page(wrong={"code": WRONG_CODE})
    _keep({"totp": drawn, "totp_used": counter})
    session.pop(SECRET)
    toasts.tell(_("From now on a code is asked for when you sign in by password."))
    return back(url_for("accounts.own", _anchor="second"))


def _keep(fields: dict[str, Any]) -> None:
    """These fields, and new recovery codes, which the next page shows and no other: earlier ones count no more."""
    who, made = the_person(), recovery.drawn()
    told = {**fields, "recovery": recovery.kept(made)}
    work(here().store, lambda unit: accounts.own(unit, who.by, who.id, **told), who.by.actor)
    session[RECOVERY] = made


@pages.post("/account/everywhere")
@needs(Action.OWN_ACCOUNT)
def everywhere() -> Answer:
    """Signed out on every other device."""
    who = the_person()
    visits.end_everywhere(here().store, who.by, who.id, but=who.visit_id)
    toasts.tell(_("You are signed in here only."))
    return back(url_for("accounts.own"))


def _account() -> Account:
    with here().store.reading() as unit:
        account = unit.get(Account, the_person().id)
    assert account is not None
    return account


def keys_of(id: int) -> tuple[Passkey, ...]:
    with here().store.reading() as unit:
        return passkeys.of(unit, id)


def _page(wrong: dict[str, str] | None = None) -> Answer:
    account, drawn = _account(), session.get(SECRET, "")
    business = here().board.library.remembered()
    return page(
        "own_account.html",
        UNPROCESSABLE if wrong else 200,
        account=account,
        role=_(ROLES[account.role]),
        wrong=wrong or {},
        typed=request.form if wrong else {},
        held=keys_of(account.id),
        new_codes=session.pop(RECOVERY, ()),
        codes_left=recovery.left(account.recovery),
        possible=devices.possible(),
        drawn=codes.spelled(drawn) if drawn else "",
        picture=codes.picture(drawn, account.email, business.title if business else "") if drawn else "",
    )
