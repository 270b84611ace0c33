"""Memory and SQLite, driven by the same random acts, are never told apart: rows, refusals, ledger and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ivr.promise import callback, transfer
from ivr.store.memory.store import MemoryStore
from ivr.store.rules.kinds import DUE, LIVES, NAMES
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Broken, Conflict, Unit
from ivr.switchboard.rows import Agent, AgentState, Callback, Caller, Entry, Membership, Obligation, Offer, Transfer
from tests.databases import SqliteDatabases
from tests.store import samples
from tests.store.acts import ACTS, SELDOM
from tests.store.samples import NOON

Act = Callable[[Unit], object]


class Twins(RuleBasedStateMachine):
    """Both stores by the same clock."""

    make: Callable[[], str]
    outcomes: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        self.engine = make_engine(self.make())
        self.sql = SqlStore(self.engine)
        self.memory = MemoryStore(self.sql.now)
        self.unit([_a_house], False)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()

    @rule(acts=st.lists(ACTS, min_size=1, max_size=3), fail=SELDOM)
    def unit(self, acts: Sequence[Act], fail: bool) -> None:
        """The same unit of work in each."""
        outcome = self._outcome(self.memory, acts, fail)
        assert outcome == self._outcome(self.sql, acts, fail)
        self.outcomes[outcome if isinstance(outcome, str) else "done"] += 1
        self._compare(QUESTIONS)

    def _outcome(self, store: Any, acts: Sequence[Act], fail: bool) -> object:
        try:
            with store.unit("somebody") as unit:
                found = [act(unit) for act in acts]
                if fail:
                    raise ZeroDivisionError
                return found
        except (Conflict, Broken, ZeroDivisionError) as error:
            return type(error).__name__

    @rule(days=st.integers(0, 2))
    def time_passes(self, days: int) -> None:
        """Nothing is written by it: the rows were compared before, and are again after the next unit."""
        self.sql.move_clock(86400.0 * days)
        self._compare(BY_TIME)

    def _compare(self, questions: Sequence[Act]) -> None:
        with self.memory.reading() as one, self.sql.reading() as other:
            for ask in questions:
                assert ask(one) == ask(other)
        assert [self.memory.due(kind, 100) for kind in DUE] == [self.sql.due(kind, 100) for kind in DUE]
        assert self.memory.late() == self.sql.late()
        assert self.memory.next_deadline() == self.sql.next_deadline()


def _a_house(unit: Unit) -> object:
    """Enough people and promises that most acts have something to act on."""
    for name in ("Ada", "Bo"):
        person = unit.insert(Caller(0, f"number of {name}"))
        agent = unit.insert(Agent(0, name, f"client:{name}", AgentState.AVAILABLE, NOON))
        unit.insert(Membership(0, agent.id, "team"))
        samples.call(unit, person, public_id=f"call {name}", sid=f"CA {name}", started_at=NOON)
        state, moments = callback.State.DUE, (NOON,) * 6
        unit.insert(Callback(0, f"callback {name}", person.id, "team", "", "en", "n", state, *moments))
        for debt in range(2):
            samples.obligation(unit, person, source_key=f"debt {debt} of {name}", at=NOON)
    return None


def _everything(unit: Unit) -> object:
    return [unit.many(kind, id=tuple(range(1, 30))) for kind in NAMES if kind is not Entry]


def _ledger(unit: Unit) -> object:
    words = tuple(word for word, _ in LIVES.values())
    return [replace(line, at=NOON) for line in unit.many(Entry, entity=words, entity_id=tuple(range(1, 30)))]


BY_TIME: list[Act] = [
    lambda unit: unit.free_agents("team"),
    lambda unit: unit.claimants("team"),
    lambda unit: sorted(unit.waits("team")),
    lambda unit: unit.legs_in_flight(),
    lambda unit: [unit.attempts_since(id, NOON) for id in range(1, 4)],
    lambda unit: [unit.requests_since(id, NOON) for id in range(1, 4)],
    lambda unit: unit.many(Callback, caller_id=1, state=(callback.State.DUE, callback.State.REVIEW)),
    lambda unit: unit.many(Offer, in_flight=True, agent_id=(1, 2)),
    lambda unit: unit.many(Transfer, team="team", state=transfer.State.WAITING),
    lambda unit: unit.many(Obligation, callback_id=(1, 2), caller_id=(1, 3)),
]
"""What may be answered otherwise because time has passed."""
QUESTIONS = [_everything, _ledger, *BY_TIME]


def test_memory_and_sqlite_are_twins(sqlite_databases: SqliteDatabases, tmp_path: Path) -> None:
    numbers = iter(range(10**6))

    def fresh() -> str:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return sqlite_databases.make(folder)

    class Machine(Twins):
        make = staticmethod(fresh)
        outcomes: Counter[str] = Counter()

    run_state_machine_as_test(Machine, settings=settings(max_examples=45, stateful_step_count=25))
    assert Machine.outcomes["done"] > 100 and min(Machine.outcomes[one] for one in ("Conflict", "Broken")) > 20
    print(Machine.outcomes)
