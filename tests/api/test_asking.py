"""Programs ask for callbacks: once per key, for nobody who may not be phoned, and not too often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ivr.switchboard.known import erasing
from ivr.switchboard.outside import asks
from ivr.switchboard.rows import Ask, Callback, Caller, Deed, Obligation
from ivr.switchboard.trail import OPERATOR
from tests.api.conftest import Program
from tests.api.test_reads import refused
from tests.api.worlds import NASRIN, NUMBER, SqlWorld, an_agent, owed
from tests.store import samples


def ask(writer: Program, key: str = "k1", **body: Any) -> TestResponse:
    return writer.send("POST", "/callbacks", {"number": NASRIN, **body}, Idempotency_Key=key)


def count(writer: Program, kind: type, **key: Any) -> int:
    with writer.parts.store.reading() as unit:
        return len(unit.many(kind, **key))


def test_a_program_asks_and_somebody_is_owed_a_callback(writer: Program) -> None:
    answer = ask(writer, team="support", topic="orders", language="bn")
    assert answer.status_code == 201 and answer.json is not None
    told = answer.json
    assert (told["number"], told["state"], told["brief"]["team"]) == (NASRIN, "scheduled", "support")
    assert (told["brief"]["reason"], told["brief"]["language"]) == ("orders", "bn")
    assert told["brief"]["dialled"] == NUMBER and told["brief"]["reasons"][0]["source"] == "request"
    assert answer.get_etag() == (str(told["version"]), False)
    assert writer.get(f"/callbacks/{told['id']}").json == told
    audit = writer.get("/audit").json
    assert audit is not None and audit["balanced"] and audit["obligations"] == audit["via_callback"]["open"] == 1
    with writer.parts.store.reading() as unit:
        (deed,) = unit.many(Deed, subject=f"callback {told['id']}")
    assert (deed.name, deed.account_id) == ("shop", None) and NASRIN not in repr(deed)


def test_the_same_key_gets_the_same_answer_whatever_happened_since(writer: Program) -> None:
    first = ask(writer)
    id = (first.json or {})["id"]
    assert writer.send("PATCH", f"/callbacks/{id}", {"cancel": "mistake"}, If_Match="*").status_code == 200
    again = ask(writer)
    assert (again.status_code, again.data, again.get_etag()) == (200, first.data, first.get_etag())
    assert count(writer, Obligation, callback_id=1) == 1


def test_the_same_key_for_another_wish_is_a_mistake(writer: Program) -> None:
    assert ask(writer).status_code == 201
    refused(ask(writer, topic="orders"), 422, "key-used")


def test_who_is_forgotten_is_forgotten_here_too(writer: Program) -> None:
    assert ask(writer).status_code == 201
    with writer.parts.store.reading() as unit:
        person = unit.one(Caller, number=NASRIN)
    assert person is not None
    erasing.erase(writer.parts.board, OPERATOR, person.id)
    assert count(writer, Ask, source="token:1") == 0


def test_two_who_ask_at_once_under_one_key_are_one_wish(writer: Program) -> None:
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: ask(writer), range(3)))
    told = [one for one in answers if one.status_code in (200, 201)]
    assert len(told) >= 1 and len({one.data for one in told}) == 1
    assert {one.status_code for one in answers} <= {200, 201, 409, 429}
    assert count(writer, Obligation, callback_id=1) == 1 and count(writer, Ask, source="token:1") == 1


def test_a_key_counts_for_a_day_and_for_its_own_token_alone(writer: Program) -> None:
    assert ask(writer).status_code == 201
    writer.parts.store.move_clock(24 * 3600 + 1)
    assert ask(writer, topic="orders").status_code == 200, "another wish of the caller who is owed a call already"
    assert count(writer, Ask, source="token:1") == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "with space", 'a"b'])
def test_a_wish_without_a_key_is_not_heard(writer: Program, key: str) -> None:
    refused(ask(writer, key), 400, "bad-parameter")
    assert count(writer, Ask, source="token:1") == 0


def test_who_is_owed_a_call_already_is_owed_one_call(writer: Program) -> None:
    owed(SqlWorld(writer.parts.store), NASRIN)
    before = (writer.get("/callbacks").json or {})["data"]
    answer = ask(writer, team="repairs")
    assert answer.status_code == 200 and (answer.json or {})["id"] == before[0]["id"]
    assert len((writer.get("/callbacks").json or {})["data"]) == 1
    assert [one["source"] for one in (answer.json or {})["brief"]["reasons"]] == ["transfer", "request"]


def test_the_hour_that_was_asked_for_is_kept_within_the_hours_of_the_shop(writer: Program) -> None:
    now = writer.parts.store.now()
    answer = ask(writer, when=(now + timedelta(days=3)).isoformat())
    due = datetime.fromisoformat((answer.json or {})["due_at"])
    local = due + timedelta(hours=6)
    assert due >= now + timedelta(days=3) - timedelta(milliseconds=1) and 10 <= local.hour < 20
    promised = datetime.fromisoformat((answer.json or {})["promised_by"])
    assert promised - due == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+18002530000", "kind"),
        ("+8801999", None),
        ("+1911", None),
        (NUMBER, "own"),
        ("+919876543210", "country"),
        ("+19002345678", "premium"),
        ("+881612345678", "satellite"),
    ],
)
def test_whom_nobody_may_phone_is_owed_nothing(writer: Program, number: str, reason: str | None) -> None:
    answer = ask(writer, number=number)
    assert answer.status_code == 422 and answer.json is not None
    assert answer.json["type"] == f"urn:ivr:problem:{'declined' if reason else 'invalid'}"
    assert answer.json.get("reason") == reason and number not in answer.text
    assert count(writer, Callback, state="scheduled") == 0 and count(writer, Ask, source="token:1") == 0


def test_an_agents_number_and_whoever_asked_not_to_be_phoned_are_refused(writer: Program) -> None:
    an_agent(SqlWorld(writer.parts.store), "Asha", "+12025550111")
    answer = ask(writer, number="+12025550111")
    assert (answer.status_code, (answer.json or {})["reason"]) == (422, "agent")
    with writer.parts.store.unit() as unit:
        samples.caller(unit, number=NASRIN, do_not_call=True)
    answer = ask(writer)
    assert (answer.status_code, (answer.json or {})["reason"]) == (422, "do_not_call")


def test_one_number_is_asked_for_a_few_times_a_day_and_no_more(writer: Program) -> None:
    answers = [ask(writer, key=f"k{n}") for n in range(asks.PER_NUMBER + 1)]
    assert [one.status_code for one in answers] == [201, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] and (answers[-1].json or {})["reason"] == "often"


def test_a_block_of_numbers_is_not_pumped(writer: Program) -> None:
    numbers = [f"+880171234{n:04}" for n in range(asks.PER_BLOCK + 1)]
    answers = [ask(writer, key=number, number=number) for number in numbers]
    assert [one.status_code for one in answers] == [201] * asks.PER_BLOCK + [429]
    assert ask(writer, key="other", number="+8801812345678").status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"number": "Nasrin"}, "#/number"),
        ({}, "#/number"),
        ({"number": NASRIN, "when": "tomorrow"}, "#/when"),
        ({"number": NASRIN, "when": "2026-11-22T10:00:00"}, "#/when"),
        ({"number": NASRIN, "when": "0001-01-01T00:00:00+14:00"}, "#/when"),
        ({"number": NASRIN, "topic": "a\0b"}, "#/topic"),
        ({"number": NASRIN, "topic": "\ud800"}, "#/topic"),
        ({"number": NASRIN, "team": 7}, "#/team"),
        ({"number": NASRIN, "colour": "blue"}, "#/colour"),
    ],
)
def test_what_is_wrong_with_a_wish_is_told_by_its_field(writer: Program, body: Any, pointer: str) -> None:
    answer = writer.send("POST", "/callbacks", body, Idempotency_Key="k1")
    refused(answer, 422, "invalid")
    assert [one["pointer"] for one in (answer.json or {})["errors"]] == [pointer]


@pytest.mark.parametrize("wrong", ["team", "topic", "language"])
def test_what_the_business_does_not_have_is_refused_with_a_reason(writer: Program, wrong: str) -> None:
    answer = ask(writer, **{wrong: "nothing"})
    refused(answer, 422, "declined")
    assert (answer.json or {})["reason"] == f"no_such_{wrong}"


@pytest.mark.parametrize(
    ("raw", "mimetype", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"number=1", "application/x-www-form-urlencoded", 415),
        (b" " * 70_000, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_breaks_nothing(writer: Program, raw: bytes, mimetype: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {writer.token}", "Idempotency-Key": "k1"}
    answer = writer.app.test_client().post("/api/v1/callbacks", data=raw, headers=headers, content_type=mimetype)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_who_may_only_read_asks_in_vain(program: Program) -> None:
    answer = program.send("POST", "/callbacks", {"number": NASRIN}, Idempotency_Key="k1")
    refused(answer, 403, "forbidden")
