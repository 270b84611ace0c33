"""People at the console take callbacks in hand: two never hold the same, and what was done can be taken back."""

from datetime import timedelta

from ivr.access import Action, Role
from ivr.promise.callback import Event, State
from ivr.switchboard import asking, change
from ivr.switchboard.deeds import by_hand, claims
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.claims import Taken
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.rows import Account, Callback, Deed, Entry
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Agent, Neighbour, Town

ADA, BO = By(None, "Ada"), By(None, "Bo")


def two_agents(town: Town) -> tuple[Neighbour, Agent, Agent]:
    """A caller is owed, and both agents are at work."""
    nasrin, asha = owed(town)
    return nasrin, asha, town.agent("Babul", "+12025550112")


def test_of_two_who_claim_at_once_one_holds_it_and_the_other_learns_who() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    mine = claims.claim(town.board, ADA, nasrin.callback().public_id, asha.id)
    assert isinstance(mine, Callback) and mine.claimed_by == asha.id
    theirs = claims.claim(town.board, BO, nasrin.callback().public_id, babul.id)
    assert isinstance(theirs, Taken)
    assert (theirs.name, theirs.until) == ("Asha", town.now() + timedelta(minutes=5))


def test_what_one_agent_has_claimed_rings_at_nobody_elses() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    before = asha.was_rung(), babul.was_rung()
    claims.claim(town.board, BO, nasrin.callback().public_id, babul.id)
    town.passes(10)
    assert (asha.was_rung(), babul.was_rung()) == (before[0], before[1] + 1)
    babul.says_yes()
    nasrin.is_rung()


def test_a_claim_that_was_let_pass_is_everybodys_again() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    claims.claim(town.board, BO, nasrin.callback().public_id, babul.id)
    town.passes(10)
    rung = asha.was_rung()
    town.passes(300)
    assert nasrin.callback().claimed_by is None
    assert asha.was_rung() > rung


def test_after_the_lease_everybody_is_asked_again() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    babul.goes_home()
    later = town.now() + timedelta(minutes=2)
    by_hand.move(town.board, ADA, nasrin.callback().public_id, later)
    babul.comes_back()
    claims.claim(town.board, BO, nasrin.callback().public_id, babul.id)
    babul.goes_home()
    rung = asha.was_rung()
    town.passes(280)
    assert asha.was_rung() == rung, "it is Babul's still"
    town.passes(120)
    assert asha.was_rung() > rung


def test_who_is_away_claims_nothing_and_what_is_under_way_is_nobodys_to_claim() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    babul.goes_home()
    assert claims.claim(town.board, BO, nasrin.callback().public_id, babul.id) is Hindrance.AWAY
    town.passes(120)
    asha.says_yes()
    assert claims.claim(town.board, ADA, nasrin.callback().public_id, asha.id) is Hindrance.UNDER_WAY
    assert claims.claim(town.board, ADA, "nobody", asha.id) is Hindrance.UNKNOWN


def test_a_claim_is_given_back_by_whoever_holds_it() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    public_id = nasrin.callback().public_id
    claims.claim(town.board, ADA, public_id, asha.id)
    assert isinstance(claims.release(town.board, BO, public_id, babul.id), Taken)
    freed = claims.release(town.board, ADA, public_id, asha.id)
    assert isinstance(freed, Callback) and freed.claimed_by is None
    assert isinstance(claims.claim(town.board, BO, public_id, babul.id), Callback)


def test_called_now_it_rings_the_agent_who_wanted_it_at_once() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    public_id = nasrin.callback().public_id
    by_hand.move(town.board, ADA, public_id, town.now() + timedelta(hours=3))
    town.passes(60)
    rung = babul.was_rung()
    assert isinstance(by_hand.call_now(town.board, BO, public_id, babul.id), Callback)
    town.passes(15)
    assert babul.was_rung() == rung + 1
    babul.says_yes()
    nasrin.is_rung()


def test_who_decides_what_a_person_must_decide_phones_them_by_it() -> None:
    """What stood still for a person goes on as soon as one of them calls now."""
    town = Town()
    nasrin, asha, babul = two_agents(town)
    asha.goes_home()
    row = nasrin.callback()
    with town.board.store.unit() as unit:
        unit.lock(row.caller_id)
        asking.withdraw(unit, row)
        still = change.move_callback(unit, row, Event.REVIEW, unit.now + timedelta(days=1))
    assert still.state is State.REVIEW
    town.passes(60)
    rung = babul.was_rung()
    assert isinstance(by_hand.call_now(town.board, BO, row.public_id, babul.id), Callback)
    town.passes(15)
    assert babul.was_rung() == rung + 1


