"""One Studio export → a call flow file that checks, the business file that it needs, and the table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ivr.authoring.fmt import Unsure, formatted
from ivr.authoring.studio.business import PLACEHOLDER, business_page
from ivr.authoring.studio.channels import for_calls
from ivr.authoring.studio.inside import with_subflows
from ivr.authoring.studio.library import NOTHING, Library
from ivr.authoring.studio.mend import mended
from ivr.authoring.studio.model import Studio
from ivr.authoring.studio.names import free, plain_name
from ivr.authoring.studio.page import Head, House, house
from ivr.authoring.studio.read import read
from ivr.authoring.studio.table import Row
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.tongue import Voice
from ivr.authoring.studio.translate import draft_of
from ivr.authoring.studio.work import Work

MOST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in the folder already: its business file, and the names and numbers that flows have taken."""

    business: str | None = None
    names: Collection[str] = ()
    numbers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """`business` is None where the folder has one of its own."""

    name: str
    flow: str
    business: str | None
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


class BadBusiness(ValueError):
    """The business.yaml that is there has errors of its own."""


def import_flow(raw: bytes, called: str, beside: Beside, library: Library = NOTHING) -> Imported:
    """NoStudioFlow: it is none. BadBusiness: nothing can be checked beside that file. `called`: the file's name."""
    studio = for_calls(with_subflows(read(raw), library, (called,)))
    own = house(beside.business) if beside.business is not None else None
    if own and (own.form is None or own.errors):
        raise BadBusiness(str(own.errors[0].message) if own.errors else "it cannot be read")
    work = draft_of(studio, list(own.form.languages) if own and own.form else None)
    known = own or _skeleton(studio, work)
    if known.form is None or known.errors:
        raise AssertionError(f"our own business file does not check: {known.errors}")
    _settle_teams(work, known)
    name = free(plain_name(called, "imported"), beside.names)
    remarks = _remarks(studio, work)
    head = Head(name, _title(studio, called), _number(beside.numbers), remarks, _voices(work, known))
    page = mended(work, head, known.form, next(iter(work.teams)))
    rows = tuple({id(row): row for row in work.rows.values()}.values())
    return Imported(name, _in_form(page.text), None if own else _in_form(known.text), rows, remarks)


def _in_form(text: str) -> str:
    """As `ivr fmt` leaves it."""
    try:
        return formatted(text)
    except Unsure:
        return text


def _skeleton(studio: Studio, work: Work) -> House:
    title = plain(studio.title)[:MOST_TITLE]
    return house(business_page(title, work.tongue, work.teams, work.hosts))


def _settle_teams(work: Work, known: House) -> None:
    """Teams that a business does not have are its first one, and that is said."""
    assert known.form is not None
    there = list(known.form.teams)
    for name in [name for name in work.teams if name not in there]:
        for node in work.draft.nodes.values():
            if isinstance(node.fields, dict) and node.fields.get("team") == name:
                node.fields["team"] = there[0]
        for row in work.rows.values():
            if any(f'"{name}"' in what for what in row.settings):
                row.setting(f'the team: "{name}" is not in business.yaml, "{there[0]}" stands in its place')
    work.teams = {name: meaning for name, meaning in work.teams.items() if name in there} or {there[0]: ""}


def _voices(work: Work, known: House) -> tuple[Voice, ...]:
    """Written where the business speaks other languages than this flow, or in another order."""
    assert known.form is not None
    spoken = known.form.languages
    if list(spoken) == work.tongue.codes:
        return ()
    forms = [(code, spoken[code].value) for code in work.tongue.codes]
    return tuple(Voice(code, it.locale.value, it.voice.value if it.voice else "") for code, it in forms)


def _number(taken: Collection[str]) -> str:
    """The first of the example numbers that no other flow has."""
    numbers = (f"{PLACEHOLDER[:-2]}{number:02}" for number in range(100))
    return next((number for number in numbers if number not in taken), PLACEHOLDER)


def _title(studio: Studio, called: str) -> str:
    return plain(studio.title)[:MOST_TITLE] or plain(called)[:MOST_TITLE] or "Imported"


def _remarks(studio: Studio, work: Work) -> tuple[str, ...]:
    remarks = ["Imported from Twilio Studio. What is left to do stands in the table of the import, and in todo nodes."]
    if studio.start is None:
        remarks.append("The flow in Studio answers no calls: whoever calls here is called back.")
    elif studio.started_by != "incomingCall":
        remarks.append(f"In Studio this flow begins with {studio.started_by}, not with a call that comes in.")
    return tuple(remarks)
