"""What a caller may ask for: all that is kept of them, and to be forgotten, here and at the carrier."""

from __future__ import annotations

import json

from flask import Response, abort, request, url_for

from ivr import phone
from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back
from ivr.console.ground import here
from ivr.console.pages.callers.listed import country, pages
from ivr.console.pages.callers.person import ID, draw
from ivr.console.shown import latin
from ivr.console.toasts import tell
from ivr.language import sought
from ivr.reports.caller import export, persons
from ivr.reports.caller.persons import PersonShown
from ivr.switchboard import rescue, trail
from ivr.switchboard.known import erasing
from ivr.switchboard.known.erasing import UNDER_WAY


@pages.get(f"{ID}/everything.json")
@needs(Action.EXPORT_CALLER)
def everything(id: int) -> Answer:
    """All that we keep, as a file. That somebody took it along is a line of the trail."""
    with here().store.reading() as unit:
        found = export.of(unit, id) or abort(404)
    trail.seen(here().store, the_person().by, Action.EXPORT_CALLER, f"caller {id}")
    headers = {"Content-Disposition": f'attachment; filename="caller-{id}.json"'}
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return Response(text, mimetype="application/json", headers=headers)


@pages.post(f"{ID}/erase")
@needs(Action.ERASE_CALLER)
def erase(id: int) -> Answer:
    """All of it goes, for good: so whoever asks for it types whom they mean. What waits beside the database is theirs,
    too: it is read back first."""
    ground = here()
    ground.parts.spool.replay(lambda ring: rescue.missed(ground.board, ring))
    with ground.store.reading() as unit:
        person = persons.one(unit, id) or abort(404)
    if person.erased_at is not None:
        abort(404)
    if not _meant(person):
        return draw(id, 422, wrong={"erase": _("This is not what is to be typed.")})
    gone = erasing.erase(ground.board, the_person().by, id)
    if gone == UNDER_WAY:
        text = _("They are on the line, are being phoned, or a call is not settled. Try again when that is over.")
        return draw(id, 409, wrong={"erase": text})
    tell(_("Forgotten. Nothing is kept by which they could be known."))
    return back(url_for("callers.one", id=id))


def _meant(person: PersonShown) -> bool:
    """One of their numbers in any form; of a caller without a number, the number of this page."""
    text = latin(request.form.get("confirm"))
    if not person.known:
        return sought.key(text) == str(person.id)
    return phone.parse_number(text, country()) in person.known
