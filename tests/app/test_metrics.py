"""`/metrics` for who bears a token, the same figures in `/readyz` for everybody; also while the database is away."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from ivr.app.metrics import CONTENT, Gauges, as_text
from ivr.app.parts import Parts, make_parts
from ivr.app.web import create_app
from ivr.line.inputs import Ring
from ivr.reports.shop.figures import Figure
from ivr.switchboard import agents, pulses
from ivr.switchboard.rows import Scope
from ivr.switchboard.sign_in import tokens
from tests.app.installations import ENVIRONMENT, installation
from tests.app.test_health import publish
from tests.scenarios.outage import Proxy
from tests.store import samples

TOKEN = "ivr_" + "k" * 43
RING = Ring("CA" + "1" * 32, "+8801712345678", "+12025550100")
LINE = re.compile(r'ivr_[a-z_]+(\{[a-z_]+="(\\.|[^"\\\n])*"\})? -?\d+(\.\d+)?(e[+-]\d+)?')


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    """An installation that answers calls, with somebody who asks for figures."""
    made = installation(database_url, tmp_path)
    publish(made)
    pulses.beat(made.store, pulses.SWEEP)
    tokens.create(made.store, "prometheus", tokens.hashed(TOKEN), Scope.READ)
    yield made
    made.store.engine.dispose()


def scrape(parts: Parts, token: str = TOKEN) -> TestResponse:
    return create_app(parts).test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def values(answer: TestResponse) -> dict[str, float]:
    """What was told, every line of it well-formed."""
    assert answer.status_code == 200 and answer.content_type == CONTENT
    told = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in told), told
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in told)}


def test_a_scrape_tells_how_the_house_stands(parts: Parts) -> None:
    agents.add(parts.store, "Asha", "+12025550111", ("support",))
    agents.available(parts.store, "Asha")
    with parts.store.unit() as unit:
        samples.callback_row(unit, samples.caller(unit), escalated=True)
    parts.spool.add(RING)
    found = values(scrape(parts))
    assert found['ivr_obligations{fate="waiting"}'] == 0
    assert found['ivr_callbacks{state="scheduled"}'] == 1 == found["ivr_escalated"]
    assert found['ivr_agents_available{team="support"}'] == 1
    assert (found["ivr_database_up"], found["ivr_breaker_open"], found["ivr_spool"]) == (1, 0, 1)
    assert found['ivr_pass_age_seconds{of="sweep"}'] < 60
    assert "ivr_doorbell_up" not in found, "none is configured"


def test_each_figure_says_once_what_it_means(parts: Parts) -> None:
    text = scrape(parts).text
    for sort in ("HELP", "TYPE"):
        named = re.findall(rf"^# {sort} (\S+)", text, re.MULTILINE)
        assert len(named) == len(set(named)) > 10
    assert set(re.findall(r"^# TYPE \S+ (\S+)", text, re.MULTILINE)) == {"gauge"}


def test_readyz_says_the_same(parts: Parts) -> None:
    found = values(scrape(parts))
    answer = create_app(parts).test_client().get("/readyz")
    assert answer.json is not None
    told = answer.json["figures"]
    assert told["callbacks"]["due"] == found['ivr_callbacks{state="due"}'] == 0
    assert set(told) == {re.sub(r"^ivr_|\{.*", "", name) for name in found}


@pytest.mark.parametrize("token", ["", "guess", "ivr_" + "z" * 43])
def test_figures_are_for_who_bears_a_token(parts: Parts, token: str) -> None:
    answer = scrape(parts, token)
    assert answer.status_code == 401 and "ivr_obligations" not in answer.text


def test_no_figure_names_anybody(parts: Parts) -> None:
    with parts.store.unit() as unit:
        person = samples.caller(unit, number="+8801712345678", name="Nasrin")
        row = samples.callback_row(unit, person)
    parts.spool.add(RING)
    said = scrape(parts).text + create_app(parts).test_client().get("/readyz").text
    said = re.sub(r'"hash":"[0-9a-f]+"', "", said)  # of a flow: any three letters may stand in it
    for private in ("Nasrin", "8801712345678", row.public_id, RING.sid, ENVIRONMENT["TWILIO_AUTH_TOKEN"]):
        assert private not in said


def test_while_the_database_is_away_a_known_token_still_gets_what_the_web_itself_knows(
    postgresql_url: str, tmp_path: Path
) -> None:
    made = installation(postgresql_url, tmp_path)
    tokens.create(made.store, "prometheus", tokens.hashed(TOKEN), Scope.READ)
    way = Proxy(postgresql_url)
    through = make_parts(replace(made.settings, database_url=way.url))
    client = create_app(through).test_client()
    tokens.create(made.store, "former", tokens.hashed("ivr_" + "r" * 43), Scope.READ)
    known, unknown, revoked = ({"Authorization": f"Bearer ivr_{letter * 43}"} for letter in "kzr")
    assert [client.get("/metrics", headers=one).status_code for one in (known, unknown, revoked)] == [200, 401, 200]
    tokens.revoke(made.store, "former")
    assert client.get("/metrics", headers=revoked).status_code == 401
    made.store.engine.dispose()
    way.refuse()
    assert [client.get("/metrics", headers=one).status_code for one in (unknown, revoked)] == [503, 503]
    limit = time.monotonic() + 60
    while (found := values(client.get("/metrics", headers=known)))["ivr_database_up"] and time.monotonic() < limit:
        time.sleep(0.2)  # figures are good for some seconds
    assert (found["ivr_database_up"], found["ivr_spool"]) == (0, 0)
    assert not any("obligations" in name for name in found)
    through.store.engine.dispose()
    way.close()


def test_a_database_that_says_nothing_takes_no_threads_from_callers(postgresql_url: str, tmp_path: Path) -> None:
    made = installation(postgresql_url, tmp_path)
    publish(made)
    way = Proxy(postgresql_url)
    through = make_parts(replace(made.settings, database_url=way.url))
    client = create_app(through).test_client()
    assert client.get("/readyz").status_code == 200
    way.hush()
    for path, status in (("/readyz", 503), ("/metrics", 503)):
        began = time.monotonic()
        answer = client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, time.monotonic() - began < 8.0) == (status, True), path
    way.mend()
    for one in (made, through):
        one.store.engine.dispose()
    way.close()


def test_who_asks_often_gets_the_same_figures_and_costs_nothing(parts: Parts) -> None:
    gauges = Gauges(parts, lambda: False)
    first, before = gauges.read(), parts.store.statements
    for _ in range(50):
        assert gauges.read() == first
    assert parts.store.statements == before


def test_the_breaker_is_told_as_it_is_now(parts: Parts) -> None:
    open_now = [False]
    gauges = Gauges(parts, lambda: open_now[0])
    shut = gauges.read()[-1]
    open_now[0] = True
    assert (shut.value, gauges.read()[-1].value) == (0, 1)


def test_a_doorbell_is_told_where_there_is_one(sqlite_url: str, redis_url: str, tmp_path: Path) -> None:
    for url, up in ((redis_url, 1), ("redis://127.0.0.1:1/0", 0)):
        made = installation(sqlite_url, tmp_path, REDIS_URL=url)
        told = {figure.name: figure.value for figure in Gauges(made, lambda: False).read()}
        assert told["doorbell_up"] == up
        made.store.engine.dispose()


def test_a_team_may_be_called_anything() -> None:
    text = as_text([Figure("agents_available", 2, ("team", 'a "b"\n\\c'))])
    assert text.splitlines()[-1] == r'ivr_agents_available{team="a \"b\"\n\\c"} 2'
    assert LINE.fullmatch(text.splitlines()[-1])
