"""What is done about a person: the account, the way in, the telephone, the hours; each form is one verb."""

from __future__ import annotations

from flask import abort, request, url_for

from ivr.access import Action
from ivr.console.accounts import again
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, Stale, _, back, page
from ivr.console.ground import here
from ivr.console.pages import people, weeks
from ivr.console.pages.people import address_of, of_account, of_agent, read_language, read_role, show, show_once, was
from ivr.console.pages.people_words import WRONG
from ivr.console.shown import latin, typed
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.reports.crew.people import PersonShown
from ivr.switchboard.crew import number_changes, shifts, staff
from ivr.switchboard.rows import Account, Agent, AgentState, NumberChange
from ivr.switchboard.sign_in import accounts

pages = people.pages


@pages.post("/people/<int:id>")
@needs(Action.EDIT_PERSON)
def edit(id: int) -> Answer:
    """Name, role, who they are on the telephone."""
    found = of_account(id)
    if wrong := again.refusal():
        return show(found, {again.FIELD: wrong})
    _is_still(found)
    form = request.form
    role = read_role(form.get("role")) or abort(400)
    name = typed(form.get("name"))[: staff.LONGEST]
    if not name:
        return show(found, {"name": WRONG[staff.Refused.NAME][1]})
    done = accounts.change(
        here().store, the_person().by, id, role=role, name=name, agent=typed(form.get("agent"))
    )  # fmt: skip
    return _changed(found, done)


@pages.post("/people/<int:id>/active")
@needs(Action.EDIT_PERSON)
def active(id: int) -> Answer:
    """Switched off, and signed out everywhere; or on again."""
    found = of_account(id)
    if wrong := again.refusal():
        return show(found, {again.FIELD: wrong})
    _is_still(found)
    done = accounts.change(here().store, the_person().by, id, active=request.form.get("active") == "yes")
    return _changed(found, done)


@pages.post("/people/<int:id>/link")
@needs(Action.LINK_PERSON)
def link(id: int) -> Answer:
    """A new one-time link, shown once to whoever asked for it; with `forget` the second factor is given up too."""
    found = of_account(id)
    if wrong := again.refusal():
        return show(found, {again.FIELD: wrong})
    if not show_once(id, request.form.get("forget") == "yes"):
        tell(_("They are switched off. Switch them on first."))
    return back(address_of(found))


def _is_still(found: PersonShown) -> None:
    if request.form.get("was") not in (None, was(found)):
        raise Stale(_("Somebody changed %(name)s a moment ago. Look at the page as it is now.", name=found.name))


def _changed(found: PersonShown, done: Account | accounts.Refused) -> Answer:
    if isinstance(done, accounts.Refused):
        field, text = WRONG[done]
        return show(found, {field: text})
    tell(_("Kept."))
    return back(address_of(found))


@pages.post("/people/agents/<int:id>/account")
@needs(Action.ADD_PERSON)
def let_in(id: int) -> Answer:
    """Somebody who is asked for callers is to sign in too."""
    found = of_agent(id)
    if found.account is not None or found.agent is None:
        raise Stale(_("They have an account already."))
    if wrong := again.refusal():
        return show(found, {again.FIELD: wrong})
    role = read_role(request.form.get("role")) or abort(400)
    name = found.agent.row.name
    done = accounts.add(here().store, the_person().by, typed(request.form.get("email")), name, role, name)
    if isinstance(done, accounts.Refused):
        field, text = WRONG[done]
        return show(found, {field: text})
    show_once(done.id)
    return back(url_for("people.person", id=done.id))


@pages.post("/people/agents/<int:id>/number")
@needs(Action.EDIT_PERSON)
def number(id: int) -> Answer:
    """They are to be reached elsewhere: the new telephone is rung at once."""
    found = of_agent(id)
    if wrong := again.refusal():
        return show(found, {again.FIELD: wrong})
    if here().business is None:
        return show(found, {"address": people.NOTHING_LIVE})
    done = number_changes.ask(here().board, the_person().by, id, latin(request.form.get("address")))
    if not isinstance(done, NumberChange):
        field, text = WRONG[done]
        return show(found, {field: text})
    here().bell.ring([("number_change", done.id)])
    return back(address_of(found))


@pages.post("/people/agents/<int:id>/number/stop")
@needs(Action.EDIT_PERSON)
def stop(id: int) -> Answer:
    """Nothing is changed after all."""
    found = of_agent(id)
    _stop(id)
    return back(address_of(found))


def _stop(agent_id: int) -> None:
    done = number_changes.withdraw(here().board, the_person().by, agent_id)
    tell(_("Stopped: nothing is changed.") if done else _("It is too late: it was over already."))


@pages.post("/people/agents/<int:id>/language")
@needs(Action.EDIT_PERSON)
def language(id: int) -> Answer:
    """In which language they are spoken to."""
    found = of_agent(id)
    staff.speak(here().board, the_person().by, id, read_language(request.form.get("language")))
    tell(_("Kept."))
    return back(address_of(found))


@pages.post("/people/agents/<int:id>/state")
@needs(Action.EDIT_TEAMS)
def state(id: int) -> Answer:
    """On duty, or off, in their stead."""
    found = of_agent(id)
    wanted = next((one for one in AgentState if one == request.form.get("state")), None) or abort(400)
    _agent, due = staff.answering(here().board, the_person().by, id, wanted)
    here().bell.ring(due)
    return back(address_of(found))


@pages.post("/people/agents/<int:id>/week")
@needs(Action.EDIT_TEAMS)
def week(id: int) -> Answer:
    """When they are expected."""
    found = of_agent(id)
    read, wrong = weeks.read_week(request.form)
    if wrong:
        return show(found, wrong)
    shifts.expect(here().board, the_person().by, id, read)
    tell(_("Kept."))
    return back(address_of(found))


@pages.get("/account/number")
@needs(Action.OWN_ACCOUNT)
def own_number() -> Answer:
    """Where I am phoned; and whether somebody wants to change that."""
    id = the_person().agent_id
    with here().store.reading() as unit:
        viewer().now = unit.now
        mine = unit.get(Agent, id) if id is not None else None
        change = number_changes.under_way(unit, id) if id is not None else None
    return page("own_number.html", agent=mine, change=change)


@pages.post("/account/number/stop")
@needs(Action.OWN_ACCOUNT)
def own_stop() -> Answer:
    """I did not want that."""
    id = the_person().agent_id
    if id is not None:
        _stop(id)
    return back(url_for("people.own_number"))
