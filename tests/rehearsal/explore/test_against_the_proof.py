"""The checker's proof against calls that are really tried: where it finds nothing, no call may end badly."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.business import BUSINESS as BUSINESS_SHAPE
from ivr.authoring.check.graph import check_endless
from ivr.authoring.check.proof import prove
from ivr.authoring.check.ways import ways
from ivr.authoring.compile import compile_business
from ivr.authoring.compile_node import Context, compile_node
from ivr.authoring.flow import FLOW
from ivr.authoring.nodes import END
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from ivr.callflow.graph import Callflow
from tests.authoring.check.test_proof_by_walking import CALLBACK, OPEN_CALLBACK, written
from tests.authoring.shop import BUSINESS, check, laid_over
from tests.authoring.shop import FLOW as BASE
from tests.rehearsal.explore.test_explore import explored

LAST = 5
MENU = "{{menu: {{prompt: Choose., choices: {{'1': {0}, '2': {1}}}, otherwise: {2}}}}}"


def node(place: int) -> st.SearchStrategy[str]:
    """Leads onward only, so that few flows go round."""
    later = st.sampled_from([f"n{number}" for number in range(place + 1, LAST + 1)])
    return st.one_of(
        written("{{say: Hello., next: {0}}}", later),
        written(MENU, later, later, later),
        written("{{hours: shop, open: {0}, closed: {1}}}", later, later),
        written("{{transfer: support, unanswered: {0}, done: {1}}}", later, later),
        written(CALLBACK, st.sampled_from(["true", "false"]), later, later),
        written(OPEN_CALLBACK, later, later, later, later),
        written("{{decline: {{next: {0}}}}}", later),
    )


flows = st.tuples(*(node(place) for place in range(LAST))).map(
    lambda made: (
        "start: n0\nnodes:\n"
        + "".join(f"  n{place}: {one}\n" for place, one in enumerate((*made, "{hang_up: Goodbye.}")))
    )
)


@lru_cache
def shop() -> Callflow:
    with tempfile.TemporaryDirectory() as folder:
        return check(Path(folder)).flows[0]


@settings(max_examples=60, deadline=None)
@given(flows)
def test_what_is_proved_ends_well_however_it_is_tried(text: str) -> None:
    found = Findings("main.yaml")
    form = FLOW.read(parse(laid_over(text, BASE).encode(), found).tree, found)  # type: ignore[arg-type]
    business = BUSINESS_SHAPE.read(parse(laid_over("", BUSINESS).encode(), found).tree, found)  # type: ignore[arg-type]
    assert form is not None and business is not None
    places = ways(form)
    check_endless(places, found)
    if found.problems or prove("n0", places):
        return
    known = Context(compile_business(business), ("en",), {})
    nodes = {name: compile_node(name, pair.value, known) for name, pair in form.nodes.items()}
    flow = replace(shop(), start="n0", nodes={**nodes, END: shop().nodes[END]})
    bad = [dead for dead in explored(flow, most=1_500).dead_ends if "never ends" not in dead.what]
    assert bad == []
