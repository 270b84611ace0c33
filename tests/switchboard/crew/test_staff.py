"""Somebody is taken on: all of it or nothing, each refusal by its name."""

import pytest

from ivr.access import Role
from ivr.switchboard.crew import reached, staff
from ivr.switchboard.crew.staff import Hired, Wanted
from ivr.switchboard.rows import Account, Agent, AgentState, Deed, Membership
from ivr.switchboard.sign_in import accounts
from ivr.switchboard.trail import OPERATOR
from tests.switchboard.stories.town import Town

MINA = Wanted("Mina", "mina@shop.example", Role.AGENT, "+8801712345678", ("care", "nowhere"), "en")


def test_an_account_an_agent_and_the_tie_between_them() -> None:
    town = Town()
    made = staff.hire(town.board, OPERATOR, MINA)
    assert isinstance(made, Hired) and made.account is not None and made.agent is not None
    assert made.account.agent_id == made.agent.id and made.agent.state is AgentState.AWAY
    assert [one.team for one in town.all(Membership)] == ["care"], "of teams that there are"  # type: ignore[attr-defined]
    assert [one.subject for one in town.all(Deed)] == ["agent Mina", "account 1"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted("", "a@shop.example"), staff.Refused.NAME),
        (Wanted("Mina"), staff.Refused.NOTHING),
        (Wanted("Mina", "nonsense"), accounts.Refused.EMAIL),
        (Wanted("Mina", "", Role.AGENT, "nonsense"), reached.Refused.ADDRESS),
        (Wanted("Asha", "", Role.AGENT, "+8801712345678"), staff.Refused.NAME_TAKEN),
        (Wanted("Mina", "", Role.AGENT, "+12025550111"), staff.Refused.TAKEN),
        (Wanted("Mina", "old@shop.example", Role.AGENT, "+8801712345678"), accounts.Refused.EMAIL_TAKEN),
    ],
)
def test_all_of_it_or_nothing(wanted: Wanted, why: staff.Why) -> None:
    town = Town()
    town.agent()
    accounts.add(town.store, OPERATOR, "old@shop.example", "Old", Role.OWNER)
    before = (len(town.all(Agent)), len(town.all(Account)))
    assert staff.hire(town.board, OPERATOR, wanted) is why
    assert (len(town.all(Agent)), len(town.all(Account))) == before


def test_on_duty_and_off_in_their_stead() -> None:
    town = Town()
    asha, nasrin = town.agent(), town.caller()
    row, due = staff.answering(town.board, OPERATOR, asha.id, AgentState.AWAY)
    assert (row.state, due) == (AgentState.AWAY, ())
    nasrin.rings_the_shop()
    with pytest.raises(LookupError):
        staff.answering(town.board, OPERATOR, 99, AgentState.AWAY)


def test_a_language_that_the_business_does_not_speak_is_refused() -> None:
    town = Town()
    asha = town.agent()
    assert staff.speak(town.board, OPERATOR, asha.id, "en").language == "en"
    with pytest.raises(LookupError):
        staff.speak(town.board, OPERATOR, asha.id, "tlh")
