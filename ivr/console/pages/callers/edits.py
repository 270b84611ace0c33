"""What is changed about one caller: facts, tags, what they allow, notes. Each form is one verb of the switchboard."""

from __future__ import annotations

from flask import abort, request, url_for

from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back
from ivr.console.ground import here
from ivr.console.pages.callers import words
from ivr.console.pages.callers.listed import languages, pages
from ivr.console.pages.callers.person import ID, draw
from ivr.console.pages.callers.table import LONGEST_NAME, LONGEST_TAG, zones
from ivr.console.shown import language_name, typed, whole
from ivr.console.toasts import offer_undo, tell, undone
from ivr.console.viewer import viewer
from ivr.reports.caller import persons, timeline
from ivr.switchboard.known import consents, notes, profiles
from ivr.switchboard.known.profiles import Facts, Stale
from ivr.switchboard.rows import Matter


@pages.post(f"{ID}/facts")
@needs(Action.EDIT_CALLER)
def change(id: int) -> Answer:
    """Name, language, time zone, VIP. What somebody else changed since this form was shown is not overwritten."""
    fence = whole(request.form.get("fence"))
    facts, wrong = _facts()
    if wrong or fence is None:
        return draw(_existing(id), 422, wrong=wrong)
    answer = profiles.change(here().store, the_person().by, id, fence, **facts)
    if answer is None:
        abort(404)
    if isinstance(answer, Stale):
        return draw(id, 409, stale=_meanwhile(answer))
    tell(_("Kept."))
    return _seen(id)


def _facts() -> tuple[Facts, dict[str, str]]:
    form = request.form
    name, language, zone = (typed(form.get(field)) for field in ("name", "language", "zone"))
    wrong = {}
    if len(name) > LONGEST_NAME:
        wrong["name"] = _("This is longer than %(n)s letters.", n=LONGEST_NAME)
    if language and language not in languages():
        wrong["language"] = _("We do not speak this language.")
    if zone and zone not in zones():
        wrong["zone"] = _("There is no such time zone. Write it such as Asia/Dhaka.")
    return Facts(name=name, language=language or None, zone=zone or None, vip=bool(form.get("vip"))), wrong


def _meanwhile(stale: Stale) -> tuple[str, ...]:
    """Who was quicker, and each fact that is another one now than what was typed."""
    now = stale.now
    with here().store.reading() as unit:
        by = timeline.names_of(unit, [stale.by]).get(stale.by) or words.actor(stale.by)
    said = [_("%(name)s has changed this meanwhile. Nothing of yours is kept yet.", name=by or _("Somebody"))]
    values = {
        "name": now.name, "language": language_name(now.language, viewer().language) if now.language else "",
        "zone": now.zone or "", "vip": _("yes") if now.vip else _("no"),
    }  # fmt: skip
    facts, _wrong = _facts()
    told = {"name": facts["name"], "language": facts["language"], "zone": facts["zone"], "vip": facts["vip"]}
    for field, value in told.items():
        if value != getattr(now, field):
            said.append(_("Now: %(field)s – %(value)s.", field=_(words.FIELDS[field]), value=values[field] or "–"))
    return tuple(said)


@pages.post(f"{ID}/tags")
@needs(Action.EDIT_CALLER)
def tag(id: int) -> Answer:
    """One tag more."""
    word = typed(request.form.get("tag"))
    if not word or len(word) > LONGEST_TAG:
        text = _("Nothing is written in it.") if not word else _("This is longer than %(n)s letters.", n=LONGEST_TAG)
        return draw(_existing(id), 422, wrong={"tag": text})
    profiles.tag(here().store, the_person().by, _existing(id), word)
    return _seen(id)


@pages.post(f"{ID}/tags/remove")
@needs(Action.EDIT_CALLER)
def untag(id: int) -> Answer:
    """One tag less."""
    word = typed(request.form.get("tag"))
    if profiles.untag(here().store, the_person().by, _existing(id), word):
        offer_undo(_("The tag “%(word)s” is taken away.", word=word), url_for("callers.undo", id=id), tag=word)
    return _seen(id)


@pages.post(f"{ID}/consent")
@needs(Action.EDIT_CALLER)
def consent(id: int) -> Answer:
    """What they allow, or forbid; and how we know."""
    form = request.form
    matter, given, how = (form.get(name, "") for name in ("matter", "given", "how"))
    if matter not in set(Matter) or given not in ("yes", "no") or how not in words.CHOOSABLE:
        return draw(_existing(id), 422, wrong={"consent": _("Choose all three.")})
    consents.say(here().board, the_person().by, _existing(id), Matter(matter), given == "yes", how)
    tell(_("Noted."))
    return _seen(id)


@pages.post(f"{ID}/notes")
@needs(Action.EDIT_CALLER)
def note(id: int) -> Answer:
    """A note about them."""
    written = notes.add(here().store, the_person().by, _existing(id), request.form.get("note", ""))
    if written is None:
        return draw(id, 422, wrong={"note": _("Nothing is written in it.")})
    offer_undo(_("The note is kept."), url_for("callers.undo", id=id), note=written.public_id)
    return _seen(id)


@pages.post(f"{ID}/notes/<note>/withdraw")
@needs(Action.EDIT_CALLER)
def withdraw(id: int, note: str) -> Answer:
    """A note counts no more."""
    if notes.withdraw(here().store, the_person().by, note) is None:
        abort(404)
    offer_undo(_("The note is withdrawn."), url_for("callers.undo", id=id), withdrawn=note)
    return _seen(id)


@pages.post(f"{ID}/undo")
@needs(Action.EDIT_CALLER)
def undo(id: int) -> Answer:
    """A note that was just written is withdrawn, one that was withdrawn counts again, a tag is there again."""
    what, store, by = undone() or {}, here().store, the_person().by
    if "note" in what:
        notes.withdraw(store, by, what["note"])
    elif "withdrawn" in what:
        notes.bring_back(store, by, what["withdrawn"])
    elif "tag" in what:
        profiles.tag(store, by, _existing(id), what["tag"])
    tell(_("Taken back.") if what else _("It is too late to take this back."))
    return _seen(id)


def _existing(id: int) -> int:
    """404 where there is no such caller, or nothing of theirs may be kept any more."""
    with here().store.reading() as unit:
        person = persons.one(unit, id)
    if person is None or person.erased_at is not None:
        abort(404)
    return id


def _seen(id: int) -> Answer:
    return back(url_for("callers.one", id=id))
