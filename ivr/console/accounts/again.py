"""Showing once more who one is, before what nobody else should do at a screen that was left open.

Whoever signed in, or typed the password, a moment ago is not asked again.
"""

from __future__ import annotations

import time
from datetime import timedelta

from flask import g, request, session

from ivr.console.accounts import passwords
from ivr.console.door import now, the_person
from ivr.console.ground import here
from ivr.console.network import network
from ivr.console.words import N_
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Account, Visit
from ivr.switchboard.sign_in import guards

MOMENT = timedelta(minutes=10)
FIELD = "present"
"""What the field is called in forms."""
SHOWN = "shown again"
"""Where the cookie says until when this visit is believed."""
NOT_YOU = N_("This is not your password; after several tries, wait a quarter of an hour.")
COME_AGAIN = N_("Sign out and in again first: it is some time since you showed who you are.")


def asks_password() -> bool:
    """Whether a form must ask for the password before it is sent."""
    return not _fresh() and _account().password is not None


def refusal() -> str:
    """Why whoever sits there is not believed to be who signed in, as a text of N_; empty: they are."""
    if _fresh():
        return ""
    if _account().password is None:
        return COME_AGAIN
    if not knows(request.form.get(FIELD, "")):
        return NOT_YOU
    session[SHOWN] = [the_person().visit_id, time.time() + MOMENT.total_seconds()]
    return ""


def knows(present: str) -> bool:
    """Whether whoever sits there knows the password, or has none; tries are counted as at the entrance."""
    who, account = the_person(), _account()
    if account.password is None:
        return True
    asked = guards.ask(here().store, who.email, network(), now())
    if not passwords.right(account.password if asked else None, present):
        return False
    work(here().store, lambda unit: guards.forgive(unit, who.email, network()))
    return True


def _fresh() -> bool:
    visit_id = the_person().visit_id
    kept = session.get(SHOWN)
    if kept and kept[0] == visit_id and time.time() < kept[1]:
        return True
    with here().store.reading() as unit:
        visit = unit.get(Visit, visit_id)
    return visit is not None and now() - visit.began_at < MOMENT


def _account() -> Account:
    if "account_again" not in g:
        with here().store.reading() as unit:
            g.account_again = unit.get(Account, the_person().id)
    found: Account | None = g.account_again
    assert found is not None, "who has signed in has an account"
    return found
