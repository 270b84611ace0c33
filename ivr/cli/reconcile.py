"""`reconcile`: the carrier's log of calls against our rows; what is owed by it is noted, what it says has ended is
closed."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from ivr.calendar import to_utc
from ivr.cli import context, show
from ivr.cli.exits import UNREACHABLE, WRONG
from ivr.line.outcomes import Way
from ivr.settings import Carrier
from ivr.switchboard.reconcile import Kind, Report

WORDS = {
    Way.INBOUND: "calls to our numbers",
    Way.PLACED: "legs to agents",
    Way.PAGE: "legs from agents' pages",
    Way.DIALLED: "legs to customers",
}


@click.command()
@click.option("--since", metavar="TIME", help="Such as 2026-11-22 09:00, or 2026-11-22T03:00Z. Else: since yesterday.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def reconcile(since: str | None, as_json: bool) -> None:
    """Compare the telephone company's log with our books and put right what differs; again, it changes nothing.

    Callers who rang while we were away are owed a call, the oldest first. Exit 1 if a difference is left, 4 if the log
    cannot be read.
    """
    from ivr.app.second_ledger import compare

    with context.parts() as made:
        if made.settings.carrier is Carrier.SIMULATED and made.settings.twilio_account_sid is None:
            context.refuse("the carrier is simulated: `python -m ivr run` compares by itself, every ten minutes")
        moment = None if since is None else _moment(since, show.zone_of(made))
        try:
            report = compare(made.board, made.carrier(), moment)
        except LookupError:
            context.refuse("nothing is published yet: run `python -m ivr flows publish`", WRONG)
    if report.away:
        context.refuse(f"cannot reach the telephone company's log: {report.away}", UNREACHABLE)
    click.echo(json.dumps(as_plain(report)) if as_json else _as_text(report))
    sys.exit(0 if report.balanced else WRONG)


def _moment(text: str, zone: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        context.refuse(f"{text!r} is no time: give it as YYYY-MM-DD HH:MM")
    return to_utc(read, zone) if read.tzinfo is None else read.astimezone(UTC)


def as_plain(report: Report) -> dict[str, object]:
    """For programs. `found` is what was put right, `left` what could not be; `drift` counts the latter."""
    return {
        "since": report.since.isoformat(),
        "carrier": {way.value: report.legs[way] for way in Way},
        "ours": {way.value: report.known[way] for way in Way},
        "found": {kind.value: report.found[kind] for kind in Kind},
        "left": {kind.value: report.drift[kind] for kind in Kind},
        "drift": report.adrift,
        "balanced": report.balanced,
    }


def _as_text(report: Report) -> str:
    lines = [f"since {report.since:%Y-%m-%d %H:%M} UTC"]
    lines += [f"{WORDS[way]:22} {report.legs[way]:6} in the log, {report.known[way]:6} known to us" for way in Way]
    lines += [f"{kind.told:52} {count:6}" for kind, count in report.found.items() if count]
    lines.append(f"drift {report.adrift}" if report.adrift else "no drift")
    return "\n".join(lines)
