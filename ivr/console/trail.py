"""The trail: who saw or changed what, as a page and as a table for a spreadsheet that can run no formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from ivr.access import Action
from ivr.console import deeds
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, page
from ivr.console.ground import here
from ivr.console.shown import latin, typed, whole
from ivr.console.viewer import viewer
from ivr.reports.shop import trail as lines
from ivr.reports.shop.trail import DeedShown, Sought
from ivr.switchboard import trail

pages = Blueprint("trail", __name__)

COLUMNS = ("at", "name", "account", "action", "subject", "address", "before", "after")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
BATCH = 500


@pages.get("/trail")
@needs(Action.SEE_TRAIL)
def index() -> Answer:
    """The trail, by person, subject and day."""
    sought, wrong = _sought()
    with here().store.reading() as unit:
        viewer().now = unit.now
        found, people = lines.page(unit, sought), lines.people(unit)
    return page(
        "trail.html", 422 if wrong else 200, found=found, people=people, sought=sought, wrong=wrong,
        done=deeds.done, field=deeds.field, about=deeds.about, asked=request.args,
    )  # fmt: skip


@pages.get("/trail.csv")
@needs(Action.SEE_TRAIL)
def export() -> Answer:
    """The same lines, all of them. That somebody took them along is one more."""
    trail.seen(here().store, the_person().by, Action.SEE_TRAIL, "trail")
    sought, _ = _sought(BATCH)
    with here().store.reading() as unit:
        text = "".join(_table(lines.everything(unit, sought)))
    headers = {"Content-Disposition": 'attachment; filename="trail.csv"'}
    return Response("\ufeff" + text, mimetype="text/csv; charset=utf-8", headers=headers)


def _sought(limit: int = 50) -> tuple[Sought, bool]:
    """Which lines are asked for; and whether the day was no day."""
    asked = request.args
    try:
        day = date.fromisoformat(latin(asked.get("day"))) if asked.get("day") else None
    except ValueError:
        return Sought(limit=limit), True
    since = until = None
    if day is not None:
        zone = ZoneInfo(viewer().shown.zone)
        since, until = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    person, before = whole(asked.get("person")), whole(asked.get("before"))
    return Sought(person, typed(asked.get("subject"))[:80], since, until, before, limit), False


def _table(found: Iterator[DeedShown]) -> Iterator[str]:
    file = io.StringIO()
    write = csv.writer(file)
    write.writerow(COLUMNS)
    for one in found:
        before, after = ({name: pair[at] for name, *pair in one.fields} for at in (0, 1))
        cells = (
            one.at.isoformat(timespec="seconds"), one.name, one.account_id or "", one.action, one.subject, one.address,
            *(json.dumps(values, ensure_ascii=False) if values else "" for values in (before, after)),
        )  # fmt: skip
        write.writerow([cell(str(value)) for value in cells])
    yield file.getvalue()


def cell(text: str) -> str:
    """Text as a spreadsheet shows it and nothing more: what would be a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
