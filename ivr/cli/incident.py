"""`incident`: what callers are told before they ask, in one command, in the languages of the business."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import timedelta

import click

from ivr.app.parts import Parts
from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND
from ivr.switchboard import incidents
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import Incident

MOST_BYTES = 1350
"""Of what is said, in UTF-8: Twilio takes 4,500 URL-encoded (error 13521), three for each byte beyond ASCII."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}

_say = click.option("--say", metavar="LANGUAGE=TEXT", multiple=True, help="What callers hear; once for each language.")
_lasts = click.option("--lasts", metavar="TIME", help="Such as 90m, 4h or 2d; without it, until it is resolved.")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def incident() -> None:
    """Trouble of which callers are told before they ask."""


@incident.command()
@click.argument("topic")
@_say
@_lasts
@_json
def declare(topic: str, say: tuple[str, ...], lasts: str | None, as_json: bool) -> None:
    """From now on callers are told, wherever a flow has a node `incident` for TOPIC."""
    texts, span = _texts(say), _span(lasts)
    with context.parts() as made:
        _fits(made, topic, texts)
        _whole(made, texts)
        try:
            row = incidents.declare(made.store, topic, texts, span)
        except Conflict:
            context.refuse(f"there is one of {topic} already: `python -m ivr incident update {topic}`")
        _tell(made, row, as_json, "is declared")


@incident.command()
@click.argument("topic")
@_say
@_lasts
@_json
def update(topic: str, say: tuple[str, ...], lasts: str | None, as_json: bool) -> None:
    """Other words, or another end, for what is declared of TOPIC; what is not given stays."""
    texts, span = _texts(say), _span(lasts)
    with context.parts() as made:
        _fits(made, topic, texts)
        _tell(made, incidents.update(made.store, topic, texts, span), as_json, "is updated", topic)


@incident.command()
@click.argument("topic")
@_json
def resolve(topic: str, as_json: bool) -> None:
    """It is over: callers are told no more of TOPIC."""
    with context.parts() as made:
        _tell(made, incidents.resolve(made.store, topic), as_json, "is resolved", topic)


@incident.command("list")
@_json
def list_(as_json: bool) -> None:
    """What callers are told now, the newest first."""
    with context.parts() as made:
        with made.store.reading() as unit:
            rows = incidents.standing(unit)
        zone = show.zone_of(made)
    if as_json:
        show.print_json([_plain(row) for row in rows])
        return
    for row in rows:
        until = f"until {show.local(row.ends_at, zone)}" if row.ends_at else "until resolved"
        click.echo(f"{row.topic}  since {show.local(row.declared_at, zone)}, {until}")
        for language, text in json.loads(row.texts).items():
            click.echo(f"  {language}: {text}")
    if not rows:
        click.echo("nothing is declared", err=True)


def _texts(say: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in say]
    for language, sign, text in pairs:
        if not sign or not re.fullmatch("[a-z]{2,3}", language) or not text.strip():
            context.refuse('--say: a language and a text, such as --say en="Deliveries are late today."')
        if len(text.encode()) > MOST_BYTES:
            context.refuse(f"--say {language}: too long to be said at once, at most {MOST_BYTES} bytes")
    return {language: " ".join(text.split()) for language, _, text in pairs}


def _span(lasts: str | None) -> timedelta | None:
    if lasts is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", lasts, re.ASCII)
    if found is None:
        context.refuse("--lasts: a length of time, such as 90m, 4h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _fits(made: Parts, topic: str, texts: Collection[str]) -> None:
    """Whether some flow asks for this topic, in languages that are spoken: a typing error would tell nobody."""
    business = made.board.library.business()
    if strangers := sorted(set(texts) - set(business.voices)):
        context.refuse(f"this business does not speak {', '.join(strangers)}, but {', '.join(business.voices)}")
    if not re.fullmatch("[a-z][a-z0-9_]{0,59}", topic, re.ASCII):
        context.refuse("a topic is a name such as orders")


def _whole(made: Parts, texts: Collection[str]) -> None:
    silent = [code for code in made.board.library.business().voices if code not in texts]
    if silent:
        context.refuse(f"callers also speak {', '.join(silent)}: --say {silent[0]}=…")


def _tell(made: Parts, row: Incident | None, as_json: bool, done: str, topic: str = "") -> None:
    if row is None:
        context.refuse(f"nothing is declared of {topic}: see `python -m ivr incident list`", NOT_FOUND)
    if as_json:
        show.print_json(_plain(row))
    else:
        click.echo(f"{row.topic} {done}", err=True)


def _plain(row: Incident) -> dict[str, object]:
    names = ("topic", "declared_at", "updated_at", "ends_at", "resolved_at")
    return {name: getattr(row, name) for name in names} | {"texts": json.loads(row.texts)}
