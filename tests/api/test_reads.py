"""What programs read: the shapes that the contract names, pages, filters, refusals with a stable type."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from ivr.switchboard import agents
from tests.api.conftest import Program
from tests.api.schemas import problems_of
from tests.api.worlds import NASRIN, SqlWorld, an_agent, owed, served
from tests.store import samples

CALL = ["id", "sid", "caller", "to", "started_at", "ended_at", "callflow", "version", "hash", "language", "outcome"]
TRANSFER = ["id", "call_id", "team", "reason", "asked_at", "state", "answered_by", "wait_seconds", "callback_id"]
CALLBACK = ["id", "number", "state", "promised_by", "due_at", "attempts", "result", "brief", "version"]
AUDIT = ["obligations", "waiting", "served", "via_callback", "waived", "overdue", "late", "callback_rows", "balanced"]


def refused(answer: TestResponse, status: int, sort: str) -> None:
    """A problem of this sort, in the form of RFC 9457."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["type"] == f"urn:ivr:problem:{sort}" and answer.json["status"] == status
    assert answer.json["title"] and answer.json["detail"]


def test_a_day_of_calls_is_read_in_the_shapes_of_the_contract(program: Program) -> None:
    world = SqlWorld(program.parts.store)
    served(world)
    agents.away(world.store, "Asha")
    owed(world, "+8801712345699")
    calls = program.get("/calls").json
    assert calls is not None and calls["next_cursor"] is None and len(calls["data"]) == 2
    last = calls["data"][1]
    assert list(last) == [*CALL, "events", "transfers"]
    assert last["caller"] == NASRIN and last["callflow"] == "main"
    assert {"at", "kind", "node"} <= set(last["events"][0])
    assert [list(transfer) for transfer in last["transfers"]] == [TRANSFER]
    assert program.get(f"/calls/{last['id']}").json == last
    transfers = program.get("/transfers", state="served").json
    assert transfers is not None and transfers["data"] == last["transfers"]
    (callback,) = (program.get("/callbacks").json or {})["data"]
    assert list(callback) == CALLBACK and callback["number"] == "+8801712345699"
    answer = program.get(f"/callbacks/{callback['id']}")
    assert answer.json == callback and answer.get_etag() == (str(callback["version"]), False)
    caller = program.get(f"/callers/{quote(NASRIN)}").json
    assert caller is not None
    assert list(caller) == ["number", "name", "vip", "preferences", "open_callback", "contacts", "tags", "version"]
    assert caller["preferences"]["language"] == "en" and caller["open_callback"] is None
    audit = program.get("/audit").json
    assert audit is not None and list(audit) == AUDIT and audit["balanced"] is True


def test_every_answer_agrees_with_its_description(writer: Program) -> None:
    document = writer.get("/openapi.json", token="").json
    assert document is not None
    world = SqlWorld(writer.parts.store)
    owed(world)
    an_agent(world)
    served(world)
    writer.send("POST", f"/callers/{NASRIN}/notes", {"text": "Rings from the shop."})
    first = {name: (writer.get(name).json or {})["data"][0] for name in ("/calls", "/callbacks", "/agents", "/cards")}
    for path, item in document["paths"].items():
        known = first.get("/" + path.split("/")[1], {}) | {"number": NASRIN}
        address = re.sub(r"\{(\w+)}", lambda part, known=known: known.get(part[1], ""), path)  # type: ignore[misc]
        if "get" not in item:
            continue
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = writer.get(address)
        assert answer.status_code == 200, path
        assert problems_of(answer.json, schema, document) == [], path


def test_a_program_walks_through_all_pages_and_meets_everything_once(program: Program) -> None:
    with program.parts.store.unit() as unit:
        person = samples.caller(unit)
        made = {samples.call(unit, person).public_id for _ in range(5)}
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = program.get("/calls", limit=2, **({"cursor": cursor} if cursor else {})).json
        assert page is not None
        seen += [call["id"] for call in page["data"]]
        cursor = page["next_cursor"]
    assert cursor is None and len(seen) == 5 and {*seen} == made


def test_since_and_caller_narrow_a_list_down(program: Program) -> None:
    with program.parts.store.unit() as unit:
        person = samples.caller(unit, number="+12025550123")
        samples.call(unit, person, started_at=unit.now - timedelta(days=2))
        new = samples.call(unit, person)
        samples.call(unit, samples.caller(unit))
        yesterday = unit.now - timedelta(days=1)
    for since in (yesterday.isoformat(), yesterday.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{yesterday:%Y-%m-%d}"):
        page = program.get("/calls", caller="+12025550123", since=since).json
        assert page is not None and [call["id"] for call in page["data"]] == [new.public_id], since
    answer = program.app.test_client().get(
        "/api/v1/calls?caller=+12025550123", headers={"Authorization": f"Bearer {program.token}"}
    )
    assert answer.json is not None and len(answer.json["data"]) == 2, "a plus sign that nobody encoded"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/calls", {"limit": "0"}),
        ("/calls", {"limit": "1000"}),
        ("/calls", {"limit": "ten"}),
        ("/calls", {"cursor": "nonsense"}),
        ("/calls", {"cursor": "djE6LTE"}),
        ("/calls", {"since": "yesterday"}),
        ("/calls", {"caller": "Nasrin"}),
        ("/calls", {"state": "live"}),
        ("/calls", {"colour": "blue"}),
        ("/transfers", {"state": "lost"}),
        ("/callbacks", {"state": "served"}),
        ("/callers/nobody", {}),
        ("/calls/x", {"state": "due"}),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_repeated(program: Program, path: str, query: dict[str, str]) -> None:
    answer = program.get(path, **query)
    refused(answer, 400, "bad-parameter")
    assert not any(value in answer.text for value in query.values() if len(value) > 4)


@pytest.mark.parametrize("path", ["/calls/nothing", "/callbacks/nothing", "/callers/%2B12025550199", "/nonsense"])
def test_what_is_not_there_is_a_problem_too(program: Program, path: str) -> None:
    refused(program.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_there_is_nothing_to_write_here(program: Program, method: str) -> None:
    answer = program.app.test_client().open("/api/v1/calls", method=method.upper())
    refused(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["Allow"]


def test_elsewhere_the_application_says_what_it_always_said(program: Program) -> None:
    answer = program.app.test_client().get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_the_inner_numbers_of_rows_are_not_shown(program: Program) -> None:
    world = SqlWorld(program.parts.store)
    served(world)
    call = (program.get("/calls").json or {})["data"][0]
    inner = {"caller_id", "obligation_id", "entity_id", "fence", "offer_id"}
    assert not inner & {*call, *(key for event in call["events"] for key in event), *call["transfers"][0]}
