"""Our own processes fail: a worker dies, nothing runs for days, a row cannot be driven. Nobody is forgotten."""

import pytest

from ivr.line.outcomes import FetchResult, PlaceCall, PlaceResult
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Town, messages, tasks


class Death(BaseException):
    """Of the worker, at this very moment."""


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_worker_who_dies_while_phoning_an_agent_is_replaced(before: bool) -> None:
    """Whether that phone rings is found out by looking; nobody is asked twice before that is known."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()

    def dies(call: PlaceCall) -> PlaceResult:
        if not before:
            town.carrier.place(call)
        raise Death

    town.carrier.awry = dies
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    with pytest.raises(Death):
        nasrin.presses("1")
    if before:
        town.passes(100)
        assert asha.was_rung() == 0
    asha.is_rung(within=100)
    assert nasrin.fates() == ["waiting"]


def test_a_callback_that_cannot_be_driven_is_shown_to_a_person() -> None:
    """A bug of ours: it is tried again and again, it blocks nobody, and the fifth time somebody hears of it."""
    town = Town()
    nasrin, asha = owed(town)
    asha.answers()
    town.carrier.children = town.carrier.fetch = broken
    asha.presses("1")
    asha.hangs_up()
    town.passes(5 * 60)
    assert nasrin.fates() == ["review"]
    assert "review" in tasks(town)
    assert any("contradicts itself" in text for text in messages(town))


def broken(sid: str) -> FetchResult:
    """What the carrier says makes no sense to us."""
    raise KeyError(sid)


def test_nothing_is_too_old_for_the_sweep() -> None:
    """Three days without any process of ours."""
    town = Town()
    nasrin, asha = owed(town)
    town.exchange.advance(town.exchange.now + 3 * 86_400)
    asha.says_yes()
    nasrin.is_rung()
