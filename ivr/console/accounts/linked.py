"""Coming in by a one-time link: it is looked at as often as one likes, and used up by choosing how to sign in."""

from __future__ import annotations

import secrets

from flask import request, url_for

from ivr.console.accounts import passwords
from ivr.console.accounts.arrive import BYTES, come_in, wait_for_second
from ivr.console.accounts.devices import possible
from ivr.console.accounts.signing import UNPROCESSABLE, pages
from ivr.console.door import now
from ivr.console.frame import Answer, back, page
from ivr.console.ground import here
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import links, tokens, visits

GONE = 410


@pages.get("/link/<token>")
def link(token: str) -> Answer:
    """Whom the link is for, and what they may choose. Programs that look at links before people do use nothing up."""
    account = _whose(token)
    return _gone() if account is None else _choice(token, account)


@pages.post("/link/<token>")
def take_link(token: str) -> Answer:
    """A password; or none, and a passkey next. Whoever had a second factor shows it too."""
    account = _whose(token)
    if account is None:
        return _gone()
    password, by_passkey = request.form.get("password", ""), request.form.get("how") == "passkey"
    if not by_passkey:
        wrong = passwords.refusal(password, request.form.get("again", ""), account.email, account.name)
        if wrong:
            return _choice(token, account, wrong)
    kept = None if by_passkey else passwords.kept(password)
    return work(here().store, lambda unit: _take(unit, token, kept))


def _take(unit: Unit, token: str, kept: str | None) -> Answer:
    account = links.take(unit, tokens.hashed(token), now())
    if account is None:
        return _gone()
    going = url_for("accounts.own", _anchor="passkeys") if kept is None else "/"
    if kept is not None:
        account = unit.save(replace(account, password=kept))
        visits.end_all(unit, account.id)
        trail.note(unit, trail.By(account.id, account.name), "choose password", f"account {account.id}")
    if account.totp is not None:
        wait_for_second(account, "link", going)
        return back(url_for("accounts.code"))
    return come_in(unit, account, "link", going)


def issue(by: trail.By, account_id: int, forget: bool = False) -> str | None:
    """A new one-time link for somebody, to be shown once to whoever asked for it; earlier ones count no more. `forget`:
    the second factor too. None: there is no such account, or it is switched off."""
    token = secrets.token_urlsafe(BYTES)
    made = links.make(here().store, by, account_id, tokens.hashed(token), now(), forget)
    return here().settings.public_url + url_for("accounts.link", token=token) if made else None


def _whose(token: str) -> Account | None:
    with here().store.reading() as unit:
        return links.whose(unit, tokens.hashed(token), now())


def _choice(token: str, account: Account, wrong: str = "") -> Answer:
    status = UNPROCESSABLE if wrong else 200
    return page("link.html", status, token=token, account=account, wrong=wrong, passkeys=possible())


def _gone() -> Answer:
    return page("link_gone.html", GONE)
