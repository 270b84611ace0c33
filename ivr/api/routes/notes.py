"""Notes for programs: read, written about a caller or one of their callbacks, withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from ivr.api.body import Field, text
from ivr.api.problems import Problem, Refused
from ivr.api.route import Act, Request, Route, Source, Told
from ivr.api.routes.reading import listed
from ivr.reports.shop import outside
from ivr.reports.shop.outside import CallerNoteShown, note_shown
from ivr.reports.shown import as_json
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.known import notes
from ivr.switchboard.ports import Vanished
from ivr.switchboard.rows import Scope

NOTE = (Field("text", text(notes.MOST_LETTERS, 1), "What is to be remembered, on as many lines as needed.", True),)

Whose = Callable[[SqlUnit, Request], tuple[int, int | None] | None]
"""The caller's id, and the callback's where it is about one; None: there is no such thing."""


def noted(whose: Whose) -> Act:
    """Writes a note about whom or what the address names."""

    def act(source: Source, request: Request) -> Told | None:
        with source.store.reading() as unit:
            found = whose(unit, request)
        if found is None:
            return None
        caller_id, callback_id = found
        try:
            row = notes.add(source.store, request.by, caller_id, request.body["text"], callback_id=callback_id)
        except Vanished:
            return None
        if row is None:
            raise Refused(Problem.INVALID, "there is nothing in it that can be read")
        return Told(as_json(note_shown(row)), 201)

    return act


def _withdraw(source: Source, request: Request) -> Told | None:
    row = notes.withdraw(source.store, request.by, request.ids["id"])
    return Told(as_json(note_shown(row))) if row else None


ROUTES: tuple[Route, ...] = (
    listed("/notes", CallerNoteShown, outside.notes, ("caller",)),
    Route(
        "/notes/{id}/withdraw",
        "withdraw_note",
        "A note counts no more; said twice it is as said once",
        "Note",
        _withdraw,
        method="POST",
        scope=Scope.WRITE,
    ),
)
