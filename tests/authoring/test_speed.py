"""A large flow is checked while one waits, a usual one while one blinks. Measured in processor time."""

import time
from pathlib import Path

import pytest

from tests.authoring.shop import check
from tests.quickest import quickest

FIVE = """  n{0}:
    menu: {{prompt: "For this, press 1. For more, press 2.", choices: {{"1": s{0}, "2": n{1}}}, otherwise: h{0}}}
  s{0}: {{say: "Thank you for calling, this is sentence {0}.", next: h{0}}}
  h{0}: {{hours: support, open: t{0}, closed: c{0}}}
  t{0}: {{transfer: support, unanswered: c{0}}}
  c{0}: {{callback: {{team: support}}}}
"""
LAST = "  n{0}: {{transfer: support, unanswered: c0}}\n"


def large(nodes: int) -> str:
    count = nodes // 5
    return "start: n0\nnodes:\n" + "".join(FIVE.format(n, n + 1) for n in range(count)) + LAST.format(count)


@pytest.mark.parametrize(("nodes", "seconds"), [(200, 0.3), (10_000, 8.0)])
def test_a_good_flow(nodes: int, seconds: float, tmp_path: Path) -> None:
    text = large(nodes)
    check(tmp_path)
    found = []
    assert quickest(seconds, lambda: found.append(check(tmp_path, text)), time.process_time) < seconds
    assert len(found[0].flows[0].nodes) == nodes + 2


def test_a_flow_in_which_every_name_is_wrong(tmp_path: Path) -> None:
    text = large(10_000).replace("otherwise: h", "otherwise: x")
    began = time.process_time()
    assert check(tmp_path, text).errors == 2_000
    assert time.process_time() - began < 8


FOUR = """  n{0}: {{collect: {{kind: digits, prompt: "Please key number {0}.", as: a{0}}}, next: s{0}, otherwise: n{1}}}
  s{0}: {{set: {{b{0}: "for {{answers.a{0}}}"}}, next: d{0}}}
  d{0}: {{branch: [{{when: 'answers.b{0} == "x" and caller.calls > {0}', go: t{0}}}], otherwise: t{0}}}
  t{0}: {{say: "That is {{answers.a{0}}}.", next: n{1}}}
"""
THE_END = "  n{0}: {{transfer: support, unanswered: c0}}\n  c0: {{callback: 30m}}\n"


@pytest.mark.parametrize(("spelled", "errors"), [("answers.a", 0), ("answers.z", 5_000)])
def test_a_flow_that_asks_and_decides_everywhere(spelled: str, errors: int, tmp_path: Path) -> None:
    asked = "".join(FOUR.format(n, n + 1) for n in range(2_500)).replace("answers.a", spelled)
    check(tmp_path)
    began = time.process_time()
    assert check(tmp_path, f"start: n0\nnodes:\n{asked}{THE_END.format(2_500)}").errors == errors
    assert time.process_time() - began < 8
