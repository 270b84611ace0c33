"""The house stands as docs/ARCHITECTURE.md says: who may import whom, what is pure, how long, how named.

A rule binds a room as soon as the room exists. Each rule is first shown to catch an example that breaks it.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import rules
from tests.paths import ROOT, tracked
from tests.rules import Rule, Source

TOOLS = Path(sys.executable).parent
SOURCES = [Source.read(path, ROOT) for path in tracked() if path.suffix == ".py"]
PRODUCT = [source for source in SOURCES if source.name.split(".")[0] == "ivr"]
GENERATED = ("migrations.",)
OWN = [source for source in SOURCES if not source.name.startswith(GENERATED)]

PURE = {
    "line": frozenset[str](),
    "callflow": frozenset[str](),
    "promise": frozenset[str](),
    "language": frozenset[str](),
    "plain": frozenset[str](),
    "clock": frozenset[str](),
    "access": frozenset[str](),
    "switchboard": frozenset({"logging"}),
    "calendar": frozenset({"holidays"}),
    "phone": frozenset({"phonenumbers"}),
}
"""The rooms that are told what they must know, and the one library on which each may stand."""


def broken(rule: Rule, sources: Iterable[Source]) -> list[str]:
    """Return all that a rule finds."""
    return [problem for source in sources for problem in rule(source)]


def rooms(*names: str) -> list[Source]:
    """Return the files of some rooms."""
    return [source for source in PRODUCT if source.room() in names]


def outside(*names: str) -> list[Source]:
    """Return the product's files that stand in none of these rooms."""
    return [source for source in PRODUCT if source.room() not in names]


def exchange() -> list[Source]:
    """Return the pure half of the simulator."""
    return [source for source in PRODUCT if f"{source.name}.".startswith("ivr.simulator.exchange.")]


def test_there_is_a_house() -> None:
    assert rooms("line") and rooms("promise") and exchange()


def test_imports_run_one_way_and_nowhere_in_a_circle() -> None:
    """The contracts stand in pyproject.toml; imports inside functions count."""
    checked = subprocess.run(
        [TOOLS / "lint-imports", "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("room", sorted(PURE))
def test_a_pure_room_is_told_what_it_must_know(room: str) -> None:
    assert not broken(rules.plain_imports(PURE[room]), rooms(room))
    assert not broken(rules.told_not_asking, rooms(room))


def test_the_simulated_exchange_is_pure_too() -> None:
    """Chance comes from a seeded generator that its owner hands in."""
    assert not broken(rules.plain_imports(frozenset({"random"})), exchange())
    assert not broken(rules.told_not_asking, exchange())


def test_only_the_edge_and_the_simulator_know_twilios_library() -> None:
    assert not broken(rules.never_imports("twilio"), outside("twilio", "simulator"))


def test_what_answers_calls_reads_no_yaml() -> None:
    assert not broken(rules.never_imports("yaml", "ruamel"), outside("authoring", "cli"))


def test_authoring_serves_those_who_write_flows() -> None:
    allowed = ("authoring", "cli", "console", "rehearsal")
    assert not broken(rules.never_imports("ivr.authoring"), outside(*allowed))
    assert not broken(rules.never_imports("ivr.switchboard", "ivr.store"), rooms("authoring"))


def test_the_doors_to_the_world_do_not_know_the_tables() -> None:
    assert not broken(rules.never_imports("ivr.store", "sqlalchemy"), rooms("twilio", "egress"))


def test_the_simulator_and_the_product_share_no_code() -> None:
    """A fake that shares our code shares our mistakes."""
    assert not broken(rules.never_imports("ivr.simulator"), outside("simulator", "cli", "rehearsal"))
    shared = [name for source in rooms("simulator") for _, name in source.imports if name.startswith("ivr")]
    assert [name for name in shared if not f"{name}.".startswith("ivr.simulator.")] == []


@pytest.mark.parametrize(
    "rule", [rules.short_file, rules.short_functions, rules.module_docstring, rules.names, rules.absolute_imports]
)
def test_the_style_holds_everywhere(rule: Rule) -> None:
    assert not broken(rule, OWN)


def test_no_function_has_too_many_ways_through() -> None:
    """Measured by ruff, at most as many as pyproject.toml says."""
    checked = subprocess.run(
        [TOOLS / "ruff", "check", "--select", "C901", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


LONG = "def f() -> int:\n" + "    x = 1\n" * 40 + "    return x\n"
EXAMPLES = [
    (rules.short_file, "x = 1\n" * 251),
    (rules.short_functions, LONG),
    (rules.module_docstring, "x = 1\n"),
    (rules.module_docstring, '"""one\n\ntwo\nthree\nfour\nfive"""\n'),
    (rules.names, "def process_call() -> None: ..."),
    (rules.names, "class CallManager: ..."),
    (rules.names, "class HTTPHandler: ..."),
    (rules.absolute_imports, "from . import line"),
    (rules.plain_imports(frozenset()), "def f():\n    import sqlalchemy.orm"),
    (rules.plain_imports(frozenset()), "from os import path"),
    (rules.plain_imports(frozenset({"holidays"})), "import random"),
    (rules.told_not_asking, "from datetime import datetime, UTC\nx = datetime.now(UTC)"),
    (rules.told_not_asking, "import datetime as d\nx = d.date.today()"),
    (rules.told_not_asking, "x = open('flow.yaml')"),
    (rules.never_imports("twilio"), "def f():\n    from twilio.rest import Client"),
    (rules.never_imports("ivr.store"), "from ivr import store"),
    (rules.never_imports("ivr.store"), "from ivr.store.sql.tables import calls"),
]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES)
def test_each_rule_catches_what_breaks_it(rule: Rule, text: str) -> None:
    assert list(rule(Source("ivr.line.example", text)))


GOOD = [
    (rules.names, "def database_url() -> None: ..."),
    (rules.names, "class Processed: ..."),
    (rules.told_not_asking, "def f(clock):\n    return clock.now()"),
    (rules.plain_imports(frozenset()), "from datetime import datetime, time"),
    (rules.never_imports("ivr.store"), "from ivr import storeroom"),
    (rules.short_functions, LONG.replace("    x = 1\n", "", 2)),
    (rules.module_docstring, ""),
]


@pytest.mark.parametrize(("rule", "text"), GOOD)
def test_no_rule_complains_of_what_is_right(rule: Rule, text: str) -> None:
    assert not list(rule(Source("ivr.line.example", text)))
