"""The schema for editors takes every flow that is shown anywhere, and refuses what editors are to underline."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ivr.authoring.nodes import KINDS
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import EVERY
from ivr.authoring.schema import DRAFT, of_business, of_flows
from ivr.authoring.shape import keys
from ivr.authoring.tree import Mapping, Scalar, Sequence, Tree
from ivr.cli.schema import schema
from tests.authoring.shop import BUSINESS, FLOW, laid_over
from tests.authoring.test_readme import EXAMPLES
from tests.paths import ROOT

jsonschema: Any = importlib.import_module("jsonschema")
FLOWS, SHOP = jsonschema.Draft7Validator(of_flows()), jsonschema.Draft7Validator(of_business())


def plain(tree: Tree | None) -> Any:
    """As an editor sees a file (YAML 1.2): numbers and switches where nothing is in quotes."""
    if isinstance(tree, Mapping):
        return {entry.key.text: plain(entry.value) for entry in tree.entries}
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    assert isinstance(tree, Scalar)
    if tree.empty:
        return None
    if tree.quoted:
        return tree.text
    if tree.text in ("true", "false"):
        return tree.text == "true"
    return float(tree.text) if re.fullmatch(r"-?[0-9]+\.[0-9]+", tree.text) else _whole(tree.text)


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch("-?[0-9]+", text, re.ASCII) else text


def seen(text: str) -> Any:
    return plain(parse(text.encode(), Findings("x.yaml")).tree)


def wrong(validator: Any, text: str) -> bool:
    return not validator.is_valid(seen(text))


def test_it_is_a_schema_of_draft_7() -> None:
    for made in (of_flows(), of_business()):
        assert made["$schema"] == DRAFT
        jsonschema.Draft7Validator.check_schema(made)


def test_the_sample_shop_is_taken() -> None:
    assert not wrong(FLOWS, (ROOT / "callflows/main.yaml").read_text(encoding="utf-8"))
    assert not wrong(SHOP, (ROOT / "callflows/business.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_of_the_page_that_teaches_the_language_is_taken(number: int) -> None:
    kind, text = EXAMPLES[number]
    if kind == "business":
        assert not wrong(SHOP, text)
        return
    flows = re.split(r"^(?:---|===)\n", text, maxsplit=1, flags=re.MULTILINE)
    for flow in flows[:1] if kind == "card" else flows:
        errors = [
            error.message[:200]
            for error in FLOWS.iter_errors(
                seen(flow if kind == "flow" or "returns:" in flow else laid_over(flow, FLOW))
            )
        ]
        assert not errors


@pytest.mark.parametrize(
    "nodes",
    [
        "a: {sya: Hello., next: a}",
        "a: {say: Hello., nxt: a}",
        "a: {say: Hello.}",
        "a: {menu: {prompt: Hello., choices: {1: a}}}",
        "a: {menu: {prompt: Hello., choices: {12: a}, otherwise: a}}",
        "a: {menu: {prompt: Hello., choices: {1: a}, otherwise: a, tries: many}}",
        "a: {menu: {prompt: Hello., choices: {1: a}, otherwise: a, tries: 9}}",
        "a: {menu: {prompt: Hello., choices: {1: a}, otherwise: a, timeout: 5}}",
        "a: {menu: {prompt: {en: {txt: Hello.}}, choices: {1: a}, otherwise: a}}",
        "a: {collect: {kind: digit, prompt: Hello., next: a, otherwise: a}}",
        "a: {transfer: support}",
        "a: {callback: 30m, choose_time: perhaps}",
        "a: {say: Hello., next: a, allow: {X1: why}}",
        "A b: {hang_up: Hello.}",
        "a: {}",
        "a: [say]",
    ],
)
def test_what_an_editor_is_to_underline_is_refused(nodes: str) -> None:
    assert wrong(FLOWS, laid_over(f"nodes:\n  {nodes}\n", FLOW))


@pytest.mark.parametrize(
    "line", ["version: 2", "numbers: [2025550100]", "nods: {}", "languages: {english: en-US}", "nodes: {}"]
)
def test_so_are_wrong_lines_above_the_nodes(line: str) -> None:
    assert wrong(FLOWS, laid_over(line, FLOW))
    assert not wrong(FLOWS, laid_over("x-note: ours", FLOW))


@pytest.mark.parametrize(
    "line", ["zone: [Asia/Dhaka]", "teams: {support: {title: {en: Us}}}", "schedule: {}", "country: {}"]
)
def test_and_wrong_lines_of_a_business(line: str) -> None:
    assert wrong(SHOP, laid_over(line, BUSINESS))
    assert not wrong(SHOP, laid_over("", BUSINESS))


def test_every_kind_and_every_key_says_what_it_means() -> None:
    definitions = of_flows()["definitions"]
    for kind, form in KINDS.items():
        told = definitions[kind]["properties"]
        assert {kind, *EVERY, *keys(form)} == set(told)
        for name, field in keys(form).items():
            assert name == kind or told[name]["description"] == field.metadata["doc"]


def test_the_command_prints_either() -> None:
    assert json.loads(CliRunner().invoke(schema, []).stdout) == of_flows()
    assert json.loads(CliRunner().invoke(schema, ["--business"]).stdout) == of_business()


def test_both_modelines_are_taught() -> None:
    page = (ROOT / "callflows/README.md").read_text(encoding="utf-8")
    assert "# yaml-language-server: $schema=" in page
    assert "\n# $schema: " in page
    assert Path("flow.schema.json").name in page
