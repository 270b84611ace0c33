"""Signing in by password, and by a code where the account asks for one; signing out.

Whatever is wrong, it says the same and takes as long.
"""

from __future__ import annotations

import logging

from flask import Blueprint, request, session, url_for

from ivr.access import Action
from ivr.console.accounts import codes, oidc, passwords, recovery
from ivr.console.accounts.arrive import FIRST, come_in, half, known, onward, wait_for_second
from ivr.console.accounts.devices import possible
from ivr.console.door import needs, now, person, the_person
from ivr.console.frame import Answer, back, page
from ivr.console.ground import here
from ivr.console.network import network
from ivr.console.shown import typed
from ivr.console.words import N_
from ivr.frozen import replace
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import accounts, guards, visits

log = logging.getLogger(__name__)
pages = Blueprint("accounts", __name__)

WRONG = N_(
    "That did not work. Look at the address and the password again; after several tries, wait a quarter of an hour."
)
WRONG_CODE = N_("This code does not work. Wait for the next one and type that; after several tries, wait a while.")
WRONG_RECOVERY = N_("This is none of your recovery codes, or it was used already; after several tries, wait a while.")
NOT_VOUCHED = N_("The business's account did not let you in here. Ask the owner whether your address is known here.")
UNPROCESSABLE = 422


@pages.get("/sign-in")
def sign_in() -> Answer:
    """The first page that anybody sees."""
    if person() is not None:
        return back(onward(request.args.get("next")))
    return entrance(onward(request.args.get("next")))


@pages.post("/sign-in")
def try_password() -> Answer:
    """Address and password."""
    email, going = _typed("email"), onward(request.form.get("next"))
    asked = guards.ask(here().store, email, network(), now())
    with here().store.reading() as unit:
        account = unit.one(Account, email=email)
    kept = account.password if account is not None and account.active and asked else None
    if not passwords.right(kept, request.form.get("password", "")) or account is None:
        log.warning("somebody could not sign in, from %s", network() or "an unknown network")
        return entrance(going, WRONG, email)
    if account.totp is not None:
        wait_for_second(account, "password", going)
        return back(url_for("accounts.code"))
    return work(here().store, lambda unit: _come(unit, account.id, going, "password"))


def _come(unit: Unit, id: int, going: str, how: str) -> Answer:
    account = unit.get(Account, id)
    if account is None or not account.active:
        return entrance(going, WRONG)
    if account.password is not None and passwords.outdated(account.password):
        words = passwords.kept(request.form.get("password", ""))
        account = unit.save(replace(account, password=words))
    return come_in(unit, account, how, going)


def _typed(name: str) -> str:
    text = request.form.get(name, "")
    return accounts.parse_email(text) or text.strip().lower()[: accounts.LONGEST]


def entrance(going: str, wrong: str = "", email: str = "") -> Answer:
    """The page of the entrance, with what is wrong, if anything."""
    return page(
        "sign_in.html",
        UNPROCESSABLE if wrong else 200,
        next="" if going == FIRST else going,
        wrong=wrong,
        email=email,
        passkeys=possible(),
        oidc=oidc.offered(),
    )


@pages.get("/sign-in/code")
def code() -> Answer:
    """The second factor."""
    return page("sign_in_code.html", wrong="", which="") if half() else back(url_for("accounts.sign_in"))


@pages.post("/sign-in/code")
def try_code() -> Answer:
    """A code of the account's authenticator, or one that was written down for when it is lost; each counts once."""
    waiting = half()
    account = known(waiting["account"]) if waiting else None
    if waiting is None or account is None or account.totp is None:
        return back(url_for("accounts.sign_in"))
    asked = guards.ask(here().store, account.email, network(), now())
    going, how = waiting["next"], waiting["how"]
    if written := typed(request.form.get("recovery")) if asked else "":
        return work(here().store, lambda unit: _with_recovery(unit, account, written, going, how))
    counter = codes.match(account.totp, request.form.get("code", ""), account.totp_used) if asked else None
    if counter is None:
        return _refused()
    return work(here().store, lambda unit: _with_code(unit, account, counter, going, how))


def _refused() -> Answer:
    which = "recovery" if request.form.get("recovery") else "code"
    return page(
        "sign_in_code.html", UNPROCESSABLE, wrong=WRONG_RECOVERY if which == "recovery" else WRONG_CODE, which=which
    )


def _with_code(unit: Unit, account: Account, counter: int, going: str, how: str) -> Answer:
    """Fenced where the same code is given twice at once: the second time the unit finds it used."""
    fresh = unit.get(Account, account.id)
    if fresh is None or not fresh.active or fresh.totp != account.totp or fresh.totp_used >= counter:
        return _refused()
    return come_in(unit, unit.save(replace(fresh, totp_used=counter)), f"{how} and code", going)


def _with_recovery(unit: Unit, account: Account, written: str, going: str, how: str) -> Answer:
    """Looked for and used up in one unit: of two who give the same code at once, one comes in."""
    fresh = unit.get(Account, account.id)
    if fresh is None or not fresh.active or fresh.totp != account.totp:
        return _refused()
    remaining = recovery.spent(fresh.recovery, written)
    if remaining is None:
        return _refused()
    return come_in(unit, unit.save(replace(fresh, recovery=remaining)), f"{how} and recovery code", going)


@pages.post("/sign-out")
@needs(Action.OWN_ACCOUNT)
def sign_out() -> Answer:
    """This visit is over."""
    who = the_person()
    visits.end(here().store, who.by, who.visit_id)
    session.clear()
    return back(url_for("accounts.sign_in"))
