"""An agent with a telephone alone gets the way to their page as a text, once they said yes: it names nobody."""

from dataclasses import replace

from ivr.access import Role
from ivr.switchboard import agents
from ivr.switchboard.rows import Account, Message
from ivr.switchboard.rows import Agent as Row
from tests.switchboard.stories.test_shown import owed
from tests.switchboard.stories.town import Agent, Town

DESK = "https://phone.example/"


def town_with_texts() -> Town:
    town = Town()
    town.board = replace(town.board, rules=replace(town.board.rules, desk=DESK))
    return town


def may_sign_in(town: Town, asha: Agent, active: bool = True) -> None:
    with town.store.unit() as unit:
        unit.insert(Account(0, "asha@example.com", "Asha", Role.AGENT, unit.now, agent_id=asha.id, active=active))


def takes(town: Town, asha: Agent) -> None:
    caller = town.caller()
    caller.asks_for_a_person()
    asha.says_yes()
    caller.is_bridged()


def texts(town: Town) -> list[str]:
    return [one.text for one in town.all(Message)]  # type: ignore[attr-defined]


def test_the_text_comes_with_the_yes_to_the_telephone_that_said_it() -> None:
    town = town_with_texts()
    asha = town.agent()
    may_sign_in(town, asha)
    takes(town, asha)
    town.passes(5)
    (written,) = town.carrier.texts(asha.number, town.board.library.business().numbers[0])  # type: ignore[misc]
    assert written.body == f"{town.board.library.business().title}: {DESK}" and not written.failed
    town.passes(300)
    assert len(texts(town)) == 1


def test_with_a_callback_too() -> None:
    town = town_with_texts()
    nasrin, asha = owed(town), town.agent()
    may_sign_in(town, asha)
    asha.says_yes()
    nasrin.is_rung()
    assert len(texts(town)) == 1


def test_a_no_gets_none() -> None:
    town = town_with_texts()
    asha = town.agent()
    may_sign_in(town, asha)
    owed(town)
    asha.is_rung()
    asha.picks_up()
    asha.presses("2")
    assert texts(town) == []


def test_none_where_it_would_help_nobody() -> None:
    """No account, one that is switched off, a page that is open, an installation that sends none."""
    for account, active, page, town in (
        (False, True, False, town_with_texts()),
        (True, False, False, town_with_texts()),
        (True, True, True, town_with_texts()),
        (True, True, False, Town()),
    ):
        asha = town.agent()
        if account:
            may_sign_in(town, asha, active)
        if page:
            agents.seen(town.store, asha.id)
            with town.store.reading() as unit:
                row = unit.get(Row, asha.id)
                assert row and row.seen_at
        takes(town, asha)
        assert texts(town) == []