def test_nobody_is_called_now_in_the_middle_of_the_night() -> None:
    town = Town()
    nasrin, asha = owed(town)
    public_id = nasrin.callback().public_id
    by_hand.move(town.board, ADA, public_id, town.now() + timedelta(days=1))
    town.passes_until(17, 30)
    assert by_hand.call_now(town.board, ADA, public_id, asha.id) is Hindrance.HOUR
    town.passes(600)
    assert nasrin.was_rung() == 0


def test_a_move_is_taken_back_within_ten_seconds_and_no_later() -> None:
    town = Town()
    nasrin, asha = owed(town)
    before = nasrin.callback()
    moved = by_hand.move(town.board, ADA, before.public_id, town.now() + timedelta(hours=3), words="after lunch")
    assert isinstance(moved, Callback) and moved.words == "after lunch" and moved.state is State.SCHEDULED
    town.passes(5)
    back = by_hand.undo(town.board, ADA, before.public_id)
    assert isinstance(back, Callback)
    assert (back.due_at, back.promised_by, back.words) == (before.due_at, before.promised_by, before.words)
    by_hand.move(town.board, ADA, before.public_id, town.now() + timedelta(hours=3))
    town.passes(11)
    assert by_hand.undo(town.board, ADA, before.public_id) is Hindrance.TOO_LATE


def test_a_call_off_is_carried_out_after_ten_seconds() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    by_hand.cancel(town.board, ADA, nasrin.callback().public_id, Why.CALLER)
    town.passes(8)
    assert nasrin.callback().state is State.SCHEDULED
    town.passes(8)
    assert nasrin.fates() == ["cancelled"]
    town.passes(3600)
    assert nasrin.was_rung() == 0
    assert by_hand.undo(town.board, ADA, nasrin.callback().public_id) is Hindrance.OVER


def test_a_call_off_that_was_taken_back_rings_as_if_nothing_had_been() -> None:
    town = Town()
    nasrin, asha = owed(town)
    by_hand.cancel(town.board, ADA, nasrin.callback().public_id, Why.MISTAKE)
    town.passes(8)
    rung = asha.was_rung()
    by_hand.undo(town.board, ADA, nasrin.callback().public_id)
    town.passes(60)
    assert asha.was_rung() == rung + 1


def test_what_is_settled_otherwise_is_not_the_callers_own_no() -> None:
    town = Town()
    nasrin, _ = owed(town)
    by_hand.cancel(town.board, ADA, nasrin.callback().public_id, Why.SETTLED)
    town.passes(15)
    assert nasrin.fates() == ["closed_by_agent"]


def test_who_rings_in_after_it_was_called_off_is_owed_all_the_same() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.goes_home()
    by_hand.cancel(town.board, ADA, nasrin.callback().public_id, Why.SETTLED)
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu")
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.callback().state not in (State.CLOSED_BY_AGENT, State.CANCELLED)
    assert len(nasrin.owed()) == 2


def test_it_is_handed_over_to_an_agent_or_to_a_team_that_there_is() -> None:
    town = Town()
    nasrin, asha, babul = two_agents(town)
    public_id = nasrin.callback().public_id
    assert by_hand.hand_over(town.board, ADA, public_id, team="moon") is Hindrance.NO_SUCH_TEAM
    given = by_hand.hand_over(town.board, ADA, public_id, agent_id=babul.id)
    assert isinstance(given, Callback) and given.claimed_by == babul.id
    rung = babul.was_rung()
    town.passes(20)
    assert babul.was_rung() > rung


def test_the_ledger_and_the_trail_say_who_did_what() -> None:
    town = Town()
    nasrin, asha, _ = two_agents(town)
    row = nasrin.callback()
    with town.store.unit() as unit:
        account = unit.insert(Account(0, "ada@example.com", "Ada", Role.AGENT, unit.now))
    ada = By(account.id, "Ada")
    claims.claim(town.board, ada, row.public_id, asha.id)
    by_hand.move(town.board, ada, row.public_id, town.now() + timedelta(hours=1))
    with town.store.reading() as unit:
        told = [(one.actor, one.cause) for one in unit.many(Entry, entity="callback", entity_id=row.id)]
        deeds = [one.action for one in unit.many(Deed, subject=f"callback {row.public_id}")]
    assert (ada.actor, f"claim: agent {asha.id}") in told and (ada.actor, "move") in told
    assert deeds == [Action.CLAIM_CALLBACK, Action.MOVE_CALLBACK]
