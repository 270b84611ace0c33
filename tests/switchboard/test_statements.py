"""How many statements a turn sends to the database: dead air is what a caller hears of them. BEGIN and COMMIT apart."""

import pytest

from ivr.line.inputs import Digits, NoInput, Ring
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import turns
from ivr.switchboard.board import Board, Rules
from tests.switchboard.sample import sample_library

SID = "CA" + "1" * 32
SAME_FLOW = {"sqlite": 3, "postgresql": 2}
"""What was, with every lock; then where it stands, and the answer: on PostgreSQL in one."""
ASKS_FOR_A_PERSON = {"sqlite": 7, "postgresql": 6}


@pytest.fixture
def board(database_url):
    engine = make_engine(database_url)
    yield Board(SqlStore(engine), sample_library(), Rules("AC" + "0" * 32))
    engine.dispose()


def cost(board, act):
    before = board.store.statements
    act()
    return board.store.statements - before


def most(board, by):
    return by[board.store.engine.dialect.name]


def begun(board):
    """A call in English, at its menu; and its id."""
    answer = turns.begin(board, Ring(SID, "+8801712345678", "+12025550100"))
    call = dict(answer.instructions[-1].door.params)["call"]
    turns.next(board, call, 1, SID, Digits("1"))
    return call


def test_a_turn_that_stays_in_the_flow(board):
    call = begun(board)
    assert cost(board, lambda: turns.next(board, call, 2, SID, NoInput())) <= most(board, SAME_FLOW)


def test_a_turn_that_asks_for_a_person(board):
    call = begun(board)
    assert cost(board, lambda: turns.next(board, call, 2, SID, Digits("0"))) <= most(board, ASKS_FOR_A_PERSON)


def test_the_same_turn_again_costs_one_look(board):
    call = begun(board)
    turns.next(board, call, 2, SID, NoInput())
    assert cost(board, lambda: turns.next(board, call, 2, SID, Digits("9"))) == 1
