"""Whoever decides by what they saw is told where it has changed, and nothing is done."""

from datetime import timedelta

from ivr.access import Role
from ivr.switchboard.deeds import by_hand, claims, glances
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.glances import Changed, Glance
from ivr.switchboard.rows import Account, Callback
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Neighbour, Town

ADA = By(None, "Ada")


def seen(town: Town, nasrin: Neighbour) -> Glance:
    with town.board.store.reading() as unit:
        return glances.glance(unit, nasrin.callback())


def decide(town: Town, nasrin: Neighbour, by: By, before: Glance) -> claims.Edited:
    return by_hand.cancel(town.board, by, nasrin.callback().public_id, Why.SETTLED, before)


def test_what_somebody_else_moved_is_not_called_off_unseen() -> None:
    town = Town()
    nasrin, _ = owed(town)
    before = seen(town, nasrin)
    by_hand.move(town.board, ADA, nasrin.callback().public_id, town.now() + timedelta(hours=2))
    answer = decide(town, nasrin, ADA, before)
    assert isinstance(answer, Changed) and answer.names == ("promised_by",)
    assert answer.now == seen(town, nasrin) and nasrin.callback().cancel_at is None
    assert isinstance(decide(town, nasrin, ADA, answer.now), Callback)


def test_that_agents_were_asked_meanwhile_is_no_news() -> None:
    town = Town()
    nasrin, asha = owed(town)
    before, fence = seen(town, nasrin), nasrin.callback().fence
    asha.goes_home()
    town.passes(120)
    assert nasrin.callback().fence > fence and isinstance(decide(town, nasrin, ADA, before), Callback)


def test_that_they_were_phoned_meanwhile_is() -> None:
    town = Town()
    nasrin, asha = owed(town)
    before = seen(town, nasrin)
    asha.says_yes()
    town.passes(120)
    assert nasrin.callback().attempts == 1
    answer = decide(town, nasrin, ADA, before)
    assert isinstance(answer, Changed) and "attempts" in answer.names


def test_that_somebody_took_it_is_news_to_all_others() -> None:
    town = Town()
    nasrin, asha = owed(town)
    store = town.board.store
    with store.unit() as unit:
        own = unit.insert(Account(0, "asha@shop.example", "Asha", Role.AGENT, unit.now, asha.id))
    before = seen(town, nasrin)
    claims.claim(town.board, ADA, nasrin.callback().public_id, asha.id)
    answer = decide(town, nasrin, ADA, before)
    assert isinstance(answer, Changed) and answer.names == ("holder",) and answer.now.holder == asha.id
    assert isinstance(decide(town, nasrin, By(own.id, "Asha"), before), Callback)


def test_that_nobody_has_it_any_more_is_not() -> None:
    town = Town()
    nasrin, asha = owed(town)
    claims.claim(town.board, ADA, nasrin.callback().public_id, asha.id)
    before = seen(town, nasrin)
    claims.release(town.board, ADA, nasrin.callback().public_id)
    assert isinstance(decide(town, nasrin, ADA, before), Callback)
