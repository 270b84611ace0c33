"""`token`: which programs may use the API. A token is shown once, when it is made."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

import click

from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import Scope, Token
from ivr.switchboard.sign_in import tokens

RANDOM = 32
"""Bytes. So many that a plain hash is enough to keep."""


@click.group()
def token() -> None:
    """Tokens for programs that use the API."""


@token.command()
@click.argument("name")
@click.option("--scope", type=click.Choice([str(scope) for scope in Scope]), default="read", show_default=True)
@click.option("--expires", metavar="DAYS", help="Such as 90d; without it the token counts until it is revoked.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def create(name: str, scope: str, expires: str | None, as_json: bool) -> None:
    """A new token for the program called NAME, on stdout: it is never shown again."""
    text = "ivr_" + secrets.token_urlsafe(RANDOM)
    with context.parts() as made:
        until = made.store.now() + _days(expires) if expires else None
        try:
            made_one = tokens.create(made.store, name, tokens.hashed(text), Scope(scope), until)
        except Conflict:
            context.refuse(f"there is a token {name!r} already: `python -m ivr token revoke {name}` first")
    if as_json:
        show.print_json({"token": text, **_plain(made_one)})
        return
    click.echo(text)
    click.echo("Keep it now: only its hash is stored. Send it as `Authorization: Bearer …`.", err=True)


def _days(text: str) -> timedelta:
    if re.fullmatch(r"[1-9][0-9]{0,3}d?", text, re.ASCII) is None:
        context.refuse("--expires: a number of days, such as 90d")
    return timedelta(days=int(text.removesuffix("d")))


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """All tokens, those that count no more included; never the texts themselves."""
    with context.parts() as made:
        with made.store.reading() as unit:
            rows = tokens.every(unit)
            now = unit.now
        zone = show.zone_of(made)
    if as_json:
        show.print_json([_plain(row) for row in rows])
        return
    for row in rows:
        over = row.revoked_at or (row.expires_at if row.expires_at and row.expires_at <= now else None)
        state = f"over since {show.local(over, zone)}" if over else f"until {_or(row.expires_at, zone, 'revoked')}"
        click.echo(f"{row.name:20}  {row.scope:5}  {state:28}  last used {_or(row.used_at, zone, 'never')}")
    if not rows:
        click.echo("none yet: python -m ivr token create NAME", err=True)


@token.command()
@click.argument("name")
def revoke(name: str) -> None:
    """The token called NAME is worth nothing from now on."""
    with context.parts() as made:
        gone = tokens.revoke(made.store, name)
    if gone is None:
        context.refuse(f"there is no token {name!r} in use: see `python -m ivr token list`", NOT_FOUND)
    click.echo(f"{name} is revoked", err=True)


def _or(moment: datetime | None, zone: str, otherwise: str) -> str:
    return otherwise if moment is None else show.local(moment, zone)


def _plain(row: Token) -> dict[str, object]:
    names = ("name", "scope", "created_at", "expires_at", "used_at", "revoked_at")
    return {name: getattr(row, name) for name in names}
