"""Subflows and cards: what is written once, in a file of its own, stands wherever it is used, and is checked there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.authoring.folder import Result, load_folder
from ivr.callflow.nodes import Collect, Go, Say, Transfer
from tests.authoring.shop import codes, shown, write

PERSON = """  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
VERIFY = """version: 1
callflow: verify
returns: [good, bad]
start: ask
nodes:
  ask: {collect: {kind: pin, prompt: Key your PIN.}, next: known, otherwise: no}
  known: {branch: [{when: answers.ask is known, go: yes}], otherwise: no}
  yes: {return: good}
  no: {return: bad}
"""
USE = f"""start: check
nodes:
  check: {{subflow: verify, exits: {{good: person, bad: stranger}}}}
  stranger: {{say: That is wrong., next: person}}
{PERSON}"""
BILINGUAL = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""


def folder(where: Path, flow: str, business: str = "", cards: dict[str, str] | None = None, **subflows: str) -> Result:
    write(where, flow, business)
    for name, text in subflows.items():
        (where / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, text in (cards or {}).items():
        (where / "cards").mkdir(exist_ok=True)
        (where / "cards" / f"{name}.md").write_text(text, encoding="utf-8")
    return load_folder(where)


def test_its_nodes_stand_under_the_name_of_the_node_that_uses_it(tmp_path: Path) -> None:
    result = folder(tmp_path, USE, verify=VERIFY)
    assert not result.problems, shown(result)
    nodes = result.flows[0].nodes
    assert nodes["check"] == Go("check.ask")
    asked = nodes["check.ask"]
    assert isinstance(asked, Collect) and (asked.answer, asked.next, asked.otherwise) == (
        "ask",
        "check.known",
        "check.no",
    )
    assert (nodes["check.yes"], nodes["check.no"]) == (Go("person"), Go("stranger"))
    assert isinstance(nodes["person"], Transfer)


def test_two_places_use_it_and_each_goes_its_own_way(tmp_path: Path) -> None:
    flow = USE.replace("next: person}", "next: again}").replace(
        PERSON, f"  again: {{subflow: verify, exits: {{good: person, bad: promise}}}}\n{PERSON}"
    )
    result = folder(tmp_path, flow, verify=VERIFY)
    assert not result.errors, shown(result)
    nodes = result.flows[0].nodes
    assert (nodes["check.no"], nodes["again.no"]) == (Go("stranger"), Go("promise"))


def test_one_in_another(tmp_path: Path) -> None:
    outer = """version: 1
callflow: outer
returns: [done]
start: inner
nodes:
  inner: {subflow: verify, exits: {good: end, bad: end}}
  end: {return: done}
"""
    flow = f"start: check\nnodes:\n  check: {{subflow: outer, exits: {{done: person}}}}\n{PERSON}"
    result = folder(tmp_path, flow, verify=VERIFY, outer=outer)
    assert not result.errors, shown(result)
    assert result.flows[0].nodes["check.inner.no"] == Go("check.end")
    assert result.flows[0].nodes["check.end"] == Go("person")


def test_the_proof_goes_through_it(tmp_path: Path) -> None:
    """The subflow is sound by itself; the way on from it leaves a silent caller alone."""
    flow = USE.replace("{say: That is wrong., next: person}", "{hang_up: Goodbye.}")
    result = folder(tmp_path, flow, verify=VERIFY)
    assert codes(result) == ["F402", "F403"], shown(result)
    assert {problem.mark.line for problem in result.problems} == {3}, "said of the node that uses it"
    assert "Key your PIN." in shown(result)


@pytest.mark.parametrize(
    ("subflow", "expected"),
    [
        (VERIFY.replace("next: known", "next: knwon"), ["F201"]),
        (VERIFY.replace("return: good", "return: god"), ["F217", "F217"]),
        (VERIFY.replace("returns: [good, bad]", "returns: [good, bad, late]"), ["F217"]),
        (VERIFY.replace("kind: pin", "kind: pni"), ["F107"]),
        (VERIFY.replace("start: ask", "strat: ask"), ["F101", "F102"]),
    ],
)
def test_what_is_wrong_with_it_is_said_of_its_own_file_and_once(
    tmp_path: Path, subflow: str, expected: list[str]
) -> None:
    result = folder(tmp_path, USE, verify=subflow)
    assert sorted(codes(result)) == expected, shown(result)
    assert {Path(problem.file).name for problem in result.problems} == {"verify.yaml"}


def test_a_return_in_a_flow_returns_to_nobody(tmp_path: Path) -> None:
    result = folder(tmp_path, f"start: back\nnodes:\n  back: {{return: good}}\n{PERSON}")
    assert "F217" in codes(result)


def test_one_that_doubles_itself_over_and_over_is_refused_at_once(tmp_path: Path) -> None:
    files = {}
    for depth in range(20):
        use = f"{{subflow: s{depth + 1}, exits: {{done: %s}}}}" if depth < 19 else "{go: %s}"
        files[f"s{depth}"] = (
            f"version: 1\ncallflow: s{depth}\nreturns: [done]\nstart: a\nnodes:\n"
            f"  a: {use % 'b'}\n  b: {use % 'c'}\n  c: {{return: done}}\n"
        )
    flow = f"start: check\nnodes:\n  check: {{subflow: s0, exits: {{done: person}}}}\n{PERSON}"
    assert "F003" in codes(folder(tmp_path, flow, **files))


def test_a_subflow_may_speak_more_languages_than_the_flow_that_uses_it(tmp_path: Path) -> None:
    spoken = VERIFY.replace("prompt: Key your PIN.", "prompt: {en: Key your PIN., bn: পিন চাপুন।}")
    result = folder(tmp_path, f"languages: {{en: en-US}}\n{USE}", BILINGUAL, verify=spoken)
    assert not result.errors, shown(result)
    asked = result.flows[0].nodes["check.ask"]
    assert isinstance(asked, Collect) and set(asked.prompt.texts) == {"en"}


CARD = """---
title: {en: Opening hours, bn: খোলার সময়}
topics: [opening]
---

## en

# When are we open?

We are **open** every day, _Fridays_ aside:

- from 10 to 20
1. see [our page](https://shop.example)

## bn

আমরা **১০টা** থেকে ২০টা পর্যন্ত খোলা।
"""
ANSWER = f"start: opening\nnodes:\n  opening: {{answer: hours, next: person}}\n{PERSON}"


def test_a_card_is_said_without_its_marks_in_each_language(tmp_path: Path) -> None:
    result = folder(tmp_path, ANSWER, BILINGUAL, {"hours": CARD})
    assert not result.problems, shown(result)
    said = result.flows[0].nodes["opening"]
    assert isinstance(said, Say)
    assert said.prompt.texts == {
        "en": "When are we open? We are open every day, _Fridays_ aside: from 10 to 20. see our page.",
        "bn": "আমরা ১০টা থেকে ২০টা পর্যন্ত খোলা।",
    }


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (CARD.partition("## bn")[0], ["F501"]),
        ("We are open.", ["F218", "F501"]),
        ("---\ntitle: {en: X}\n---\n", ["F218", "F501"]),
        ("---\ntitel: {en: X}\n---\n## en\nOpen.\n## bn\nখোলা।\n", ["F101", "F102"]),
        (CARD.replace("every day", "every {day}"), ["F206"]),
        (CARD.replace("every day", "day " * 2000), ["F502", "F705"]),
        ("---\n&a [*a]\n---\n## en\nOpen.\n## bn\nখোলা।\n", ["F004", "F103"]),
    ],
)
def test_what_is_wrong_with_a_card_is_said(tmp_path: Path, card: str, expected: list[str]) -> None:
    result = folder(tmp_path, ANSWER, BILINGUAL, {"hours": card})
    assert sorted(set(codes(result))) == expected, shown(result)
