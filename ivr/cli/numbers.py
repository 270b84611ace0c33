"""`numbers`: where the telephone company sends our numbers' calls, and how it is set to send them here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from ivr.cli import context
from ivr.cli.exits import UNREACHABLE, WRONG
from ivr.settings import Carrier

if TYPE_CHECKING:
    from ivr.app.number_plan import Planned
    from ivr.app.parts import Parts
    from ivr.twilio.numbers import NumberSet
    from ivr.twilio.survey import Away, Denied

Said = TypeVar("Said", "NumberSet", "tuple[NumberSet, ...]")


@click.group()
def numbers() -> None:
    """The numbers that our flows answer."""


@numbers.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def plan(as_json: bool) -> None:
    """What would be changed at the telephone company; nothing is. Exit 1 if anything would."""
    with _account() as made:
        planned = _planned(made)
        _show(made, planned, as_json)
    sys.exit(0 if all(one.good for one in planned) else WRONG)


@numbers.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def apply(as_json: bool) -> None:
    """Set each number's addresses, and read them back. Exit 1 if one is not as it should be then."""
    from ivr.app.parts import account
    from ivr.twilio.numbers import set_number

    with _account() as made:
        for one in _planned(made):
            if one.sid is not None and one.changes:
                _heard(set_number(account(made.settings), one.sid, {each.name: each.wanted for each in one.changes}))
                click.echo(f"{one.number}: set {', '.join(each.name for each in one.changes)}", err=True)
        planned = _planned(made)
        _show(made, planned, as_json)
    sys.exit(0 if all(one.good for one in planned) else WRONG)


@contextmanager
def _account() -> Iterator[Parts]:
    """The parts of an installation that has an account and a published business."""
    with context.parts() as made:
        settings = made.settings
        if settings.carrier is Carrier.SIMULATED and settings.twilio_account_sid is None:
            context.refuse("the carrier is simulated, and is told our numbers by itself: set TWILIO_ACCOUNT_SID first")
        try:
            yield made
        except LookupError:
            context.refuse("nothing is published yet: run `python -m ivr flows publish`", WRONG)


def _planned(made: Parts) -> tuple[Planned, ...]:
    from ivr.app import number_plan
    from ivr.app.parts import account
    from ivr.twilio.numbers import read_numbers

    return number_plan.plan(made, _heard(read_numbers(account(made.settings))))


def _heard(said: Said | Denied | Away) -> Said:
    """What was asked for; the command ends here where it cannot be had."""
    from ivr.twilio.survey import Away, Denied

    if isinstance(said, Away):
        context.refuse(f"cannot reach the telephone company: {said.reason}", UNREACHABLE)
    if isinstance(said, Denied):
        context.refuse(f"the telephone company refuses (error {said.code}): see `python -m ivr doctor`", WRONG)
    return said


def _show(made: Parts, planned: tuple[Planned, ...], as_json: bool) -> None:
    from ivr.app import number_plan

    bare = made.settings.fallback_url is None
    if as_json:
        document = number_plan.document(made) if bare else None
        click.echo(json.dumps({"numbers": [_plain(one) for one in planned], "fallback_document": document}, indent=2))
        return
    for one in planned:
        _print(one)
    if bare:
        click.echo(f"\n{number_plan.WHERE}\n\n{number_plan.document(made)}")


def _plain(one: Planned) -> dict[str, object]:
    changes = [{"name": each.name, "now": each.now, "wanted": each.wanted} for each in one.changes]
    return {"number": one.number, "sid": one.sid, "good": one.good, "changes": changes}


def _print(one: Planned) -> None:
    if one.sid is None:
        click.echo(f"{one.number}  is no number of this account: buy it, or take it out of the flows")
        return
    click.echo(f"{one.number}  {'as it should be' if one.good else 'differs'}")
    for each in one.changes:
        click.echo(f"  {each.name:24} {each.now or 'nothing'}\n  {'':22} → {each.wanted or 'nothing'}")
