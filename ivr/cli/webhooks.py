"""`webhooks`: which programs of the business's hear what happens, and what they were told."""

from __future__ import annotations

from typing import NoReturn

import click

from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.egress import addresses, signing
from ivr.reports.pages import LONGEST, Which
from ivr.reports.shop import outside
from ivr.store import outbox
from ivr.switchboard.outside import deliveries, endpoints
from ivr.switchboard.rows import DeliveryState
from ivr.switchboard.trail import OPERATOR


@click.group()
def webhooks() -> None:
    """Programs that hear what happens: signed as Standard Webhooks has it."""


@webhooks.command()
@click.argument("url")
@click.option(
    "--event", "events", multiple=True, type=click.Choice(endpoints.EVENTS), help="Only this; may come often."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def add(url: str, events: tuple[str, ...], as_json: bool) -> None:
    """Tell the program at URL what happens from now on. Its secret, on stdout, is never shown again."""
    if (why := addresses.flaw(url)) is not None:
        context.refuse(f"this address cannot be told anything: {why}")
    secret = signing.new_secret()
    with context.parts() as made:
        with made.store.reading() as unit:
            line = outbox.last_line(unit)
        row = endpoints.add(made.store, OPERATOR, url, made.seal().close(secret), events, line)
    if row is None:
        context.refuse(f"there are {endpoints.MOST} already: see `python -m ivr webhooks off`", WRONG)
    if as_json:
        show.print_json({"id": row.public_id, "url": url, "events": row.events.split(), "secret": secret})
        return
    click.echo(secret)
    click.echo(f"{row.public_id} hears {row.events}. Keep the secret now: deliveries are signed with it.", err=True)


@webhooks.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """All endpoints, those that are off included."""
    with context.parts() as made, made.store.reading() as unit:
        rows = outside.endpoints(unit)
    if as_json:
        show.print_json(rows)
        return
    for one in rows:
        click.echo(f"{one.id}  {'on ' if one.live else 'off'}  {one.url}  {one.why_off}".rstrip())
    if not rows:
        click.echo("none yet: python -m ivr webhooks add URL", err=True)


@webhooks.command()
@click.argument("id")
def off(id: str) -> None:
    """The endpoint with ID is told nothing any more."""
    _switch(id, live=False)


@webhooks.command()
@click.argument("id")
def on(id: str) -> None:
    """The endpoint with ID hears what happens from now on."""
    _switch(id, live=True)


def _switch(id: str, live: bool) -> None:
    with context.parts() as made:
        with made.store.reading() as unit:
            line = outbox.last_line(unit)
        row = endpoints.change(made.store, OPERATOR, id, line, live)
    if row is None:
        _unknown("endpoint", "list")
    click.echo(f"{row.url} is {'on' if row.live else 'off'}", err=True)


@webhooks.command()
@click.option("--state", type=click.Choice([str(state) for state in DeliveryState]), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, LONGEST), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def log(state: str | None, limit: int, as_json: bool) -> None:
    """What endpoints were told, the newest first."""
    with context.parts() as made:
        with made.store.reading() as unit:
            found = outside.deliveries(unit, Which(state=state, limit=limit))
        zone = show.zone_of(made)
    if as_json:
        show.print_json(found.rows)
        return
    for one in found.rows:
        what = f"{one.event} {one.subject}"
        how = f"{one.tries} tries, {one.status or one.fault or 'not sent yet'}"
        click.echo(f"{one.id}  {show.local(one.made_at, zone)}  {one.endpoint}  {one.state:9}  {what:36}  {how}")
    if found.next is not None:
        click.echo(f"there are more: --limit {LONGEST}, --state …", err=True)
    if not found.rows:
        click.echo("none", err=True)


@webhooks.command()
@click.argument("id")
def resend(id: str) -> None:
    """Send the delivery with ID again, under the same id, whatever became of it."""
    with context.parts() as made:
        row = deliveries.resend(made.store, OPERATOR, id)
    if row is None:
        _unknown("delivery", "log")
    click.echo(f"{row.public_id} is sent with the next pass of the sweep", err=True)


def _unknown(what: str, where: str) -> NoReturn:
    context.refuse(f"there is no {what} with this id: see `python -m ivr webhooks {where}`", NOT_FOUND)
