"""`forms`: pages by which strangers ask to be called back, for the pages of others to show."""

from __future__ import annotations

import click

from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND
from ivr.switchboard.outside import forms as switchboard
from ivr.switchboard.rows import Form
from ivr.switchboard.trail import OPERATOR

SNIPPET = """\
<iframe src="{url}?lang=en" title="Call me back" loading="lazy"
        width="100%" height="440" style="border: 0"></iframe>"""


@click.group()
def forms() -> None:
    """Forms on the web: "call me back"."""


@forms.command()
@click.argument("name")
@click.option("--team", default="", help="Who phones; left out, the first team.")
@click.option("--topic", default="", help="What it is about: one of the business's topics.")
@click.option("--origin", "origins", multiple=True, help="A page that may show it, https://shop.example; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def add(name: str, team: str, topic: str, origins: tuple[str, ...], as_json: bool) -> None:
    """A new form called NAME; prints what to put into a page of yours."""
    with context.parts() as made:
        found = switchboard.add(made.board, OPERATOR, name, team, topic, origins)
        if isinstance(found, switchboard.Refused):
            context.refuse(str(found))
        url = _url(made.settings.public_url, found)
    if as_json:
        show.print_json({"name": name, "url": url, "team": found.team, "origins": origins})
        return
    click.echo(SNIPPET.format(url=url))
    if not origins:
        click.echo(f"No page may show it in a frame; it can be linked to: {url}", err=True)


@forms.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """All forms."""
    with context.parts() as made:
        with made.store.reading() as unit:
            rows = unit.many(Form)
        public = made.settings.public_url
    if as_json:
        names = ("name", "team", "topic", "origins", "live")
        show.print_json([{"url": _url(public, row)} | {name: getattr(row, name) for name in names} for row in rows])
        return
    for row in rows:
        click.echo(f"{row.name:16}  {'on ' if row.live else 'off'}  {_url(public, row)}  {row.origins}".rstrip())
    if not rows:
        click.echo("none yet: python -m ivr forms add NAME", err=True)


@forms.command()
@click.argument("name")
def off(name: str) -> None:
    """Nobody can ask by the form called NAME any more."""
    _switch(name, live=False)


@forms.command()
@click.argument("name")
def on(name: str) -> None:
    """The form called NAME is open again."""
    _switch(name, live=True)


def _switch(name: str, live: bool) -> None:
    with context.parts() as made:
        row = switchboard.switch(made.store, OPERATOR, name, live)
    if row is None:
        context.refuse(f"there is no form {name!r}: see `python -m ivr forms list`", NOT_FOUND)
    click.echo(f"{name} is {'on' if row.live else 'off'}", err=True)


def _url(public: str, row: Form) -> str:
    return f"{public.rstrip('/')}/callback-form/{row.public_id}"
