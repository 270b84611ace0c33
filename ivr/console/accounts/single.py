"""Signing in by the business's own accounts elsewhere: only who has an account here already, by the same address."""

from __future__ import annotations

from flask import abort, request, session, url_for

from ivr.console.accounts import oidc
from ivr.console.accounts.arrive import come_in, onward, wait_for_second
from ivr.console.accounts.signing import NOT_VOUCHED, entrance, pages
from ivr.console.frame import Answer, back
from ivr.console.ground import here
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Account

NEXT = "after provider"


@pages.get("/sign-in/provider")
def to_provider() -> Answer:
    """Off to the provider."""
    if not oidc.offered():
        abort(404)
    session[NEXT] = onward(request.args.get("next"))
    answer = oidc.go(here().settings.public_url + url_for("accounts.from_provider"))
    return entrance("/", NOT_VOUCHED) if answer is None else answer


@pages.get("/sign-in/provider/back")
def from_provider() -> Answer:
    """The browser comes back with what the provider says. Whoever has a second factor here shows it too."""
    if not oidc.offered():
        abort(404)
    email, going = oidc.vouched(), onward(session.pop(NEXT, None))

    def act(unit: Unit) -> Answer:
        account = unit.one(Account, email=email) if email else None
        if account is None or not account.active:
            return entrance("/", NOT_VOUCHED)
        if account.totp is not None:
            wait_for_second(account, "provider", going)
            return back(url_for("accounts.code"))
        return come_in(unit, account, "provider", going)

    return work(here().store, act)
