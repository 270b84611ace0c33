"""`callbacks`: what we owe, and what a person of the business changes in it by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NoReturn

import click

from ivr.app.parts import Parts
from ivr.calendar import to_utc
from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.promise.callback import State
from ivr.reports.callback import callbacks as reports
from ivr.reports.callback.callbacks import CallbackShown
from ivr.reports.pages import LONGEST, Which
from ivr.switchboard.deeds import interventions
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.rows import Callback

WHY = {
    Hindrance.OVER: "is over already: see `python -m ivr callbacks show`",
    Hindrance.UNDER_WAY: "is being made at this moment: try again in a few minutes",
    Hindrance.ON_THE_LINE: "waits for a call in which the caller is with us now: try again in a few minutes",
}


@click.group()
def callbacks() -> None:
    """The callers whom we owe a call."""


@callbacks.command("list")
@click.option("--state", type=click.Choice([str(state) for state in State]), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, LONGEST), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(state: str | None, limit: int, as_json: bool) -> None:
    """Callbacks, the newest first."""
    with context.parts() as made:
        with made.store.reading() as unit:
            found = reports.page(unit, Which(state=state, limit=limit))
        zone = show.zone_of(made)
    if as_json:
        show.print_json(found.rows)
        return
    for one in found.rows:
        by = show.local(one.promised_by, zone)
        click.echo(f"{one.id}  {one.state:15}  by {by}  {one.number or 'no number':15}  {one.brief.team}")
    if found.next is not None:
        click.echo(f"there are more: --limit {LONGEST}, --state …", err=True)
    if not found.rows:
        click.echo("none", err=True)


@callbacks.command("show")
@click.argument("id")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_(id: str, as_json: bool) -> None:
    """Everything about the callback with ID."""
    with context.parts() as made:
        with made.store.reading() as unit:
            found = reports.one(unit, id)
        zone = show.zone_of(made)
    if found is None:
        _unknown()
    if as_json:
        show.print_json(found)
    else:
        _print(found, zone)


@callbacks.command()
@click.argument("id")
def cancel(id: str) -> None:
    """Nobody phones for the callback with ID any more: it is closed by the business, not by the caller."""
    with context.parts() as made:
        row = _changed(interventions.cancel(made.board, id))
    click.echo(f"{row.public_id} is {row.state}", err=True)


@callbacks.command()
@click.argument("id")
@click.argument("time")
def reschedule(id: str, time: str) -> None:
    """Phone for the callback with ID at TIME, such as "2026-11-23 10:00" (the business's clock) or 2026-11-23T04:00Z.

    Where nobody works then, or the caller may not be phoned then, it is the first moment after it.
    """
    with context.parts() as made:
        zone = show.zone_of(made)
        row = _changed(interventions.reschedule(made.board, id, _moment(made, time, zone)))
    due, by = show.local(row.due_at, zone), show.local(row.promised_by, zone)
    click.echo(f"{row.public_id}: from {due} on, by {by} ({zone})", err=True)


def _moment(made: Parts, text: str, zone: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        context.refuse(f"{text!r} is no time: give it as YYYY-MM-DD HH:MM")
    moment = to_utc(read, zone) if read.tzinfo is None else read.astimezone(UTC)
    if moment <= made.store.now():
        context.refuse("this time has passed already")
    return moment


def _changed(result: Callback | Hindrance) -> Callback:
    if result is Hindrance.UNKNOWN:
        _unknown()
    if isinstance(result, Hindrance):
        context.refuse(f"this callback {WHY[result]}", WRONG)
    return result


def _unknown() -> NoReturn:
    context.refuse("there is no callback with this id: see `python -m ivr callbacks list`", NOT_FOUND)


def _print(one: CallbackShown, zone: str) -> None:
    brief = one.brief
    click.echo(f"{one.id}  {one.state}")
    click.echo(f"number      {one.number or 'none'}  {brief.name}".rstrip())
    click.echo(f"team        {brief.team}, about {brief.reason or 'nothing in particular'}, in {brief.language}")
    click.echo(f"asked       {show.local(brief.asked_at, zone)}, on {brief.dialled}")
    click.echo(f"promised    by {show.local(one.promised_by, zone)}; phoned from {show.local(one.due_at, zone)} on")
    if brief.promise:
        click.echo(f"they heard  {brief.promise}")
    for known in brief.known:
        click.echo(f"known       {known.name} {known.value}")
    for said in brief.said:
        click.echo(
            f"they said   {said.words or '(not written down)'}, {said.seconds or 0} s, {show.local(said.at, zone)}"
        )
    for attempt in one.attempts:
        talked = f", {attempt.seconds} s" if attempt.seconds else ""
        click.echo(
            f"attempt     {show.local(attempt.at, zone)} by {attempt.agent}: {attempt.outcome or 'open'}{talked}"
        )
