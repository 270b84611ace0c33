"""`/healthz` and `/readyz`: what takes calls away, what is only told, and what is never told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from ivr.app import checks, refused_flows
from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.authoring.folder import load_folder
from ivr.authoring.publish import editions
from ivr.line.inputs import Ring
from ivr.store.sql import schema
from ivr.switchboard import flows, pulses
from ivr.switchboard.ports import work
from tests.app.installations import ENVIRONMENT, installation
from tests.cli.running import Shell
from tests.paths import ROOT
from tests.store import samples

ALL = {"database", "migrations", "flows", "sweep", "spool", "ledgers", "redis", "publishing"}
ASKED_AGAIN = 5


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    """An installation that answers calls."""
    made = installation(database_url, tmp_path)
    publish(made)
    pulses.beat(made.store, pulses.SWEEP)
    yield made
    made.store.engine.dispose()


def publish(parts: Parts) -> None:
    offered = editions(load_folder(ROOT / "callflows"))
    work(parts.store, lambda unit: [flows.publish(unit, it.kind, it.name, it.hash, it.compiled) for it in offered])


def _hurried(said: Any) -> bool:
    """Whether the database was there for some checks and not for all."""
    away = {name for name, what in said["checks"].items() if what == "cannot be reached"} - {"redis"}
    return bool(said["ready"] and away)


def asked(parts: Parts, status: int) -> dict[str, Any]:
    """What `/readyz` says, with this status; asked again where a busy machine let the time for the checks run out."""
    client = create_app(parts).test_client()
    answers = (client.get("/readyz") for _ in range(ASKED_AGAIN))
    answer = next((one for one in answers if one.status_code == status and not _hurried(one.json)), None)
    answer = answer or client.get("/readyz")
    assert answer.status_code == status, answer.text
    for secret in (ENVIRONMENT["TWILIO_AUTH_TOKEN"], "hunter2", "+12025550100", "127.0.0.1"):
        assert secret not in answer.text
    assert answer.json is not None
    return dict(answer.json)


def test_a_fit_installation_is_ready_in_every_respect(parts: Parts) -> None:
    said = asked(parts, 200)
    assert said.pop("figures")["database_up"] == 1
    with parts.store.reading() as unit:
        (live,) = (row for row in flows.history(unit) if row.live and row.kind == flows.FLOW)
    assert said.pop("flows") == [{"callflow": "main", "version": live.id, "hash": live.hash}]
    assert said == {"ready": True, "degraded": False, "checks": dict.fromkeys(ALL, "ok")}


def test_a_sweep_that_is_dead_is_told_although_nothing_is_due(parts: Parts) -> None:
    parts.store.move_clock(checks.DEAD.total_seconds() + 5)
    said = asked(parts, 200)
    assert said["degraded"] is True and "the last pass was 9" in said["checks"]["sweep"]


def test_a_sweep_that_never_ran_is_told(database_url: str, tmp_path: Path) -> None:
    made = installation(database_url, tmp_path)
    publish(made)
    assert "none has ever run" in asked(made, 200)["checks"]["sweep"]
    made.store.engine.dispose()


def test_two_ledgers_that_differ_or_were_not_compared_for_long_are_told(parts: Parts) -> None:
    pulses.beat(parts.store, pulses.RECONCILE)
    assert asked(parts, 200)["checks"]["ledgers"] == "ok"
    pulses.beat(parts.store, pulses.RECONCILE, 3)
    assert "differ by 3 calls: python -m ivr reconcile" in asked(parts, 200)["checks"]["ledgers"]
    pulses.beat(parts.store, pulses.RECONCILE)
    parts.store.move_clock(checks.UNCOMPARED.total_seconds() + 60)
    assert "was compared with our rows 18" in asked(parts, 200)["checks"]["ledgers"]


def test_debts_beside_the_database_are_told(parts: Parts) -> None:
    parts.spool.add(Ring("CA" + "1" * 32, "+8801712345678", "+12025550100"))
    assert "1 missed calls wait" in asked(parts, 200)["checks"]["spool"]


def test_being_alive_touches_nothing(tmp_path: Path) -> None:
    away = installation("postgresql://ivr:hunter2@127.0.0.1:1/ivr", tmp_path)
    assert create_app(away).test_client().get("/healthz").json == {"alive": True}


def test_without_the_database_no_call_is_answered(tmp_path: Path) -> None:
    said = asked(installation("postgresql://ivr:hunter2@127.0.0.1:1/ivr", tmp_path), 503)
    assert said["ready"] is False and said["checks"]["database"] == "cannot be reached"


def test_behind_migrations_no_call_is_answered(parts: Parts) -> None:
    schema.downgrade(parts.settings.database_url, "base")
    said = asked(parts, 503)
    assert "ivr db upgrade" in said["checks"]["migrations"] and said["checks"]["database"] == "ok"


def test_without_a_published_flow_no_call_is_answered(database_url: str, tmp_path: Path) -> None:
    made = installation(database_url, tmp_path)
    said = asked(made, 503)
    assert "ivr flows publish" in said["checks"]["flows"]
    made.store.engine.dispose()


def test_what_has_been_due_for_long_is_told_and_calls_are_still_answered(parts: Parts) -> None:
    with parts.store.unit() as unit:
        samples.callback_row(unit, samples.caller(unit), deadline=unit.now)
    assert asked(parts, 200)["degraded"] is False
    parts.store.move_clock(60)
    said = asked(parts, 200)
    assert said["ready"] is True and said["degraded"] is True
    assert "due for 60 s" in said["checks"]["sweep"] or "due for 61 s" in said["checks"]["sweep"]


def test_a_redis_that_is_away_is_told_and_calls_are_still_answered(database_url: str, tmp_path: Path) -> None:
    made = installation(database_url, tmp_path, REDIS_URL="redis://:hunter2@127.0.0.1:1/0")
    publish(made)
    said = asked(made, 200)
    assert said["degraded"] is True and "cannot be reached" in said["checks"]["redis"]
    made.store.engine.dispose()


def test_a_redis_that_is_there_is_well(database_url: str, redis_url: str, tmp_path: Path) -> None:
    made = installation(database_url, tmp_path, REDIS_URL=redis_url)
    publish(made)
    assert asked(made, 200)["checks"]["redis"] == "ok"
    made.store.engine.dispose()


def test_flows_that_stayed_out_are_told_until_some_go_live(parts: Parts, tmp_path: Path) -> None:
    shell = Shell(parts.settings.database_url, parts.settings.var_dir)
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "business.yaml").write_text("version: 1\nbusiness: Nobody\n")
    assert shell("flows", "publish", str(folder)).code == 1
    said = asked(parts, 200)
    assert said["degraded"] is True and "errors" in said["checks"]["publishing"]
    assert refused_flows.last(parts.settings.var_dir) is not None
    assert shell("flows", "publish", str(ROOT / "callflows")).code == 0
    assert asked(parts, 200)["checks"]["publishing"] == "ok"


def test_a_fault_of_the_database_is_no_fault_of_the_page(parts: Parts) -> None:
    with parts.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE clock_offset"))
    said = asked(parts, 200)
    assert said["degraded"] is True and "a fault of the database" in said["checks"]["sweep"]
