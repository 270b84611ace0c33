"""`call`: a telephone in the terminal, over the real engine, without a database, an account or a network."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr import phone
from ivr.authoring.folder import BUSINESS_FILE, Result, load_folder
from ivr.authoring.show import as_text
from ivr.calendar import to_local, to_utc
from ivr.callflow.graph import Callflow
from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.promise.business import Business
from ivr.rehearsal.handset import Handset, Stand
from ivr.rehearsal.world import World
from ivr.simulator.exchange import Behaviour, Fact, answers, no_answer
from ivr.switchboard import agents, callbacks
from ivr.switchboard.rows import Caller

WITHHELD = "anonymous"
BEHAVIOURS: dict[str, Behaviour] = {
    "answers": answers(after=4, keys=((3.0, "1"),)),
    "declines": answers(after=4, keys=((3.0, "2"),)),
    "rings": no_answer(),
}
NAMES = ("Asha", "Babul", "Chitra", "Dipu")
AGENT = "+1303555010{}"
PROMPTS = {
    Stand.ASKED: "keys (Enter: say nothing, Ctrl-D: hang up)",
    Stand.HELD: "waiting: keys, or Enter to wait on",
    Stand.TALKING: "talking: Enter to talk on, Ctrl-D to hang up",
    Stand.RINGING: "your telephone rings: Enter to pick up, Ctrl-D to let it ring",
    Stand.OVER: "Enter to wait for the call, Ctrl-D to leave",
}


@click.command()
@click.argument("flow", required=False)
@click.option("--from", "number", help="Who calls: a number, or `withheld`; somebody of the country if left out.")
@click.option("--at", "at", help="When, such as 2026-11-23T21:00, by the business's clock; now if left out.")
@click.option("--agent", "people", multiple=True, type=click.Choice(list(BEHAVIOURS)), help="Who is on duty, again.")
def call(flow: str | None, number: str | None, at: str | None, people: tuple[str, ...]) -> None:
    """Phone a call flow: FLOW is its name, or its file; the first with a number if left out.

    \b
    Examples:
      python -m ivr call
      python -m ivr call main --from +8801712345678 --at 2026-11-27T21:00
      python -m ivr call --agent rings --agent answers

    What is heard is printed with its language. Type keys and Enter; an empty line is silence; Ctrl-D hangs up.
    Without a terminal the keys are read from standard input, one line after the other.
    """
    business, flows, chosen = _loaded(flow)
    world = World(business, flows, _moment(at, business.zone))
    names = _on_duty(world, business, people)
    _phone(world, _number(number, business), chosen.numbers[0], names)


def _loaded(flow: str | None) -> tuple[Business, dict[str, Callflow], Callflow]:
    settings = context.settings(logging.ERROR)
    file = Path(flow) if flow and Path(flow).is_file() else None
    result = _read(file.parent if file else settings.callflows_dir)
    assert result.business is not None
    flows = {one.name: one for one in result.flows}
    if file is not None:
        only = {one.name for one in load_folder(file.parent, frozenset({file})).flows}
        named = [one for one in result.flows if one.name in only and file.name != BUSINESS_FILE]
    else:
        named = [one for one in result.flows if flow in (None, one.name)]
    if not named:
        context.refuse(f"there is no call flow {flow}; there is {', '.join(flows) or 'none'}", NOT_FOUND)
    numbered = [one for one in named if one.numbers]
    if not numbered:
        context.refuse(f"no number leads to {named[0].name}: add `numbers` to it", WRONG)
    return result.business, flows, numbered[0]


def _read(folder: Path) -> Result:
    if not folder.is_dir():
        context.refuse(f"there is no folder {folder}", NOT_FOUND)
    result = load_folder(folder)
    if result.errors:
        context.refuse(as_text(result), WRONG)
    return result


def _moment(text: str | None, zone: str) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        context.refuse(f"{text!r} is no time: give it as YYYY-MM-DDTHH:MM")
    return to_utc(read, zone) if read.tzinfo is None else read.astimezone(UTC)


def _number(text: str | None, business: Business) -> str:
    if text is None:
        return phone.example(business.country) or WITHHELD
    if text == "withheld":
        return WITHHELD
    found = phone.parse_number(text, business.country)
    if isinstance(found, phone.Refusal):
        context.refuse(f"--from: this is no telephone number ({found.value}); `withheld` is possible too")
    return found


def _on_duty(world: World, business: Business, people: tuple[str, ...]) -> dict[str, str]:
    """One agent per behaviour, in every team; their names by number."""
    names = {}
    for place, behaviour in enumerate(people[: len(NAMES)]):
        number = AGENT.format(place)
        names[number] = NAMES[place]
        agents.add(world.store, NAMES[place], number, tuple(business.teams))
        agents.available(world.store, NAMES[place])
        world.exchange.phone(number, BEHAVIOURS[behaviour])
    return names


def _phone(world: World, number: str, dialled: str, names: dict[str, str]) -> None:
    """From dialling until nothing is left to wait for."""
    zone = world.board.library.business().zone

    def tell(fact: Fact, said: str) -> None:
        language = fact.language.partition("-")[0]
        click.echo(f"{to_local(datetime.fromtimestamp(fact.at, UTC), zone):%H:%M:%S}  {language:3} {said}")

    handset = Handset(world, number, names, tell)
    keys = _keys()
    stand = handset.dials(dialled)
    while stand is not Stand.OVER or _is_waited_for(world, number, zone, bool(names)):
        typed = _asked(stand) if sys.stdin.isatty() else next(keys, None)
        if typed is None and stand in (Stand.OVER, Stand.RINGING):
            return
        stand = _act(handset, stand, typed, _promised(world, number))


def _act(handset: Handset, stand: Stand, typed: str | None, promised: datetime | None) -> Stand:
    """What was typed, where it was asked for; None is the end of what is typed: hang up."""
    if typed is None:
        return handset.hangs_up()
    if stand is Stand.OVER and promised is not None:
        return handset.waits_for_a_call(promised)
    if stand is Stand.RINGING:
        return handset.picks_up()
    pressed = "".join(key for key in typed if key in "0123456789*#")
    return handset.presses(pressed) if pressed else handset.stays_silent()


def _is_waited_for(world: World, number: str, zone: str, anybody: bool) -> bool:
    """Says what is owed now; whether there is somebody to keep it, and time."""
    promised = _promised(world, number)
    if promised is None:
        click.echo("The call is over. We owe nothing.", err=True)
        return False
    late = promised <= world.now()
    told = "The promise is broken, and the team's owner knows" if late else "We owe you a call"
    click.echo(f"{told}: by {show.local(promised, zone)} ({zone}).", err=True)
    return anybody and not late


def _promised(world: World, number: str) -> datetime | None:
    """By when a call is owed to this number."""
    with world.store.reading() as unit:
        caller = unit.one(Caller, number=number)
        owed = callbacks.open_for(unit, caller.id) if caller else None
    return owed.promised_by if owed else None


def _keys() -> Iterator[str]:
    for line in sys.stdin:
        yield line.strip()


def _asked(stand: Stand) -> str | None:
    try:
        return input(f"[{PROMPTS[stand]}] ").strip()
    except EOFError:
        click.echo("")
        return None
