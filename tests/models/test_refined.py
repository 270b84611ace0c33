"""Real ledgers walk through the models: what simulated worlds under faults wrote down, step by step, a model allows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.models import causes, relation
from tests.models.refined import Refined, refine
from tests.models.walk import Walk, walked
from tests.paths import PRODUCT
from tests.simulation.bugs import named, planted
from tests.simulation.world.plan import Plan

WORLDS = tuple(range(1_000_000, 1_000_010))
FEWEST = 200
"""Steps: with fewer, nothing was shown."""


@cache
def _walks() -> tuple[Walk, ...]:
    return tuple(walked(Plan(world)) for world in WORLDS)


def _refined(walks: tuple[Walk, ...]) -> Refined:
    return refine(step for walk in walks for step in walk.steps)


def test_every_step_of_real_ledgers_is_one_that_the_models_allow() -> None:
    found = _refined(_walks())
    print(f"\n{dict(found.judged)} steps judged; not judged: {dict(found.unjudged)}")
    assert found.illegal == []
    assert min(found.judged["transfer"], found.judged["callback"]) > FEWEST
    assert sum(found.unjudged.values()) < sum(found.judged.values()) / 4


def test_a_ledger_in_which_agents_are_asked_on_after_a_yes_is_refused() -> None:
    with planted(named("the others are asked on after a yes")):
        assert any(_asks_on(world) for world in range(1_000_000, 1_000_040))


def _asks_on(world: int) -> bool:
    """In the walk as far as it went: the oracle stops a world in which a promise is broken."""
    found = refine(walked(Plan(world), whole=False).steps)
    return any("yes" in step.after and len(step.after) > 2 for step in found.illegal)


def test_forged_steps_are_refused() -> None:
    """Out of an end; past an agent's yes; a second yes; from the queue into a talk."""
    transfers, callbacks = relation.of_transfers(), relation.of_callbacks()
    assert transfers.allows(("offered", "screening"), ("accepted", "yes"))
    assert not transfers.allows(("served",), ("waiting",))
    assert not transfers.allows(("accepted", "yes"), ("accepted", "ringing", "yes"))
    assert not transfers.allows(("waiting",), ("talking", "yes"))
    assert callbacks.allows(("offered", "-", "screening"), ("dialling", "-", "yes"))
    assert not callbacks.allows(("connected",), ("scheduled", "-"))
    assert not callbacks.allows(("dialling", "-", "yes"), ("dialling", "-", "asked", "yes"))


def test_every_cause_in_real_ledgers_has_its_name_in_the_models_or_a_reason() -> None:
    seen = {cause for walk in _walks() for cause in walk.causes}
    assert {entity for entity, _ in seen} == {*causes.EVENTS, *causes.OTHERS}
    assert [cause for cause in seen if not causes.known(*cause)] == []


def test_every_cause_that_our_code_writes_by_name_is_in_the_table() -> None:
    """Beside the events of the three machines, which `change` alone writes."""
    assert _words("insert", "save") == set(causes.WRITTEN)


def test_whatever_is_told_without_a_change_of_state_is_in_the_table() -> None:
    assert _words("tell") == set(causes.SAID)


def _words(*methods: str) -> set[str]:
    """The causes that our code hands to these, as far as they are words there and then: the first word of each."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (PRODUCT / "switchboard").rglob("*.py"))
    return {word for tree in trees for word in _written(tree, methods)}


def _written(tree: ast.AST, methods: tuple[str, ...]) -> Iterator[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    for call in calls:
        if call.func.attr in methods and len(call.args) > 1:  # type: ignore[attr-defined]
            given = call.args[1]
            first = given.values[0] if isinstance(given, ast.JoinedStr) else given
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value.replace(":", " ").split()[0]


def test_every_event_of_the_tables_is_gone_through_by_a_model_or_it_is_said_why_not() -> None:
    for entity, events in causes.EVENTS.items():
        for event in events:
            outside = (entity, event.value) in causes.OUTSIDE
            assert outside != any(event.value == name.rpartition(": ")[2] for name in _taken(entity)), (entity, event)


@cache
def _taken(entity: str) -> tuple[str, ...]:
    """The transitions of this machine that the explored worlds went through."""
    return tuple(name for name in relation.taken() if name.startswith(f"{entity} "))


def test_a_line_of_the_ledger_is_named_as_the_models_name_it() -> None:
    assert causes.named("offer", "ringing", "pick_up") in relation.taken()
    assert causes.named("callback", "scheduled", "bar: do_not_call") in relation.taken()
