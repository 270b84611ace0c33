"""The API against its own description: whatever fits it, and whatever does not, is answered as it says, and never by a
fault of ours. Requests are drawn by schemathesis, the same at every run."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ivr import api
from ivr.api.pace import Pace
from ivr.jobs.bell import NoDoorbell
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Caller, Offer, Task
from tests.api.conftest import WRITER, Program
from tests.api.worlds import NASRIN, SqlWorld, served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = {"sqlite": 8, "postgresql": 4}
"""Requests per operation and sort of data: some seconds in all."""


def a_shop_with_something_in_it(writer: Program) -> dict[str, dict[str, str]]:
    """By address: parts of it that name something."""
    served(SqlWorld(writer.parts.store))
    made = writer.send("POST", "/callbacks", {"number": "+8801812345679"}, Idempotency_Key="first")
    hook = writer.send("POST", "/webhooks", {"url": "https://shop.example/"})
    calls = (writer.get("/calls").json or {})["data"]
    with writer.parts.store.reading() as unit:
        nasrin = unit.one(Caller, number=NASRIN)
        (talk,) = unit.many(Offer, caller_id=nasrin.id if nasrin else 0)
    noted = writer.send("POST", f"/callers/{NASRIN}/notes", {"text": "Rings from the shop."})
    job = Task(0, "look", "review", "Rahima Begum", "callback x", writer.parts.store.now(), writer.parts.store.now())
    task = work(writer.parts.store, lambda unit: unit.insert(job))
    return {
        "/calls/{id}": {"id": calls[0]["id"]},
        "/callbacks/{id}": {"id": (made.json or {})["id"]},
        "/callbacks/{id}/notes": {"id": (made.json or {})["id"]},
        "/callers/{number}": {"number": NASRIN},
        "/callers/{number}/notes": {"number": NASRIN},
        "/callers/{number}/export": {"number": NASRIN},
        "/notes/{id}/withdraw": {"id": (noted.json or {})["id"]},
        "/agents/{name}": {"name": "Asha"},
        "/teams/{team}/agents/{name}": {"team": "support", "name": "Asha"},
        "/cards/{name}": {"name": "warranty"},
        "/tasks/{id}/done": {"id": str(task.id)},
        "/offers/{id}/disposition": {"id": talk.public_id},
        "/webhooks/{id}": {"id": (hook.json or {})["id"]},
    }


def a_number(of: str) -> str:
    """One that may be phoned: what fits the pattern is hardly ever a number that exists."""
    return f"+8801{7 + crc32(of.encode()) % 3}{crc32(of.encode()[::-1]) % 10**8:08}"


def drawn(operation: Any, mode: GenerationMode, known: dict[str, str] | None, examples: int) -> None:
    """So many requests to one operation, each with its answer judged."""
    headers = {"Authorization": f"Bearer {WRITER}"}
    matched = {"If-Match": "*"} if known and operation.method == "patch" else {}
    strategy = operation.as_strategy(generation_mode=mode, **({"path_parameters": known} if known else {}))

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and operation.label == "POST /callbacks":
            case.body = {**case.body, "number": a_number(repr(case.body))}
            for name in ("team", "topic", "language"):  # which there are, no description says
                case.body.pop(name, None)
        case.call_and_validate(headers=headers | matched, checks=CHECKS)

    ask()


@pytest.fixture
def described(writer: Program) -> Any:
    app = Flask("described")
    app.register_blueprint(api.blueprint(writer.parts.board, NoDoorbell(), writer.parts.seal(), pace=Pace(most=10**9)))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_it_keeps_to_its_description_whatever_it_is_asked(writer: Program, described: Any, database_url: str) -> None:
    known = a_shop_with_something_in_it(writer)
    examples = EXAMPLES[database_url.partition(":")[0].partition("+")[0]]
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        asked += 1
        drawn(operation, GenerationMode.POSITIVE, known.get(operation.path), examples)
        if operation.body or operation.query or operation.headers:
            drawn(operation, GenerationMode.NEGATIVE, None, examples)
    assert asked >= 20
