"""Two numbers of one person are put together, and taken apart again; both can be taken back."""

from __future__ import annotations

from flask import abort, request, url_for

from ivr import phone
from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back
from ivr.console.ground import here
from ivr.console.pages.callers import words
from ivr.console.pages.callers.listed import country, pages
from ivr.console.pages.callers.person import ID, draw
from ivr.console.pages.callers.table import NUMBERS
from ivr.console.shown import latin, whole
from ivr.console.toasts import offer_undo, tell, undone
from ivr.console.viewer import viewer
from ivr.reports.caller import persons
from ivr.switchboard.known.persons import Merged, Refused, merge, split, unmerge
from ivr.switchboard.rows import Caller


@pages.post(f"{ID}/merge")
@needs(Action.MERGE_CALLERS)
def join(id: int) -> Answer:
    """The number that was typed is this person's, too."""
    number = phone.parse_number(latin(request.form.get("number")), country())
    if isinstance(number, phone.Refusal):
        return draw(id, 422, wrong={"merge": _(NUMBERS[number])})
    with here().store.reading() as unit:
        other = unit.one(Caller, number=number)
    if other is None:
        return draw(id, 422, wrong={"merge": _("We have never heard from this number.")})
    answer = merge(here().board, the_person().by, id, other.id)
    if isinstance(answer, Refused):
        return draw(id, 422, wrong={"merge": _(words.REFUSED[answer])})
    text = _("%(number)s is the same person now.", number=viewer().shown.phone(number))
    offer_undo(text, url_for("callers.undo_join", id=id), apart=_ids(answer.apart), barred=_ids(answer.barred),
               said=answer.said, ended=answer.ended)  # fmt: skip
    return back(url_for("callers.one", id=id))


@pages.post(f"{ID}/split")
@needs(Action.MERGE_CALLERS)
def part(id: int) -> Answer:
    """One of the numbers is somebody else's."""
    row = whole(request.form.get("row"))
    with here().store.reading() as unit:
        person = persons.one(unit, id) or abort(404)
    if row not in person.ids:
        abort(400)
    answer = split(here().board, the_person().by, row)
    if isinstance(answer, Refused):
        return draw(id, 422, wrong={"split": _(words.REFUSED[answer])})
    rest = next(other for other in person.ids if other != row)
    number = person.numbers[row]
    text = _("%(number)s is somebody else now.", number=viewer().shown.phone(number) if number else row)
    offer_undo(text, url_for("callers.undo_join", id=rest), together=row)
    return back(url_for("callers.one", id=rest))


@pages.post(f"{ID}/undo-join")
@needs(Action.MERGE_CALLERS)
def undo_join(id: int) -> Answer:
    """As it was before the last of these."""
    what, by, board = undone(), the_person().by, here().board
    answer: object = Refused.SAME
    if what is not None and "together" in what:
        answer = merge(board, by, id, what["together"])
    elif what is not None:
        apart, barred = (tuple(map(int, what[name].split())) for name in ("apart", "barred"))
        answer = unmerge(board, by, Merged(id, apart, barred, what["said"], what["ended"]))
    done = not isinstance(answer, Refused)
    tell(_("Taken back.") if done else _("It is too late to take this back."))
    return back(url_for("callers.one", id=id))


def _ids(ids: tuple[int, ...]) -> str:
    return " ".join(map(str, ids))
