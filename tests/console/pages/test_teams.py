"""The page of teams: who is in them, when they work, and why it is open at a moment that somebody tries."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from ivr.access import Role
from ivr.app.web import create_app
from ivr.console import door
from ivr.console.words import LANGUAGES
from ivr.switchboard.crew import shifts
from ivr.switchboard.rows import Agent, AgentState, Membership
from ivr.switchboard.trail import OPERATOR
from tests.app.installations import installation
from tests.console.floor import Floor
from tests.console.pages.forms import Reader

SAID = {
    "2026-11-25T12:00": ("open", "every Wednesday:"),
    "2026-11-25T21:00": ("closed", "every Wednesday:"),
    "2026-11-27T12:00": ("closed", "no week has hours on this weekday"),
    "2026-12-16T12:00": ("closed", "it is a holiday"),
}


def first_agent(floor: Floor) -> Agent:
    with floor.parts.store.reading() as unit:
        return unit.many(Agent, state=tuple(AgentState))[0]


def teams_of(floor: Floor, agent: Agent) -> set[str]:
    with floor.parts.store.reading() as unit:
        return {one.team for one in unit.many(Membership, agent_id=agent.id)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_sees_the_teams_and_where_to_change_them(light_floor: Floor, role: Role, language: str) -> None:
    page = Reader(light_floor, role, language).sees("/teams")
    assert "business.yaml" in page and ("Customer care" if language == "en" else "গ্রাহক সেবা") in page
    assert ('action="/teams/support/leave"' in page) == (role in (Role.OWNER, Role.SUPERVISOR))


@pytest.mark.parametrize(("moment", "said"), SAID.items())
def test_a_moment_is_tried_and_the_rule_is_named(light_floor: Floor, moment: str, said: tuple[str, str]) -> None:
    page = Reader(light_floor, Role.AGENT).sees(f"/teams?at={moment}")
    assert f'data-tried="{said[0]}"' in page and said[1] in page


def test_in_bengali_the_day_and_the_digits_are_bengali(floor: Floor) -> None:
    page = Reader(floor, Role.VIEWER, "bn").sees("/teams?at=2026-11-25T12:00")
    assert "বুধবার" in page and "১০:০০–২০:০০" in page and 'data-tried="open"' in page


def test_whoever_reads_elsewhere_tries_by_the_business_s_clock(light_floor: Floor) -> None:
    who = light_floor.add(Role.AGENT, zone="America/New_York")
    client = light_floor.console.test_client()
    name = light_floor.visit(who)
    with client.session_transaction() as kept:
        kept[door.VISIT] = name
    page = Reader(light_floor, client=client).sees("/teams?at=2026-11-25T12:00")
    assert 'data-tried="open"' in page and "25 Nov 2026, 12:00 PM</time>" in page


@pytest.mark.parametrize("text", ["tomorrow", "9999-99-99T00:00", "0001-01-01T00:00"])
def test_what_is_no_moment_is_said(light_floor: Floor, text: str) -> None:
    page = Reader(light_floor).sees(f"/teams?at={text}", 422)
    assert "This is no time" in page


def test_somebody_is_put_in_and_taken_out(floor: Floor) -> None:
    agent, reader = first_agent(floor), Reader(floor, Role.SUPERVISOR)
    inside = teams_of(floor, agent)
    assert "support" in inside
    answer = reader.posts("/teams/support/leave", agent=agent.id, next=f"/people/agents/{agent.id}")
    assert answer.headers["Location"] == f"/people/agents/{agent.id}"
    assert teams_of(floor, agent) == inside - {"support"}
    reader.does("/teams", "/teams/support/join", agent=agent.id)
    assert teams_of(floor, agent) == inside
    assert reader.posts("/teams/nowhere/join", agent=agent.id).status_code == 404
    assert reader.posts("/teams/support/join", agent="x").status_code == 404
    elsewhere = reader.posts("/teams/support/leave", agent=agent.id, next="//evil.example")
    assert elsewhere.headers["Location"] == "/"


def test_who_is_expected_is_told(light_floor: Floor) -> None:
    agent = first_agent(light_floor)
    day_and_night = {day: shifts.read('{"0": ["00:00-00:00"]}')[0] for day in range(7)}
    shifts.expect(light_floor.parts.board, OPERATOR, agent.id, day_and_night)
    page = Reader(light_floor, Role.VIEWER).sees("/teams")
    assert "expected now" in page and "all day" in page and "nobody has said when they work" in page


@pytest.mark.parametrize("role", (Role.AGENT, Role.VIEWER))
def test_others_move_nobody(light_floor: Floor, role: Role) -> None:
    agent, reader = first_agent(light_floor), Reader(light_floor, role)
    assert reader.posts("/teams/support/leave", agent=agent.id).status_code == 403
    assert reader.posts("/teams/repairs/join", agent=agent.id).status_code == 403


def test_parts_are_drawn_anew_by_themselves(light_floor: Floor) -> None:
    reader, htmx = Reader(light_floor), {"HX-Request": "true"}
    person = f"/people/agents/{first_agent(light_floor).id}?part=agent"
    for path in (person, "/people?part=list", "/teams?part=teams", "/settings?part=todo", "/settings?part=fit"):
        answer = reader.client.get(path, headers=htmx)
        assert answer.status_code == 200 and "<html" not in answer.text and "</" in answer.text, path


class Bare(Floor):
    """An installation that has only just been made."""

    def __init__(self, database_url: str, var: Path) -> None:
        self.parts = installation(database_url, var, SIMULATOR_TOKEN="b" * 32)
        self.app = create_app(self.parts)
        self.console = self.app.extensions["console"].console
        self._numbers = itertools.count(1)


def test_before_anything_is_published(sqlite_url: str, tmp_path: Path) -> None:
    bare = Bare(sqlite_url, tmp_path / "var")
    try:
        reader = Reader(bare)
        for path in ("/teams", "/people", "/settings"):
            assert "published" in reader.sees(path) or path == "/people"
        answer = reader.sends("/people", "/people", name="Mina", email="mina@shop.example", role="agent")
        assert answer.status_code == 422 and "Publish the business" in answer.text
        assert reader.posts("/teams/support/join", agent=1).status_code == 404
    finally:
        bare.close()
