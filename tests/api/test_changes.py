"""What programs change: callbacks, callers, notes, agents, what came of talks; and never blindly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.switchboard.deeds import claims, interventions
from ivr.switchboard.rows import Agent, Callback, Deed, Entry, Note, Scope
from ivr.switchboard.sign_in import tokens
from ivr.switchboard.trail import OPERATOR
from tests.api.conftest import WRITER, Program
from tests.api.test_reads import refused
from tests.api.worlds import NASRIN, SqlWorld, an_agent, owed, served
from tests.store import samples

CALLER = f"/callers/{NASRIN}"


def a_callback(writer: Program) -> dict[str, Any]:
    answer = writer.send("POST", "/callbacks", {"number": NASRIN}, Idempotency_Key="k1")
    assert answer.json is not None
    return dict(answer.json)


def tagged(version: int) -> str:
    return f'"{version}"'


def test_a_callback_is_moved_by_whoever_read_it_last(writer: Program) -> None:
    row = a_callback(writer)
    at = datetime.fromisoformat(row["due_at"]) + timedelta(days=2)
    path = f"/callbacks/{row['id']}"
    refused(writer.send("PATCH", path, {"due_at": at.isoformat()}), 428, "needs-match")
    refused(writer.send("PATCH", path, {"due_at": at.isoformat()}, If_Match='"999"'), 412, "stale")
    refused(
        writer.send("PATCH", path, {"due_at": at.isoformat()}, If_Match=f"W/{tagged(row['version'])}"), 412, "stale"
    )
    answer = writer.send(
        "PATCH", path, {"due_at": at.isoformat(), "promise": "on Tuesday"}, If_Match=tagged(row["version"])
    )
    assert answer.status_code == 200 and answer.json is not None
    moved = answer.json
    assert moved["due_at"] >= row["due_at"] and moved["brief"]["promise"] == "on Tuesday"
    assert answer.get_etag() == (str(moved["version"]), False) and moved["version"] > row["version"]
    refused(writer.send("PATCH", path, {"cancel": "settled"}, If_Match=tagged(row["version"])), 412, "stale")
    with writer.parts.store.reading() as unit:
        found = unit.one(Callback, public_id=row["id"])
        assert found is not None
        lines = unit.many(Entry, entity="callback", entity_id=found.id)
        deed = unit.many(Deed, subject=f"callback {row['id']}")[-1]
    assert lines[-1].actor.startswith("token:") and (deed.name, deed.action) == ("shop", "move callback")


def test_a_callback_is_called_off_and_what_is_over_is_changed_no_more(writer: Program) -> None:
    row = a_callback(writer)
    path = f"/callbacks/{row['id']}"
    assert writer.send("PATCH", path, {"cancel": "caller"}, If_Match=tagged(row["version"])).status_code == 200
    with writer.parts.store.unit() as unit:
        found = unit.one(Callback, public_id=row["id"])
        assert found is not None and found.cancel_at is not None and found.cancel_why == "caller"
    interventions.cancel(writer.parts.board, row["id"])
    answer = writer.send("PATCH", path, {"cancel": "caller"}, If_Match="*")
    refused(answer, 409, "conflict")
    assert (answer.json or {})["reason"] == "over"


def test_a_callback_is_claimed_for_an_agent_and_let_go(writer: Program) -> None:
    an_agent(SqlWorld(writer.parts.store))
    with writer.parts.store.unit() as unit:
        bela = samples.agent(unit, name="Bela")
    row = a_callback(writer)
    path = f"/callbacks/{row['id']}"
    assert writer.send("PATCH", path, {"claimed_by": "Asha"}, If_Match=tagged(row["version"])).status_code == 200
    answer = writer.send("PATCH", path, {"claimed_by": "Bela"}, If_Match="*")
    refused(answer, 409, "conflict")
    assert (answer.json or {})["reason"] == "taken" and datetime.fromisoformat((answer.json or {})["until"])
    assert writer.send("PATCH", path, {"claimed_by": None}, If_Match="*").status_code == 200
    assert isinstance(claims.claim(writer.parts.board, OPERATOR, row["id"], bela.id), Callback)
    refused(writer.send("PATCH", path, {"claimed_by": "Nobody"}, If_Match="*"), 422, "declined")


def test_a_callback_is_handed_over_to_a_team_that_there_is(writer: Program) -> None:
    path = f"/callbacks/{a_callback(writer)['id']}"
    answer = writer.send("PATCH", path, {"team": "repairs"}, If_Match="*")
    assert answer.status_code == 200 and (answer.json or {})["brief"]["team"] == "repairs"
    refused(writer.send("PATCH", path, {"team": "nobody"}, If_Match="*"), 422, "declined")


@pytest.mark.parametrize(
    "body",
    [{}, {"team": "repairs", "cancel": "caller"}, {"promised_by": "2026-11-22T10:00:00Z"}, {"cancel": "why not"}],
)
def test_one_request_does_one_thing(writer: Program, body: dict[str, str]) -> None:
    path = f"/callbacks/{a_callback(writer)['id']}"
    refused(writer.send("PATCH", path, body, If_Match="*"), 422, "invalid")


def test_what_is_not_there_cannot_be_changed(writer: Program) -> None:
    refused(writer.send("PATCH", "/callbacks/nothing", {"cancel": "caller"}, If_Match="*"), 404, "not-found")
    refused(writer.send("PATCH", "/callers/+12025550199", {"vip": True}, If_Match="*"), 404, "not-found")
    refused(writer.send("PATCH", "/agents/Nobody", {"state": "away"}), 404, "not-found")
    refused(writer.send("POST", "/callbacks/nothing/notes", {"text": "x"}), 404, "not-found")
    refused(writer.send("POST", "/offers/nothing/disposition", {"disposition": "resolved"}), 404, "not-found")


def test_a_caller_is_changed_whole_or_not_at_all(writer: Program) -> None:
    row = a_callback(writer)
    before = writer.get(CALLER)
    version = (before.json or {})["version"]
    assert before.get_etag() == (str(version), False)
    change = {
        "name": "Nasrin Akter", "language": "bn", "zone": "Asia/Dhaka", "vip": True,
        "tags": ["wholesale", "পাইকারি"], "do_not_call": True,
    }  # fmt: skip
    refused(writer.send("PATCH", CALLER, change), 428, "needs-match")
    answer = writer.send("PATCH", CALLER, change, If_Match=tagged(version))
    assert answer.status_code == 200 and answer.json is not None
    told = answer.json
    assert (told["name"], told["vip"], told["tags"]) == ("Nasrin Akter", True, ["wholesale", "পাইকারি"])
    assert told["preferences"] == {"language": "bn", "zone": "Asia/Dhaka", "do_not_call": True}
    assert (writer.get(f"/callbacks/{row['id']}").json or {})["state"] == "barred"
    refused(writer.send("PATCH", CALLER, {"tags": []}, If_Match=tagged(version)), 412, "stale")
    answer = writer.send("PATCH", CALLER, {"tags": ["Wholesale"]}, If_Match=tagged(told["version"]))
    assert (answer.json or {})["tags"] == ["wholesale"] and (answer.json or {})["version"] > told["version"]


@pytest.mark.parametrize("change", [{"zone": "Mars/Olympus"}, {"language": "tlh"}])
def test_a_caller_gets_no_language_that_nobody_speaks(writer: Program, change: dict[str, str]) -> None:
    a_callback(writer)
    refused(writer.send("PATCH", CALLER, change, If_Match="*"), 422, "declined")


def test_a_caller_is_found_and_two_numbers_become_one_person_and_two_again(writer: Program) -> None:
    a_callback(writer)
    with writer.parts.store.unit() as unit:
        samples.caller(unit, number="+8801812345678")
    writer.send("PATCH", CALLER, {"name": "Nasrin Akter"}, If_Match="*")
    (found,) = (writer.get("/callers", query="nasrin").json or {})["data"]
    assert (found["numbers"], found["state"]) == ([NASRIN], "scheduled") and "id" not in found
    assert len((writer.get("/callers").json or {})["data"]) == 2
    refused(writer.get("/callers", query="x" * 101), 400, "bad-parameter")
    merged = writer.send("POST", f"{CALLER}/merge", {"number": "+8801812345678"})
    assert merged.status_code == 200
    (found,) = (writer.get("/callers", query="01812-345678").json or {})["data"]
    assert sorted(found["numbers"]) == ["+8801712345678", "+8801812345678"]
    again = writer.send("POST", f"{CALLER}/merge", {"number": "+8801812345678"})
    refused(again, 409, "conflict")
    assert (again.json or {})["reason"] == "same"
    assert writer.send("POST", "/callers/+8801812345678/split").status_code == 200
    assert len((writer.get("/callers").json or {})["data"]) == 2
    refused(writer.send("POST", f"{CALLER}/merge", {"number": "+12025550199"}), 404, "not-found")


def test_what_was_done_by_hand_is_taken_back_within_ten_seconds(writer: Program) -> None:
    path = f"/callbacks/{a_callback(writer)['id']}"
    assert writer.send("PATCH", path, {"team": "repairs"}, If_Match="*").status_code == 200
    answer = writer.send("POST", f"{path}/undo")
    assert answer.status_code == 200 and (answer.json or {})["brief"]["team"] == "support"
    answer = writer.send("POST", f"{path}/undo")
    refused(answer, 409, "conflict")
    assert (answer.json or {})["reason"] == "too_late"
    refused(writer.send("POST", "/callbacks/nothing/undo"), 404, "not-found")


def test_notes_are_written_and_read(writer: Program) -> None:
    row = a_callback(writer)
    answer = writer.send("POST", f"/callbacks/{row['id']}/notes", {"text": "Wants a receipt.\nবিল চান।"})
    assert answer.status_code == 201 and (answer.json or {})["author"] == "shop"
    assert writer.send("POST", f"{CALLER}/notes", {"text": "Prefers mornings"}).status_code == 201
    listed = (writer.get(f"{CALLER}/notes").json or {})["data"]
    assert [one["text"] for one in listed] == ["Prefers mornings", "Wants a receipt.\nবিল চান।"]
    with writer.parts.store.reading() as unit:
        found = unit.one(Callback, public_id=row["id"])
        assert found is not None
        assert [note.callback_id for note in unit.many(Note, caller_id=found.caller_id)] == [found.id, None]
    refused(writer.send("POST", f"{CALLER}/notes", {"text": "\u200b\u0007"}), 422, "invalid")


def test_agents_are_listed_and_sent_away(writer: Program) -> None:
    an_agent(SqlWorld(writer.parts.store))
    (asha,) = (writer.get("/agents").json or {})["data"]
    assert (asha["name"], asha["state"], asha["teams"], asha["busy"]) == ("Asha", "available", ["support"], False)
    answer = writer.send("PATCH", "/agents/Asha", {"state": "away"})
    assert answer.status_code == 200 and (answer.json or {})["state"] == "away"
    with writer.parts.store.reading() as unit:
        row = unit.one(Agent, name="Asha")
        assert row is not None and unit.many(Entry, entity="agent", entity_id=row.id)[-1].actor == "token:1"


def test_a_program_says_how_a_talk_went_and_learns_that_a_key_was_quicker(writer: Program) -> None:
    world = SqlWorld(writer.parts.store)
    served(world)
    call = (writer.get("/calls").json or {})["data"][0]
    offer = next(event["id"] for event in call["events"] if event["kind"] == "offer" and event["state"] == "accepted")
    path = f"/offers/{offer}/disposition"
    answer = writer.send("POST", path, {"disposition": "resolved", "note": "All is well"})
    assert (answer.status_code, answer.json) == (200, {"taken": "late"})
    at = (writer.parts.store.now() + timedelta(hours=3)).isoformat()
    answer = writer.send("POST", path, {"disposition": "call_again", "at": at})
    assert (answer.status_code, answer.json) == (200, {"taken": "anew"})
    refused(writer.send("POST", path, {"disposition": "resolved", "at": at}), 422, "declined")


def test_the_trail_tells_programs_what_programs_did(writer: Program) -> None:
    row = a_callback(writer)
    deed = (writer.get("/trail").json or {})["data"][0]
    assert (deed["name"], deed["action"], deed["subject"]) == ("shop", "ask for a callback", f"callback {row['id']}")
    assert writer.get("/trail", since="2999-01-01").json == {"data": [], "next_cursor": None}


def test_where_nothing_was_published_yet_nobody_is_promised_anything(parts: Parts) -> None:
    tokens.create(parts.store, "early", tokens.hashed(WRITER), Scope.WRITE)
    early = Program(create_app(parts), parts, WRITER)
    answer = early.send("POST", "/callbacks", {"number": NASRIN}, Idempotency_Key="k1")
    refused(answer, 409, "conflict")
    assert (answer.json or {})["reason"] == "unpublished"


def test_a_program_that_may_only_read_changes_nothing(program: Program) -> None:
    owed(SqlWorld(program.parts.store))
    (row,) = (program.get("/callbacks").json or {})["data"]
    refused(program.send("PATCH", f"/callbacks/{row['id']}", {"cancel": "caller"}, If_Match="*"), 403, "forbidden")
    refused(program.get("/trail"), 403, "forbidden")
