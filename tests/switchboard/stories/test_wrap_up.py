"""After a talk an agent at the console has a while for themselves; one with only a telephone is offered the next."""

from ivr.access import Role
from ivr.switchboard import wrap_up
from ivr.switchboard.rows import Account, Visit
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.trail import By
from ivr.switchboard.wrap_up import Mode
from tests.switchboard.stories.test_dispositions import helped
from tests.switchboard.stories.town import KARIM, Agent, Neighbour, Town

ADA = By(None, "Ada")


def sits_at_the_console(town: Town, agent: Agent) -> None:
    with town.store.unit() as unit:
        row = unit.insert(Account(0, "asha@example.com", "Asha", Role.AGENT, unit.now, agent_id=agent.id))
        unit.insert(Visit(0, "hash", row.id, unit.now, unit.now, ""))


def mode(town: Town, agent: Agent) -> Mode:
    with town.store.reading() as unit:
        row = unit.get(Row, agent.id)
        assert row is not None
        return wrap_up.mode(unit, row)


def talked(town: Town, console: bool = True) -> tuple[Neighbour, Agent]:
    nasrin, asha = helped(town)
    if console:
        sits_at_the_console(town, asha)
    town.passes(60)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    town.passes(3)
    return nasrin, asha


def test_for_a_minute_nobody_is_offered_and_then_it_is_over_by_itself() -> None:
    town = Town()
    _, asha = talked(town)
    assert mode(town, asha) is Mode.WRAP_UP
    karim, rung = town.caller("Karim", KARIM), asha.was_rung()
    karim.asks_for_a_person()
    town.passes(20)
    assert asha.was_rung() == rung
    town.passes(60)
    assert asha.was_rung() == rung + 1 and mode(town, asha) is Mode.AVAILABLE


def test_it_is_made_longer_once() -> None:
    town = Town()
    _, asha = talked(town)
    town.passes(40)
    assert wrap_up.longer(town.board, ADA, asha.id) is not None
    assert wrap_up.longer(town.board, ADA, asha.id) is None
    town.passes(50)
    assert mode(town, asha) is Mode.WRAP_UP
    town.passes(20)
    assert mode(town, asha) is Mode.AVAILABLE


def test_it_is_over_as_soon_as_the_agent_says_so() -> None:
    town = Town()
    _, asha = talked(town)
    karim, rung = town.caller("Karim", KARIM), asha.was_rung()
    karim.asks_for_a_person()
    due = wrap_up.finish(town.board, ADA, asha.id)
    assert [kind for kind, _ in due] == ["transfer"]
    town.passes(10)
    assert asha.was_rung() == rung + 1
    assert wrap_up.finish(town.board, ADA, asha.id) == ()


def test_who_has_only_a_telephone_is_offered_the_next_caller_at_once() -> None:
    town = Town()
    _, asha = talked(town, console=False)
    assert mode(town, asha) is Mode.AVAILABLE
    asha.goes_home()
    assert mode(town, asha) is Mode.AWAY
