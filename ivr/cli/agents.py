"""`agents`: who answers, and whether they are available."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import click

from ivr.app.parts import Parts
from ivr.cli import context
from ivr.cli.exits import NOT_FOUND
from ivr.promise.business import Business
from ivr.switchboard import agents as people
from ivr.switchboard.crew import reached
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import Agent, AgentState, Membership
from ivr.switchboard.speech import kept


@dataclass(frozen=True, slots=True)
class Shown:
    """An agent as the command line shows one."""

    name: str
    address: str
    state: str
    teams: tuple[str, ...]
    language: str
    """In which they are spoken to."""
    cooling_off_until: str | None


@click.group()
def agents() -> None:
    """The people who answer."""


@agents.command()
@click.argument("name")
@click.argument("address")
@click.option("--team", "teams", multiple=True, required=True, help="A team of the business; may be given again.")
@click.option("--language", default="", help="In which they are spoken to; left out: the business's first.")
def add(name: str, address: str, teams: tuple[str, ...], language: str) -> None:
    """Add an agent NAME who is reached at ADDRESS: a number (+1…), client:… or sip:…. They begin away."""
    with context.parts() as made:
        business = made.board.library.business()
        unknown = [team for team in teams if team not in business.teams]
        if unknown:
            context.refuse(f"there is no team {unknown[0]}; teams: {', '.join(business.teams)}")
        if language and language not in business.voices:
            context.refuse(f"we do not speak {language!r}; languages: {', '.join(business.voices)}")
        try:
            agent = people.add(made.store, name, _address(address, business), teams, language)
        except Conflict:
            context.refuse("another agent has this address already: see `python -m ivr agents list`")
    click.echo(f"{agent.name} is {agent.state}; when they are ready: python -m ivr agents available {name!r}", err=True)


def _address(text: str, business: Business) -> str:
    """E.164 of a line that we may ring, or a client or SIP address as it is."""
    found = reached.parse_address(text, business)
    if isinstance(found, reached.Refused):
        context.refuse(f"{text!r}: {found}")
    return found


@agents.command()
@click.argument("name")
def available(name: str) -> None:
    """NAME is ready for callers."""
    from ivr.jobs.bell import make_bell

    with context.parts() as made:
        agent = _known(people.available(made.store, name), name)
        with made.store.reading() as unit:
            due = people.waiting_for(unit, agent.id)
        make_bell(made.settings.redis_url).ring(due)
    click.echo(f"{name} is available", err=True)


@agents.command()
@click.argument("name")
def away(name: str) -> None:
    """NAME is asked for nothing any more."""
    with context.parts() as made:
        _known(people.away(made.store, name), name)
    click.echo(f"{name} is away", err=True)


def _known(agent: Agent | None, name: str) -> Agent:
    if agent is None:
        context.refuse(f"there is no agent {name!r}: see `python -m ivr agents list`", NOT_FOUND)
    return agent


@agents.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """Everybody, with their teams."""
    with context.parts() as made:
        shown = everybody(made)
    if as_json:
        click.echo(json.dumps([{name: getattr(one, name) for name in Shown.__slots__} for one in shown]))
        return
    for one in shown:
        cooling = f", cooling off until {one.cooling_off_until}" if one.cooling_off_until else ""
        click.echo(f"{one.name:16} {one.address:20} {one.language:4} {one.state}{cooling}  {', '.join(one.teams)}")
    if not shown:
        click.echo("nobody yet: python -m ivr agents add NAME +NUMBER --team TEAM", err=True)


def everybody(made: Parts) -> list[Shown]:
    """All agents, by name."""
    with made.store.reading() as unit:
        rows = unit.many(Agent, state=tuple(AgentState))
        members = unit.many(Membership, agent_id=tuple(row.id for row in rows)) if rows else ()
        now = unit.now
    if not rows:
        return []
    business = made.board.library.business()
    by_name = sorted(rows, key=lambda row: row.name)
    return [_shown(row, members, kept(business, row.language), now) for row in by_name]


def _shown(row: Agent, members: tuple[Membership, ...], language: str, now: datetime) -> Shown:
    cooling = row.cool_off_until if row.cool_off_until and row.cool_off_until > now else None
    teams = tuple(one.team for one in members if one.agent_id == row.id)
    return Shown(row.name, row.address, row.state, teams, language, cooling.isoformat() if cooling else None)


@agents.command()
def sample() -> None:
    """Where nobody is there yet: the two agents of the sample business, available, and one caller whom we know."""
    from ivr.app import sample as shop

    with context.parts() as made:
        for one in shop.move_in(made.board):
            click.echo(f"{one.name} is on duty at {one.address}", err=True)
