"""The list of callers: looked for, or those who rang last; taken along as a table, and brought in from one."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request, url_for

from ivr import phone
from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, ngettext, page
from ivr.console.ground import here
from ivr.console.pages.callers import table
from ivr.console.shown import latin, typed
from ivr.console.states import CALLBACKS
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.reports.caller import seeking
from ivr.reports.caller.seeking import Found
from ivr.switchboard import trail
from ivr.switchboard.outside import intake

pages = Blueprint("callers", __name__, url_prefix="/callers")

BATCH = 500
"""Callers that are read at once for a table."""
LONGEST = 100
"""Letters of what is looked for."""


@pages.get("")
@needs(Action.SEE_CALLERS)
def index() -> Answer:
    """Whom the text means, or who rang last. A whole number that one caller has leads straight to them."""
    text = typed(request.args.get("q"))[:LONGEST]
    found = _found(text)
    if "part" not in request.args and len(found.rows) == 1 and _number(text) in found.rows[0].numbers:
        return back(url_for("callers.one", id=found.rows[0].id))
    return _drawn(text, found)


def _found(text: str) -> seeking.Findings:
    store = here().store
    with store.reading() as unit:
        viewer().now = unit.now
        return seeking.seek(unit, text, country(), store.engine.dialect.name)


def _drawn(text: str, found: seeking.Findings, status: int = 200, faults: tuple[table.Fault, ...] = ()) -> Answer:
    return page(
        "callers.html", status, found=found, q=text, states=CALLBACKS, faults=faults, columns=table.COLUMNS,
        most=intake.MOST, newest=seeking.NEWEST,
    )  # fmt: skip


def country() -> str:
    """Where the business is, by whose habits numbers are read; empty while nothing is published."""
    business = here().board.library.remembered()
    return business.country if business else ""


def languages() -> tuple[str, ...]:
    """Those that the business speaks."""
    business = here().board.library.remembered()
    return tuple(business.voices) if business else ()


def _number(text: str) -> str:
    read = phone.parse_number(latin(text), country())
    return "" if isinstance(read, phone.Refusal) else read


@pages.get("/callers.csv")
@needs(Action.EXPORT_CALLER)
def export() -> Answer:
    """All of them, as a table. That somebody took them along is a line of the trail."""
    trail.seen(here().store, the_person().by, Action.EXPORT_CALLER, "callers")
    text = "".join(table.write(_everybody()))
    headers = {"Content-Disposition": 'attachment; filename="callers.csv"'}
    return Response("\ufeff" + text, mimetype="text/csv; charset=utf-8", headers=headers)


def _everybody() -> Iterator[Found]:
    after = 0
    with here().store.reading() as unit:
        while ids := seeking.batch(unit, after, BATCH):
            yield from seeking.shown(unit, ids)
            after = ids[-1]


@pages.post("/import")
@needs(Action.IMPORT_CALLERS)
def bring_in() -> Answer:
    """A table of callers: taken in whole, or not at all, and then it says which cell is wrong."""
    file = request.files.get("table")
    content = file.read() if file else b""
    entries, faults = table.read(content, table.Business(country(), languages()))
    if faults:
        return _drawn("", _found(""), 422, faults)
    taken = intake.take_in(here().board, the_person().by, entries)
    new = ngettext("One new caller is known now;", "%(n)s new callers are known now;", taken.new)
    changed = ngettext("one that was known has changed.", "%(n)s that were known have changed.", taken.changed)
    same = len(entries) - taken.new - taken.changed
    tell(" ".join((new, changed, _("The same as before: %(n)s.", n=same) if same else "")).strip())
    return back(url_for("callers.index"))
