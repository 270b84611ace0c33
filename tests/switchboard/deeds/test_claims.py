"""What people do at the console, on both databases: of two who claim at the same instant one wins, each time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.promise import callback
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.deeds import by_hand, claims
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.claims import Taken
from ivr.switchboard.known import erasing, persons
from ivr.switchboard.rows import Callback, Caller, Erasure, Fate, Obligation
from ivr.switchboard.trail import By
from tests.store import samples
from tests.switchboard.sample import sample_library

ADA = By(None, "Ada")


@pytest.fixture
def board(database_url: str) -> Iterator[Board]:
    engine = make_engine(database_url)
    yield Board(SqlStore(engine), sample_library(), Rules("AC1"))
    engine.dispose()


def owed(board: Board, number: str) -> Callback:
    """A caller is owed a call, some time after they asked for it."""
    with board.store.unit() as unit:
        person = samples.caller(unit, number=number)
        row = samples.callback_row(unit, person, dialled="+12025550100", created_at=unit.now)
        samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=row.id)
    return row


def test_of_two_who_claim_at_the_same_instant_one_wins_and_the_other_learns_who(board: Board) -> None:
    with board.store.unit() as unit:
        agents = [samples.agent(unit), samples.agent(unit)]
    with ThreadPoolExecutor(2) as pool:
        for round in range(8):
            row = owed(board, f"+1202555{1000 + round}")
            said = list(pool.map(lambda agent, id=row.public_id: claims.claim(board, ADA, id, agent.id), agents))
            (won,) = (one for one in said if isinstance(one, Callback))
            (lost,) = (one for one in said if isinstance(one, Taken))
            assert lost.agent_id == won.claimed_by in {agent.id for agent in agents}


def test_moved_called_off_and_taken_back(board: Board) -> None:
    row = owed(board, "+12025550123")
    before = (row.due_at, row.promised_by)
    moved = by_hand.move(board, ADA, row.public_id, board.store.now() + timedelta(days=2))
    assert isinstance(moved, Callback) and moved.due_at != before[0]
    back = by_hand.undo(board, ADA, row.public_id)
    assert isinstance(back, Callback) and (back.due_at, back.promised_by) == before
    off = by_hand.cancel(board, ADA, row.public_id, Why.CALLER)
    assert isinstance(off, Callback) and off.cancel_at is not None and off.state is callback.State.SCHEDULED
    assert isinstance(by_hand.undo(board, ADA, row.public_id), Callback)


def test_merged_split_and_forgotten(board: Board) -> None:
    first, second = owed(board, "+12025550124"), owed(board, "+12025550125")
    assert isinstance(persons.merge(board, ADA, first.caller_id, second.caller_id), persons.Merged)
    with board.store.reading() as unit:
        assert {one.callback_id for one in unit.many(Obligation, callback_id=first.id)} == {first.id}
        assert len(unit.many(Obligation, callback_id=first.id)) == 2
    assert isinstance(persons.split(board, ADA, second.caller_id), Caller)
    with board.store.unit() as unit:
        own = unit.many(Callback, caller_id=second.caller_id, state=callback.State.SCHEDULED)
        assert len(own) == 1 and own[0].id not in (first.id, second.id)
        samples.message(unit, caller_id=first.caller_id, text="secret")
    assert erasing.erase(board, ADA, first.caller_id) == 0
    with board.store.reading() as unit:
        person = unit.get(Caller, first.caller_id)
        assert person is not None and person.number is None and person.erased_at is not None
        gone = unit.get(Callback, first.id)
        assert gone is not None and gone.state is callback.State.CANCELLED
        assert unit.one(Erasure, sid="SM1") is None
