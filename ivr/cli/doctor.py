"""`doctor`: is everything as it should be, and if not, what to do. It changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from ivr.app.checks import Found, Health
from ivr.cli import context, show
from ivr.cli.exits import UNREACHABLE, WRONG
from ivr.settings import Settings, SettingsError


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def doctor(as_json: bool) -> None:
    """Look at the settings, the database, what is published, Redis, the sweep, the clock, the account and its numbers.

    Exit code 1 if something is bad, 4 if something cannot be reached; a warning alone is 0.
    """
    found = []
    for one in examine():
        found.append(one)
        if not as_json:
            _print(one)
    healths = {one.health for one in found}
    if as_json:
        show.print_json({"healthy": healths <= {Health.OK, Health.WARN}, "checks": found})
    sys.exit(UNREACHABLE if Health.AWAY in healths else WRONG if Health.BAD in healths else 0)


def examine() -> Iterator[Found]:
    """One finding after the other; what depends on something that is away is left out."""
    try:
        settings = context.settings()
    except SettingsError as refusal:
        for problem in refusal.problems:
            yield Found("settings", Health.BAD, problem, "see the table of settings in the README")
        return
    yield Found("settings", Health.OK, f"the carrier is {settings.carrier.value}")
    yield from _of_parts(settings)


def _of_parts(settings: Settings) -> Iterator[Found]:
    from ivr.app import checks
    from ivr.app.carrier_checks import carrier, public_url
    from ivr.app.parts import PATIENT, make_parts

    parts = make_parts(settings, PATIENT)
    try:
        reached = checks.look(checks.database, parts)
        migrated = checks.look(checks.migrations, parts) if reached.health is Health.OK else None
        yield from (one for one in (reached, migrated) if one)
        if migrated is not None and migrated.health is Health.OK:
            yield from (checks.look(check, parts) for check in checks.WITH_DATABASE)
            yield from carrier(parts)
        yield checks.look(checks.redis, parts)
        yield public_url(parts)
    finally:
        parts.store.engine.dispose()


def _print(one: Found) -> None:
    click.echo(f"{one.health:4}  {one.name:15}  {one.what}")
    if one.do:
        click.echo(f"{'':23}→ {one.do}")
