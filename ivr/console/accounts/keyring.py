"""Signing in by passkey, and the passkeys of the own account: added and removed."""

from __future__ import annotations

from flask import Response, abort, request, url_for

from ivr.access import Action
from ivr.console import toasts
from ivr.console.accounts import devices
from ivr.console.accounts.arrive import come_in, onward
from ivr.console.accounts.own import keys_of
from ivr.console.accounts.signing import UNPROCESSABLE, entrance, pages
from ivr.console.door import needs, now, the_person
from ivr.console.frame import Answer, _, back
from ivr.console.ground import here
from ivr.console.shown import typed
from ivr.console.words import N_
from ivr.switchboard.ports import Conflict, Unit, work
from ivr.switchboard.rows import Passkey
from ivr.switchboard.sign_in import passkeys

NOT_KNOWN = N_("No account here knows this passkey. Sign in in another way, or ask the owner for a link.")
LONGEST = 40
"""Characters of a key's name."""


@pages.post("/sign-in/passkey/asked")
def passkey_asked() -> Answer:
    """What the browser is to sign."""
    return Response(devices.ask_to_sign(), mimetype="application/json")


@pages.post("/sign-in/passkey")
def try_passkey() -> Answer:
    """What the browser signed. No number of tries guesses a key, so none is counted."""
    answer, going = request.form.get("answer", ""), onward(request.form.get("next"))
    with here().store.reading() as unit:
        found = passkeys.known(unit, devices.named(answer))
    signs = devices.signed(answer, found[0] if found else None)
    if found is None or signs is None:
        return entrance(going, NOT_KNOWN)
    key = found[0]

    def act(unit: Unit) -> Answer:
        fresh = passkeys.known(unit, key.credential)
        if fresh is None:
            abort(UNPROCESSABLE)
        passkeys.used(unit, key.id, signs)
        return come_in(unit, fresh[1], "passkey", going)

    return work(here().store, act)


@pages.post("/account/passkeys/asked")
@needs(Action.OWN_ACCOUNT)
def new_passkey_asked() -> Answer:
    """What the browser needs to make a key."""
    who = the_person()
    return Response(devices.ask_for_new(who.id, who.email, who.name, keys_of(who.id)), mimetype="application/json")


@pages.post("/account/passkeys")
@needs(Action.OWN_ACCOUNT)
def add_passkey() -> Answer:
    """The key that the browser made."""
    who, made = the_person(), devices.made(request.form.get("answer", ""))
    added = None
    if made is not None:
        name = typed(request.form.get("name"))[:LONGEST] or _("Passkey")
        key = Passkey(0, who.id, name, made.credential, made.public_key, made.signs, now())
        try:
            added = passkeys.add(here().store, who.by, key)
        except Conflict:
            added = None
    toasts.tell(_("From now on you can sign in with it.") if added else _("The passkey was not taken. Try once more."))
    return back(url_for("accounts.own", _anchor="passkeys"))


@pages.post("/account/passkeys/<int:id>/remove")
@needs(Action.OWN_ACCOUNT)
def remove_passkey(id: int) -> Answer:
    """A key that is worth nothing any more."""
    who = the_person()
    if not passkeys.remove(here().store, who.by, who.id, id):
        abort(404)
    toasts.tell(_("The passkey is removed."))
    return back(url_for("accounts.own", _anchor="passkeys"))
