"""That the proof notices a broken promise: planted bugs are found, and stand where they are said to stand."""

import pytest

from ivr.promise import attempts, callback
from tests.simulation import bugs
from tests.simulation.bugs import hunt

ENOUGH = 40
"""Bugs of which the proof must be able to find every one."""
QUICKLY_FOUND = (
    "no quiet time",
    "no gate at pick-up",
    "any key is a yes",
    "the window is forgotten",
    "there is no sweep",
)
CALLS = 600


@pytest.mark.parametrize("name", QUICKLY_FOUND)
def test_a_planted_bug_is_found(name: str) -> None:
    (found,) = hunt.hunt(1, CALLS, [bugs.named(name)])
    assert not found.missed, f"{name} was not found in {found.calls} calls"


def test_without_a_bug_nothing_is_found() -> None:
    (found,) = hunt.hunt(1, 40, [bugs.Bug("none", ())])
    assert found.missed


def test_every_planted_bug_still_has_its_place() -> None:
    assert len({one.name for one in bugs.BUGS}) == len(bugs.BUGS) >= ENOUGH
    for one in bugs.BUGS:
        with bugs.planted(one):
            pass


def test_a_planted_bug_is_gone_afterwards_even_from_a_table() -> None:
    """A function and a table, as other modules know them, too."""
    before, row = attempts.next_attempt, dict(callback.TRANSITIONS[callback.State.DIALLING])
    with bugs.planted(bugs.named("one attempt too few")):
        assert attempts.next_attempt is not before
    with bugs.planted(bugs.named("moved to a later time while the phone rings")):
        assert callback.TRANSITIONS[callback.State.DIALLING] != row
    assert attempts.next_attempt is before
    assert callback.TRANSITIONS[callback.State.DIALLING] == row


def test_a_bug_whose_words_are_gone_is_an_error() -> None:
    with pytest.raises(LookupError, match="no longer says"), bugs.planted(bugs.plant.bug("?", "sweep:once", "x y", "")):
        pass
