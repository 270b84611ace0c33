"""Every way through a flow, by the engine alone: what it finds in good flows (nothing) and in bad ones (all of it)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ivr.authoring.folder import load_folder
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Decline, Go
from ivr.rehearsal.explore.circumstances import circumstances
from ivr.rehearsal.explore.found import NO_END, ROUND, Found, found
from ivr.rehearsal.explore.show import as_json, as_text
from ivr.rehearsal.explore.walk import LEFT_ALONE, UNASKED, walk
from tests.authoring.shop import check, shown
from tests.authoring.test_readme import EXAMPLES, laid_out
from tests.paths import ROOT
from tests.rehearsal.scripts.shop import FLOW

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TAUGHT = [example for example in EXAMPLES if example[0] != "business"]


def explored(flow: Callflow, most: int = 20_000, deep: int = 100) -> Found:
    under, whole = circumstances(flow, MONDAY)
    return found(walk(flow, under, whole, most, deep))


def a_shop(folder: Path, text: str = FLOW) -> Callflow:
    result = check(folder, text)
    assert not result.errors, shown(result)
    return result.flows[0]


def spoiled(flow: Callflow, name: str, **fields: Any) -> Callflow:
    """The flow with a node that the checker would never have let pass."""
    return replace(flow, nodes={**flow.nodes, name: replace(flow.nodes[name], **fields)})  # type: ignore[type-var]


def ends(flow: Callflow) -> set[str]:
    return {dead.what for dead in explored(flow).dead_ends}


def test_the_sample_shop_has_no_dead_end() -> None:
    (flow,) = load_folder(ROOT / "callflows").flows
    one = explored(flow)
    assert one.whole and one.dead_ends == () and one.paths > 100_000
    assert (one.silences[0].seconds, one.person > 15) == (10, True)
    assert one.person_call[-1].startswith("reason: ")


@pytest.mark.parametrize("number", range(len(TAUGHT)))
def test_the_engine_finds_no_dead_end_in_what_is_taught(number: int, tmp_path: Path) -> None:
    one = explored(laid_out(tmp_path, *TAUGHT[number]).flows[0], most=3_000)
    assert one.dead_ends == (), as_text(one)


def test_whoever_asked_for_a_person_and_gets_nothing_is_found(tmp_path: Path) -> None:
    flow = spoiled(a_shop(tmp_path), "person", unanswered="bye")
    one = explored(flow)
    assert {dead.what for dead in one.dead_ends} == {LEFT_ALONE}
    assert one.dead_ends[0].call[-2:] == ("reason: presses 1", "person: nobody comes")


def test_whoever_says_nothing_and_gets_nothing_is_found(tmp_path: Path) -> None:
    one = explored(spoiled(a_shop(tmp_path), "reason", otherwise="bye"))
    assert [dead.what for dead in one.dead_ends] == [LEFT_ALONE] * 2
    assert any("says nothing" in dead.call[-1] for dead in one.dead_ends)


def test_a_no_that_nobody_said_is_found(tmp_path: Path) -> None:
    flow = a_shop(tmp_path)
    flow = replace(flow, nodes={**flow.nodes, "bye": Decline("(end)")})
    assert ends(flow) == set()
    assert UNASKED in ends(spoiled(flow, "reason", otherwise="bye"))


def test_a_round_without_anybodys_doing_is_found(tmp_path: Path) -> None:
    assert ends(spoiled(a_shop(tmp_path), "reason", otherwise="address")) == set()
    assert ROUND in ends(spoiled(a_shop(tmp_path), "person", unanswered="person"))


def test_a_call_that_never_ends_is_found(tmp_path: Path) -> None:
    flow = a_shop(tmp_path)
    for name in ("promise", "all", "person"):
        fields = {"promise": ("next", "cannot"), "all": ("otherwise",), "person": ("done",)}[name]
        flow = spoiled(flow, name, **dict.fromkeys(fields, "reason"))
    choices = {key: replace(choice, go="reason") for key, choice in flow.nodes["all"].choices.items()}  # type: ignore[union-attr]
    assert NO_END in ends(spoiled(flow, "all", choices=choices))


def test_a_flow_that_breaks_is_found(tmp_path: Path) -> None:
    flow = a_shop(tmp_path)
    circle = replace(flow, nodes={**flow.nodes, "address": Go("bye"), "bye": Go("address")})
    (dead,) = explored(circle).dead_ends
    assert dead.what.startswith("the flow breaks (Endless") and dead.call[-1] == "reason: presses 2"
    (lost,) = explored(replace(flow, nodes={**flow.nodes, "address": Go("nowhere")})).dead_ends
    assert "KeyError" in lost.what


def test_both_sides_of_a_condition_are_tried(tmp_path: Path) -> None:
    text = """nodes:
  who: {branch: [{when: "caller.calls_this_week >= 3 and caller.vip", go: person}], otherwise: hello}
  hello: {say: Hello., next: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
start: who
"""
    flow = a_shop(tmp_path, text)
    assert ends(flow) == set()
    assert ends(spoiled(flow, "hello", next="nowhere")) == {"the flow breaks (KeyError: 'nowhere')"}
    assert explored(spoiled(flow, "who", otherwise="person")).person < explored(flow).person


def test_a_part_is_told_as_a_part(tmp_path: Path) -> None:
    one = explored(a_shop(tmp_path), most=3)
    assert not one.whole and one.moments == 3
    assert "only a part was tried" in as_text(one)
    shallow = explored(a_shop(tmp_path), deep=1)
    assert not shallow.whole and one.moments < shallow.moments < explored(a_shop(tmp_path)).moments


def test_hours_numbers_and_what_is_owed_are_circumstances() -> None:
    (flow,) = load_folder(ROOT / "callflows").flows
    under, whole = circumstances(flow, MONDAY)
    told = {one.told(flow) for one in under}
    assert whole and len(told) == len(under) == 3 * 2 * 2 * 2
    assert any("no number, is owed a call" in one for one in told)


def test_a_program_reads_the_same(tmp_path: Path) -> None:
    one = explored(spoiled(a_shop(tmp_path), "person", unanswered="bye"))
    plain = json.loads(as_json(one))
    assert plain["paths"] == one.paths and plain["dead_ends"][0]["what"] == LEFT_ALONE
    text = as_text(one)
    assert "DEAD END: " in text and "The longest silences:" in text
