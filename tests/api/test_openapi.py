"""The description of the API: whole, consistent, and of the routes that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from ivr.api.openapi import document
from ivr.api.problems import Problem
from ivr.api.routes import ROUTES, SHOWN
from ivr.promise.callback import State as CallbackState
from tests.api.conftest import Program
from tests.api.schemas import resolved
from tests.paths import ROOT

DOCUMENT = document(ROUTES, SHOWN)


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts_of(one)
    if isinstance(value, list):
        for one in value:
            yield from parts_of(one)


def test_it_is_an_openapi_3_1_document() -> None:
    assert re.fullmatch(r"3\.1\.\d+", DOCUMENT["openapi"])
    assert DOCUMENT["info"]["title"] and DOCUMENT["info"]["version"]
    for path, item in DOCUMENT["paths"].items():
        assert path.startswith("/")
        for operation in item.values():
            assert operation["summary"] and any(status.startswith("2") for status in operation["responses"])
            named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert named == {*re.findall(r"\{(\w+)}", path)}
            assert all(one["required"] for one in operation.get("parameters", []) if one["in"] == "path")


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for item in DOCUMENT["paths"].values() for operation in item.values()]
    assert len(names) == len({*names}) and "list_calls" in names and "get_callers" in names


def test_every_reference_leads_somewhere() -> None:
    references = [part["$ref"] for part in parts_of(DOCUMENT) if "$ref" in part]
    assert len(references) > 10
    assert all(resolved(reference, DOCUMENT) for reference in references)


def test_it_describes_exactly_the_routes_that_there_are(program: Program) -> None:
    served = {rule.rule for rule in program.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    described = {"/api/v1" + re.sub(r"\{(\w+)}", r"<\1>", path) for path in DOCUMENT["paths"]}
    assert served == described


def test_only_the_description_is_open() -> None:
    assert DOCUMENT["security"] == [{"token": []}]
    every = [(path, one) for path, item in DOCUMENT["paths"].items() for one in item.values()]
    assert [path for path, one in every if one.get("security") == []] == ["/openapi.json"]


def test_states_and_problems_are_closed_lists() -> None:
    callback = DOCUMENT["components"]["schemas"]["Callback"]["properties"]
    assert callback["state"]["enum"] == [str(state) for state in CallbackState]
    types = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert len(types) == len(Problem) and "urn:ivr:problem:not-found" in types


def test_the_api_costs_the_web_no_further_library() -> None:
    check = "import sys, ivr.api; sys.exit(bool({'pydantic', 'twilio.rest', 'yaml', 'alembic', 'rq'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0
