"""`run`, and the three parts that production starts one by one: `web`, `worker`, `sweep`."""

from __future__ import annotations

import os
import sys

import click

from ivr.cli import context


@click.command()
def run() -> None:
    """Everything on this machine, on embedded parts; Ctrl-C stops it."""
    from ivr.local.run import run as run_tree

    sys.exit(run_tree(context.settings(), os.environ))


@click.command()
@click.option("--only", type=click.Choice(["webhooks", "console"]), help="Serve one half only, in a pool of its own.")
@click.option("--publish/--no-publish", default=True, help="Whether new call flows of CALLFLOWS_DIR go live first.")
def web(only: str | None, publish: bool) -> None:
    """The web part: makes call flows live that are new, and answers the carrier's requests."""
    from ivr.app.serve_web import serve_web

    with context.parts() as made:
        settings = made.settings
    serve_web(settings, only, publish)


@click.command()
def worker() -> None:
    """A worker: does promptly what the sweep would do. Needs REDIS_URL."""
    from ivr.app import serve

    with context.parts() as made:
        settings = made.settings
    with context.redis_reachable():
        serve.work(settings)


@click.command()
@click.option("--once", is_flag=True, help="One pass, then stop: for cron.")
def sweep(once: bool) -> None:
    """The sweep: finds what is due and drives it, with or without Redis."""
    from ivr.app import heartbeat, outgoing, serve

    with context.parts() as made:
        if not once:
            settings = made.settings
        else:
            swept = serve.Sweeper(made).once()
            heartbeat.once(made)
            outgoing.attempt(outgoing.Outgoing(made.store, made.seal()).once)
            click.echo(f"driven {swept.driven}, failed {swept.failed}")
            sys.exit(1 if swept.failed else 0)
    serve.sweep_for_ever(settings)
