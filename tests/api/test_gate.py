"""Who may ask: nobody without a token that counts, at every address there is, and at any that is added."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from ivr.api.doors import AT_ONCE, PREFIX, blueprint
from ivr.api.routes import ROUTES
from ivr.app.serve_web import THREADS
from ivr.app.web import create_app
from ivr.jobs.bell import NoDoorbell
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Scope, Token
from ivr.switchboard.sign_in import tokens
from tests.api.conftest import TOKEN, Program

OPEN = {"/api/v1/openapi.json"}


def addresses(program: Program) -> list[tuple[str, str]]:
    """Every address of the API that the application answers, by method, with something in the places of ids."""
    rules = [rule for rule in program.app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    assert len(rules) >= len(ROUTES)
    filled = {"<id>": "x", "<number>": "+12025550123", "<name>": "Asha", "<team>": "support"}
    found = [(method, rule.rule) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD"})]
    for part, value in filled.items():
        found = [(method, path.replace(part, value)) for method, path in found]
    return found


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", "Bearer ivr_" + "z" * 43, TOKEN])
def test_every_address_is_closed_to_whoever_has_no_token(program: Program, header: str) -> None:
    client = program.app.test_client()
    for method, address in addresses(program):
        answer = client.open(address, method=method, headers={"Authorization": header} if header else {})
        if address in OPEN:
            assert answer.status_code == 200
            continue
        assert answer.status_code == 401, address
        assert answer.mimetype == "application/problem+json" and answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json is not None and answer.json["type"] == "urn:ivr:problem:unauthorized"


def test_a_token_that_reads_changes_nothing_and_sees_no_more_than_it_may(program: Program) -> None:
    """Every route of the table is tried; whatever changes something needs a token that may."""
    needed = {(route.method, PREFIX + route.path): route.scope for route in ROUTES}
    assert all(scope is Scope.WRITE for (method, _), scope in needed.items() if method != "GET")
    assert len(needed) == len(ROUTES)
    refused = 0
    for method, address in addresses(program):
        client, headers = program.app.test_client(), {"Authorization": f"Bearer {TOKEN}"}
        answer = client.open(address, method=method, headers=headers)
        closed = answer.status_code == 403 and (answer.json or {})["type"] == "urn:ivr:problem:forbidden"
        assert closed is (scope_of(needed, method, address) is Scope.WRITE), (method, address)
        refused += closed
    assert refused == sum(scope is Scope.WRITE for scope in needed.values()) >= 20


def scope_of(needed: dict[tuple[str, str], Scope | None], method: str, address: str) -> Scope | None:
    """Of the route with this method whose address this is, the names in it filled in."""
    shapes = {re.sub(r"\{\w+}", "[^/]+", path): scope for (of, path), scope in needed.items() if of == method}
    return next(scope for shape, scope in shapes.items() if re.fullmatch(shape, address))


def test_what_is_added_without_a_row_in_the_table_is_closed(program: Program) -> None:
    app = create_app(program.parts)
    app.add_url_rule(f"{PREFIX}/secret", "api.secret", lambda: "a secret")
    client = app.test_client()
    assert client.get(f"{PREFIX}/secret").status_code == 401
    assert client.get(f"{PREFIX}/secret", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 403


def test_a_text_that_is_no_token_of_ours_costs_no_look_up(program: Program) -> None:
    before = program.parts.store.statements
    assert program.get("/calls", token="guess").status_code == 401
    assert program.parts.store.statements == before


def test_a_revoked_token_is_worth_nothing_at_once(program: Program) -> None:
    assert program.get("/calls").status_code == 200
    tokens.revoke(program.parts.store, "test")
    assert program.get("/calls").status_code == 401


def test_an_expired_token_is_worth_nothing(program: Program) -> None:
    store = program.parts.store
    other = "ivr_" + "e" * 43
    tokens.create(store, "short", tokens.hashed(other), Scope.READ, store.now() + timedelta(minutes=5))
    assert program.get("/calls", token=other).status_code == 200
    store.move_clock(301)
    assert program.get("/calls", token=other).status_code == 401


def test_only_what_is_needed_to_know_a_token_again_is_kept(program: Program) -> None:
    program.get("/calls")
    with program.parts.store.reading() as unit:
        (kept,) = unit.many(Token)
    assert TOKEN not in repr(kept) and kept.hash == tokens.hashed(TOKEN)


def test_its_use_is_noted_but_not_every_time(program: Program) -> None:
    def used() -> Any:
        with program.parts.store.reading() as unit:
            return unit.many(Token)[0].used_at

    assert used() is None
    program.get("/calls")
    first = used()
    program.get("/calls")
    assert first is not None and used() == first
    program.parts.store.move_clock(700)
    program.get("/calls")
    assert used() > first


def test_a_flood_never_takes_all_threads(program: Program) -> None:
    """Where as many requests as may are under way, the next is refused at once."""
    assert AT_ONCE < THREADS
    app = Flask("full")
    app.register_blueprint(blueprint(program.parts.board, NoDoorbell(), program.parts.seal(), at_once=0))
    answer = app.test_client().get("/api/v1/calls", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "1"


def test_a_flood_of_made_up_tokens_takes_none_either(program: Program) -> None:
    """Nothing is looked up for whoever finds no place, known or not."""
    app = Flask("full")
    app.register_blueprint(blueprint(program.parts.board, NoDoorbell(), program.parts.seal(), at_once=0))
    before = program.parts.store.statements
    answer = app.test_client().get("/api/v1/calls", headers={"Authorization": "Bearer ivr_" + "z" * 43})
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "1"
    assert program.parts.store.statements == before


def test_a_database_that_is_away_is_a_problem_with_a_time_to_come_back(program: Program) -> None:
    def away() -> None:
        raise Unreachable("gone")

    app = create_app(program.parts)
    app.view_functions["api.list_calls"] = away
    answer = app.test_client().get("/api/v1/calls", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert answer.json is not None and answer.json["type"] == "urn:ivr:problem:away"


def test_a_fault_of_ours_says_nothing_of_itself(program: Program) -> None:
    def broken() -> None:
        raise ValueError("the number +12025550123")

    app = create_app(program.parts)
    app.view_functions["api.list_calls"] = broken
    answer = app.test_client().get("/api/v1/calls", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 500 and "2025550123" not in answer.text
