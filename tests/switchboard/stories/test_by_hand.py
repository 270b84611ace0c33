"""Somebody of the business calls off what we owe, or puts it off: what that changes, and what it must not."""

from datetime import timedelta

from ivr.simulator.exchange import answers
from ivr.switchboard.deeds import interventions
from ivr.switchboard.deeds.interventions import Hindrance
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Town


def test_what_is_called_off_rings_nobody_any_more() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    ringing = asha.leg
    interventions.cancel(town.board, nasrin.callback().public_id)
    town.passes(3600)
    assert town.exchange.leg(ringing).status == "canceled"
    assert nasrin.was_rung() == 0
    assert nasrin.fates() == ["closed_by_agent"], "her own no would be `cancelled`"


def test_what_is_put_off_rings_at_its_time() -> None:
    town = Town()
    nasrin, asha = owed(town)
    interventions.reschedule(town.board, nasrin.callback().public_id, town.now() + timedelta(hours=2))
    town.passes(2 * 3600 - 60)
    rung = asha.was_rung()
    town.passes(120)
    assert asha.was_rung() == rung + 1


def test_nothing_is_changed_while_she_is_being_phoned() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    assert interventions.cancel(town.board, nasrin.callback().public_id) is Hindrance.UNDER_WAY
    nasrin.is_rung()


def test_whose_phone_rang_three_times_today_is_put_off_to_another_day_only() -> None:
    town = Town(attempt_delays=(timedelta(minutes=2),) * 4)
    nasrin, asha = owed(town)
    asha.behaves(answers(2.0, keys=((12.0, "1"),)))
    town.passes(1800)
    assert nasrin.was_rung() == 3
    interventions.reschedule(town.board, nasrin.callback().public_id, town.now())
    town.passes(3600)
    assert nasrin.was_rung() == 3
    town.passes(86_400)
    assert nasrin.was_rung() > 3
