"""A published flow, and the business, are the same after they were kept as text; order is meaning, so it is kept."""

import json
import time
from dataclasses import replace
from datetime import date, timedelta
from datetime import time as clock

import pytest

from ivr.calendar import Closure, Holidays, Hours, Window
from ivr.callflow.compiled import dump_flow, load_flow
from ivr.callflow.nodes import Menu, Node
from ivr.promise.business import Business
from ivr.promise.compiled import dump_business, load_business
from ivr.promise.policy import Owner, Policy, Strategy, Team
from tests.callflow.shop import FLOW, NODES
from tests.quickest import quickest

BUSY_YEAR = Hours(
    "Asia/Dhaka",
    {5: ((clock(10), clock(13, 30)), (clock(14, 30), clock(0))), 0: ()},
    Holidays("BD", None, {date(2026, 3, 21): "ঈদ"}, frozenset({date(2026, 3, 20), date(2026, 3, 19)})),
    (Closure(date(2026, 8, 1), date(2026, 8, 3), "stock-taking"),),
    {date(2026, 12, 31): ((clock(10), clock(12)),)},
)
BUSINESS = Business(
    title="Acme",
    zone="Asia/Dhaka",
    country="BD",
    countries=("BD", "US"),
    currency="BDT",
    teams={
        "support": Team("support", {"en": "Support"}, Owner("Rahima", "+8801712345678"), "shop", ("bn", "en")),
        "repairs": Team(
            "repairs",
            {"bn": "মেরামত", "en": "Repairs"},
            Owner("Kamal", "+8801812345678"),
            "shop",
            policy=Policy(Strategy.ALL, timedelta(seconds=12.5), window=Window(clock(8), clock(22))),
        ),
    },
    schedules={"shop": BUSY_YEAR},
    words={"bn": {"goodbye": "ভালো থাকবেন।"}, "en": {"goodbye": "Goodbye."}},
    voices={"bn": ("bn-IN", "Google.bn-IN-Chirp3-HD-Aoede"), "en": ("en-US", None)},
    numbers=("+12025550100",),
)


def test_a_flow_with_every_kind_of_node_comes_back_as_it_was() -> None:
    assert {type(node) for node in NODES.values()} == {*Node.__args__}
    flow = replace(FLOW, schedules={"office": BUSY_YEAR})
    assert load_flow(dump_flow(flow)) == flow


def test_the_business_comes_back_as_it_was() -> None:
    assert load_business(dump_business(BUSINESS)) == BUSINESS


def test_order_is_kept_for_it_is_heard() -> None:
    flow = replace(FLOW, languages={code: FLOW.languages[code] for code in ("bn", "en")})
    loaded = load_flow(dump_flow(flow))
    assert list(loaded.languages) == ["bn", "en"]
    menu = loaded.nodes["main"]
    assert isinstance(menu, Menu) and list(menu.choices) == ["1", "2", "8", "0"]


def test_equal_flows_make_equal_text_so_that_a_hash_tells_versions_apart() -> None:
    text = dump_flow(FLOW)
    assert dump_flow(load_flow(text)) == text
    assert dump_flow(replace(FLOW, title="Other")) != text


def test_what_an_author_left_unsaid_is_written_out_so_that_later_defaults_change_no_published_flow() -> None:
    assert json.loads(dump_flow(FLOW))["nodes"]["main"]["tries"] == 2
    assert json.loads(dump_business(BUSINESS))["teams"]["support"]["policy"]["ring"] == 20


def test_a_field_that_is_new_in_this_program_takes_its_default() -> None:
    stored = json.loads(dump_flow(FLOW))
    del stored["nodes"]["main"]["tries"]
    assert load_flow(json.dumps(stored)) == FLOW


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version":2}',
        '{"version":1}',
        dump_flow(FLOW).replace('"version":1', '"version":99'),
        dump_flow(FLOW).replace('"is":"Menu"', '"is":"Chat"'),
        dump_flow(FLOW).replace('"tries"', '"trials"'),
        dump_flow(FLOW).replace('"10:00:00"', '"ten"'),
        dump_flow(FLOW)[:-1],
        '{"version":1,"nodes":[]}',
        '{"version":1,"nodes":{"a":1}}',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        load_flow(text)


def test_a_large_flow_is_loaded_in_a_few_milliseconds() -> None:
    many: dict[str, Node] = {f"{name}{copy}": node for copy in range(16) for name, node in NODES.items()}
    text = dump_flow(replace(FLOW, nodes={**NODES, **many}))
    assert len(text.encode()) > 60_000

    assert quickest(0.010, lambda: load_flow(text), time.process_time) < 0.010
