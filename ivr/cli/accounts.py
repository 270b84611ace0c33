"""`accounts`: who may sign in to the console, and the links by which they first do. No password is ever made here."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import click

from ivr.access import Role
from ivr.app.parts import Parts
from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.reports.crew import accounts as reports
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import accounts as people
from ivr.switchboard.sign_in import links, tokens
from ivr.switchboard.trail import OPERATOR

FIRST = "owner@localhost"
"""The owner of an installation that has nobody yet: an address at which no mail is ever sent, like at all others."""
RANDOM = 32
"""Bytes."""
CODES = {people.Refused.UNKNOWN: NOT_FOUND, people.Refused.AGENT: NOT_FOUND, people.Refused.LAST_OWNER: WRONG}
ROLES = click.Choice([str(role) for role in Role])


@click.group()
def accounts() -> None:
    """People who sign in to the console."""


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="What they are called.")
@click.option("--role", type=ROLES, required=True, help="What they may do: docs/access.md.")
@click.option("--agent", default="", help="Who they are on the telephone, if anybody.")
def add(email: str, name: str, role: str, agent: str) -> None:
    """Add somebody who signs in as EMAIL, and print the link by which they choose how."""
    with context.parts() as made:
        account = _done(people.add(made.store, OPERATOR, email, name, Role(role), agent))
        _print_link(made, account)


@accounts.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """Everybody, and how they can sign in."""
    with context.parts() as made, made.store.reading() as unit:
        rows = reports.everybody(unit)
    if as_json:
        show.print_json(rows)
        return
    for row in rows:
        ways = ", ".join(row.ways) or "not yet: python -m ivr accounts link " + row.email
        off = "" if row.active else "  switched off"
        click.echo(f"{row.email:30} {row.role:10} {row.name:20} {row.agent or '–':16} {ways}{off}")
    if not rows:
        click.echo("nobody yet: python -m ivr accounts add EMAIL --name NAME --role owner", err=True)


@accounts.command()
@click.argument("email")
@click.option("--forget-second-factor", "forget", is_flag=True, help="Where the telephone with the codes is lost.")
def link(email: str, forget: bool) -> None:
    """A new one-time link for EMAIL, on stdout; it counts once, for a day, and earlier ones no more."""
    with context.parts() as made:
        _print_link(made, _known(made, email), forget)


@accounts.command()
@click.argument("email")
@click.argument("role", type=ROLES)
def role(email: str, role: str) -> None:
    """EMAIL has this ROLE from now on."""
    with context.parts() as made:
        changed = _done(people.change(made.store, OPERATOR, _known(made, email).id, role=Role(role)))
    click.echo(f"{changed.email} is {changed.role}", err=True)


@accounts.command()
@click.argument("email")
def off(email: str) -> None:
    """EMAIL may not sign in any more, and is signed out everywhere. What they did stays in the trail."""
    with context.parts() as made:
        _done(people.change(made.store, OPERATOR, _known(made, email).id, active=False))
    click.echo(f"{email} is switched off; again: python -m ivr accounts on {email}", err=True)


@accounts.command()
@click.argument("email")
def on(email: str) -> None:
    """EMAIL may sign in again."""
    with context.parts() as made:
        _done(people.change(made.store, OPERATOR, _known(made, email).id, active=True))
    click.echo(f"{email} may sign in", err=True)


@accounts.command()
def first() -> None:
    """Where there is no owner yet: one, and the link to come in by. Else: where to sign in."""
    with context.parts() as made:
        with made.store.reading() as unit:
            owners = [one for one in reports.everybody(unit) if one.active and one.role is Role.OWNER]
        if any(owner.ways for owner in owners):
            click.echo(f"  sign in          {made.settings.public_url}/sign-in")
            click.echo("  a new link       python -m ivr accounts link EMAIL")
            return
        if not owners:
            _done(people.add(made.store, OPERATOR, FIRST, "Owner", Role.OWNER))
        account = _known(made, owners[0].email if owners else FIRST)
        click.echo(f"  come in          {_new_link(made, account)}")
        click.echo(f"                   once, within a day, as {account.email}; then choose a password or a passkey")


def _print_link(made: Parts, account: Account, forget: bool = False) -> None:
    click.echo(_new_link(made, account, forget))
    click.echo(f"For {account.name} alone: it works once, within a day.", err=True)


def _new_link(made: Parts, account: Account, forget: bool = False) -> str:
    token = secrets.token_urlsafe(RANDOM)
    kept = links.make(made.store, OPERATOR, account.id, tokens.hashed(token), datetime.now(UTC), forget)
    if kept is None:
        context.refuse(f"{account.email} is switched off: python -m ivr accounts on {account.email}", WRONG)
    return f"{made.settings.public_url}/link/{token}"


def _known(made: Parts, email: str) -> Account:
    with made.store.reading() as unit:
        found = unit.one(Account, email=people.parse_email(email) or email)
    if found is None:
        context.refuse(f"there is no account {email!r}: see `python -m ivr accounts list`", NOT_FOUND)
    return found


def _done(outcome: Account | people.Refused) -> Account:
    if isinstance(outcome, people.Refused):
        context.refuse(str(outcome), CODES.get(outcome, 2))
    return outcome
