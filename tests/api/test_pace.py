"""How much a token may ask: told with every answer, counted for each by itself, and given anew with the next minute."""

from __future__ import annotations

from flask import Flask

from ivr.api.doors import blueprint
from ivr.api.pace import SECONDS, Pace
from ivr.jobs.bell import NoDoorbell
from ivr.switchboard.rows import Scope
from ivr.switchboard.sign_in import tokens
from tests.api.conftest import TOKEN, Program
from tests.api.test_reads import refused

OTHER = "ivr_" + "o" * 43


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_token_learns_what_it_has_left_and_when_to_come_back(program: Program) -> None:
    clock = Clock()
    app = Flask("paced")
    app.register_blueprint(blueprint(program.parts.board, NoDoorbell(), program.parts.seal(), pace=Pace(2, clock)))
    paced = Program(app, program.parts, TOKEN)
    first = paced.get("/calls")
    assert first.headers["RateLimit-Policy"] == f'"token";q=2;w={SECONDS}'
    assert first.headers["RateLimit"] == f'"token";r=1;t={SECONDS}'
    clock.now += 20
    assert paced.get("/calls/nothing").headers["RateLimit"] == '"token";r=0;t=40', "a refusal is told it, too"
    late = paced.get("/calls")
    refused(late, 429, "often")
    assert late.headers["Retry-After"] == "40"
    tokens.create(program.parts.store, "other", tokens.hashed(OTHER), Scope.READ)
    assert paced.get("/calls", token=OTHER).status_code == 200
    clock.now += 40
    assert paced.get("/calls").status_code == 200


def test_who_has_no_token_is_counted_nowhere(program: Program) -> None:
    for path, token in (("/openapi.json", ""), ("/calls", "guess")):
        assert "RateLimit" not in program.get(path, token=token).headers
