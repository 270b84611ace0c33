"""`callers`: what we know of somebody who phones us."""

from __future__ import annotations

import json

import click

from ivr import phone
from ivr.app.parts import Parts
from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.reports.caller import callers as reports
from ivr.reports.caller import export as export_
from ivr.reports.caller.callers import CallerShown, Contact
from ivr.switchboard import rescue
from ivr.switchboard.known import erasing
from ivr.switchboard.rows import Caller
from ivr.switchboard.trail import OPERATOR


@click.group()
def callers() -> None:
    """The people who phone us."""


@callers.command("show")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_(number: str, as_json: bool) -> None:
    """Who the caller with NUMBER is, what we owe them, and the last contacts.

    NUMBER is +<country><number>, or as one dials it in the business's own country.
    """
    with context.parts() as made:
        asked = _number(made, number)
        with made.store.reading() as unit:
            found = reports.one(unit, asked)
        zone = show.zone_of(made)
    if found is None:
        context.refuse("we have never heard from this number", NOT_FOUND)
    if as_json:
        show.print_json(found)
    else:
        _print(found, found.preferences.zone or zone)


@callers.command()
@click.argument("number")
def export(number: str) -> None:
    """All that we keep of the caller with NUMBER, as JSON."""
    with context.parts() as made:
        asked = _number(made, number)
        with made.store.reading() as unit:
            found = export_.everything(unit, asked)
    if found is None:
        context.refuse("we have never heard from this number", NOT_FOUND)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@callers.command()
@click.argument("number")
@click.option("--yes", is_flag=True, help="Without asking once more.")
def erase(number: str, yes: bool) -> None:
    """Forget the caller with NUMBER, with all their numbers: here at once, at the carrier as soon as it can be.

    What we owe them is cancelled. It cannot be taken back.
    """
    with context.parts() as made:
        asked = _number(made, number)
        made.spool.replay(lambda ring: rescue.missed(made.board, ring))  # what waits beside the database is theirs, too
        with made.store.reading() as unit:
            row = unit.one(Caller, number=asked)
        if row is None:
            context.refuse("we have never heard from this number", NOT_FOUND)
        if not yes:
            click.confirm("Everything about this caller will be gone for good. Go on?", abort=True, err=True)
        gone = erasing.erase(made.board, OPERATOR, row.id)
    if isinstance(gone, str):
        context.refuse("they are on the line, or a call with them is not settled: try again in half an hour", WRONG)
    click.echo(f"forgotten; the carrier is asked to delete {gone or 0} records, by the sweep", err=True)


def _number(made: Parts, text: str) -> str:
    try:
        country = made.board.library.business().country
    except LookupError:
        country = ""
    found = phone.parse_number(text, country)
    if isinstance(found, phone.Refusal):
        context.refuse(f"this is no telephone number ({found.value}): give it as +<country><number>")
    return found


def _print(caller: CallerShown, zone: str) -> None:
    likes = caller.preferences
    marks = ["VIP"] * caller.vip + ["do not call"] * likes.do_not_call
    click.echo(f"{caller.number}  {caller.name or 'name unknown'}{''.join(f', {mark}' for mark in marks)}")
    click.echo(f"language {likes.language or 'unknown'}, times in {zone}")
    owed = caller.open_callback
    if owed is None:
        click.echo("we owe no callback")
    else:
        by = show.local(owed.promised_by, zone)
        click.echo(f"we owe a callback by {by}: {owed.id}, {owed.state}, team {owed.brief.team}")
    for contact in caller.contacts:
        click.echo(f"  {show.local(contact.at, zone)}  {_what(contact)}  {contact.outcome or '–':10}  {contact.id}")


def _what(contact: Contact) -> str:
    return "phoned us   " if contact.kind == "call" else "was phoned  "
