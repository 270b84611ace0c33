"""Every way out of every node is told apart, whatever kind the node is of; what no script took is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.callflow.ahead import EXITS, exits
from ivr.rehearsal.scripts.marked import Way, marked
from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import run_suite
from tests.authoring.shop import check, shown
from tests.authoring.test_readme import BILINGUAL, EXAMPLES
from tests.paths import ROOT
from tests.rehearsal.scripts.shop import one, rehearse

TAUGHT = [
    (text, {"bilingual": BILINGUAL, "lookups": "lookups: {hosts: [shop.example]}\n"}.get(kind, ""))
    for kind, text in EXAMPLES
    if kind in ("nodes", "bilingual", "lookups")
]


def test_what_no_script_took_is_named(tmp_path: Path) -> None:
    steps = '      - presses: "2"\n      - presses: "1"\n'
    suite = rehearse(tmp_path, one(steps))
    (found,) = suite.coverage
    assert found.unvisited == ("person", "promise", "(end)")
    assert Way("reason", "1") in found.untaken and Way("reason", "2") not in found.untaken
    assert (found.nodes, found.ways) == (7, 10) and found.percent == 41.1
    text = as_text([suite], with_coverage=True)
    assert "main: 41.1 % (4 of 7 nodes, 3 of 10 ways)" in text
    assert "  never reached: person" in text and "  never taken:   reason → otherwise" in text


def test_two_keys_that_lead_to_the_same_node_are_two_ways(tmp_path: Path) -> None:
    flow = """start: reason
nodes:
  reason: {menu: {prompt: "For sales, press 1. For a person, press 2."}, choices: {"1": person, "2": person},
    otherwise: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
    steps = '      - presses: "2"\n'
    (found,) = rehearse(tmp_path, one(steps, "callback"), flow).coverage
    assert Way("reason", "1") in found.untaken and Way("reason", "otherwise") in found.untaken
    assert Way("reason", "2") not in found.untaken and Way("person", "unanswered") not in found.untaken


def test_a_text_that_is_called_like_a_node_is_no_way(tmp_path: Path) -> None:
    """A schedule, a topic and an answer may all be called as a node is."""
    flow = """start: shop
nodes:
  shop: {hours: shop, open: support, closed: promise}
  support: {transfer: support, unanswered: promise}
  promise: {callback: 30m, team: support}
"""
    result = check(tmp_path, flow)
    ways = set(marked(result.flows[0]).ways.values())
    assert ways == {
        Way("shop", "open"),
        Way("shop", "closed"),
        Way("support", "unanswered"),
        Way("support", "done"),
        Way("promise", "next"),
        Way("promise", "cannot"),
    }


@pytest.mark.parametrize("number", range(len(TAUGHT)))
def test_every_exit_of_every_kind_is_a_way(number: int, tmp_path: Path) -> None:
    result = check(tmp_path, *TAUGHT[number])
    assert not result.errors, shown(result)
    flow = result.flows[0]
    twin = marked(flow)
    for name, node in flow.nodes.items():
        places = exits(twin.flow.nodes[name])
        assert all(twin.ways[place].node == name for place in places)
        assert [exits(twin.flow.nodes[place])[0] for place in places] == list(exits(node))
        assert len(set(places)) == len(places)


def test_the_examples_have_every_kind(tmp_path: Path) -> None:
    flows = [check(tmp_path / str(number), *TAUGHT[number]).flows[0] for number in range(len(TAUGHT))]
    assert {type(node) for flow in flows for node in flow.nodes.values()} == set(EXITS)


def test_the_scripts_of_the_sample_shop_take_every_way_and_all_go_as_written() -> None:
    suite = run_suite(ROOT / "callflows")
    assert suite.good and suite.count >= 15, as_text([suite], with_coverage=False)
    (found,) = suite.coverage
    assert found.percent == 100, (found.unvisited, found.untaken)
