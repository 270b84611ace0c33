"""People: who works here, how they sign in and where they are phoned, on one page; and a page for each of them."""

from __future__ import annotations

from flask import Blueprint, abort, request, session, url_for

from ivr.access import Action, Role
from ivr.calendar import Part
from ivr.console.accounts import again
from ivr.console.accounts.linked import issue
from ivr.console.accounts.roles import ROLES
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.pages import people_words as words
from ivr.console.pages import weeks
from ivr.console.shown import language_name, latin, typed
from ivr.console.states import team_titles
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.crew import accounts
from ivr.reports.crew import people as reports
from ivr.reports.crew.people import PersonShown
from ivr.switchboard.crew import shifts, staff
from ivr.switchboard.crew.staff import Hired, Wanted

pages = Blueprint("people", __name__)

LINK = "one-time link"
"""Where the cookie has a link that is to be shown, once, to whoever made it, and on whose page."""
UNPROCESSABLE = 422
NOTHING_LIVE = N_("Nothing was published yet. Publish the business's file first.")


@pages.get("/people")
@needs(Action.SEE_PEOPLE)
def index() -> Answer:
    """Everybody."""
    return _list()


@pages.post("/people")
@needs(Action.ADD_PERSON)
def hire() -> Answer:
    """Somebody new, who gets a one-time link where they are to sign in."""
    if wrong := again.refusal():
        return _list({again.FIELD: wrong})
    if here().business is None:
        return _list({"name": NOTHING_LIVE})
    form, by = request.form, the_person().by
    wanted = Wanted(
        typed(form.get("name")), typed(form.get("email")), read_role(form.get("role")) or Role.AGENT,
        latin(form.get("address")), tuple(form.getlist("teams")), read_language(form.get("language")),
    )  # fmt: skip
    done = staff.hire(here().board, by, wanted)
    if not isinstance(done, Hired):
        field, text = words.WRONG[done]
        return _list({field: text})
    if done.account is None:
        assert done.agent is not None, "somebody was taken on"
        tell(_("%(name)s is on the list, and off duty until they or you say otherwise.", name=done.agent.name))
        return back(url_for("people.agent", id=done.agent.id))
    show_once(done.account.id)
    return back(url_for("people.person", id=done.account.id))


def show_once(account_id: int, forget: bool = False) -> bool:
    """A new one-time link, for the next look at this person's page. False: they are switched off."""
    address = issue(the_person().by, account_id, forget)
    if address is not None:
        session[LINK] = [account_id, address]
    return address is not None


def read_role(text: str | None) -> Role | None:
    """One of the roles; None: no such."""
    return next((role for role in Role if role == text), None)


def read_language(text: str | None) -> str:
    """One that the business speaks; empty: its first."""
    business = here().business
    return text if text and business and text in business.voices else ""


def _list(wrong: dict[str, str] | None = None) -> Answer:
    with here().store.reading() as unit:
        viewer().now = unit.now
        found = reports.everybody(unit)
    return page(
        "people.html",
        UNPROCESSABLE if wrong else 200,
        (),
        people=found,
        typed=request.form if wrong else {},
        chosen=request.form.getlist("teams") if wrong else [],
        **_said(wrong),
    )


@pages.get("/people/<int:id>")
@needs(Action.SEE_PEOPLE)
def person(id: int) -> Answer:
    """Somebody who signs in, and who they are on the telephone, if anybody."""
    return show(of_account(id))


@pages.get("/people/agents/<int:id>")
@needs(Action.SEE_PEOPLE)
def agent(id: int) -> Answer:
    """Somebody who is asked for callers; where they sign in too, their one page."""
    found = of_agent(id)
    return back(address_of(found)) if found.account else show(found)


def of_account(id: int) -> PersonShown:
    """The person; 404 where there is none."""
    return _found(id, by_account=True)


def of_agent(id: int) -> PersonShown:
    """The same by their id on the telephone."""
    return _found(id, by_account=False)


def _found(id: int, by_account: bool) -> PersonShown:
    with here().store.reading() as unit:
        viewer().now = unit.now
        found = reports.with_account(unit, id) if by_account else reports.with_agent(unit, id)
    return found or abort(404)


def address_of(found: PersonShown) -> str:
    """Where their page is."""
    if found.account:
        return url_for("people.person", id=found.account.id)
    assert found.agent is not None, "a person is one of the two"
    return url_for("people.agent", id=found.agent.row.id)


def show(found: PersonShown, wrong: dict[str, str] | None = None) -> Answer:
    """The page; `wrong`: by field, why nothing was changed."""
    link = ""
    if found.account and "part" not in request.args and session.get(LINK, [None])[0] == found.account.id:
        link = session.pop(LINK)[1]
    with here().store.reading() as unit:
        free = accounts.free_agents(unit)
    return page(
        "person.html",
        UNPROCESSABLE if wrong else 200,
        (),
        one=found,
        link=link,
        free=free,
        was=was(found),
        week=_week(found),
        days=list(weeks.days()),
        typed=request.form if wrong else {},
        **_said(wrong),
    )


def was(found: PersonShown) -> str:
    """What a form of the account was drawn from: whoever changed it meanwhile is not written over."""
    one = found.account
    return f"{one.name}|{one.role}|{one.agent or ''}|{one.active}" if one else ""


def _week(found: PersonShown) -> dict[int, str]:
    week: shifts.Week = shifts.read(found.agent.row.week) if found.agent else {}
    nothing: tuple[Part, ...] = ()
    return {day: weeks.written(week.get(day, nothing)) for day in range(7)}


def _said(wrong: dict[str, str] | None) -> dict[str, object]:
    """What both pages need to draw people."""
    business, language = here().business, viewer().language
    return {
        "wrong": wrong or {},
        "asks_password": again.asks_password(),
        "roles": ROLES,
        "teams": team_titles(),
        "spoken": {code: language_name(code, language) for code in (business.voices if business else ())},
        "words": words,
    }
