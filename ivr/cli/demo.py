"""`demo`: the whole story, on this installation's own database, without network or account."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import click

from ivr.cli import context
from ivr.cli.exits import USAGE, WRONG


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The ending as JSON; the story goes to stderr.")
def demo(as_json: bool) -> None:
    """One caller, nobody answers, the callback is kept. Its data stay, for `audit`."""
    from ivr.local import claims
    from ivr.settings import Carrier

    settings = context.settings()
    if settings.carrier is not Carrier.SIMULATED:
        click.echo("demo: the carrier is real; the story is told on the simulated one only", err=True)
        sys.exit(USAGE)
    try:
        with claims.folder(settings.var_dir):
            ending = _play(as_json)
    except claims.Taken as taken:
        click.echo(f"demo: {taken}: stop it first", err=True)
        sys.exit(USAGE)
    if as_json:
        click.echo(json.dumps(ending))
    sys.exit(0 if ending["kept"] else WRONG)


def _play(as_json: bool) -> dict[str, object]:
    from ivr.app.parts import PATIENT, make_parts
    from ivr.local import claims
    from ivr.local.credentials import credentials
    from ivr.local.plan import simulated
    from ivr.rehearsal.demo import Demo
    from ivr.rehearsal.demo import as_json as plain
    from ivr.rehearsal.stage import Stage
    from ivr.settings import Settings

    first = context.settings()
    port, carrier_port = claims.free_port(), claims.free_port()
    env = dict(os.environ) | simulated(credentials(first.var_dir), carrier_port)
    env |= {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    _prepare(env)
    parts = make_parts(Settings.from_env(env), PATIENT)

    def tell(line: str) -> None:
        click.echo(line, err=as_json)

    with Stage(parts, port, carrier_port) as stage:
        ending = Demo(stage, tell).play()
    tell("")
    verdict = "The promise was kept" if ending.kept else "THE PROMISE WAS NOT KEPT"
    tell(f"          {verdict}: callback {ending.callback}, rung {ending.minutes} minutes after it was promised.")
    parts.store.engine.dispose()
    return plain(ending)


def _prepare(env: dict[str, str]) -> None:
    """Database and flows, as `run` does it: commands of their own."""
    for command in (("db", "upgrade"), ("flows", "publish")):
        done = subprocess.run([sys.executable, "-m", "ivr", *command], env=env, capture_output=True, text=True)
        if done.returncode:
            click.echo(done.stderr, err=True)
            sys.exit(done.returncode)
