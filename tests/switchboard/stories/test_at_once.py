"""Two people at the same callback within the same ten seconds: nobody undoes what another has done meanwhile, is told
that something is theirs which is about to end, or holds what they cannot be asked for."""

from datetime import timedelta

from ivr.promise.callback import State
from ivr.switchboard import agents
from ivr.switchboard.deeds import by_hand, claims
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.rows import Callback
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_in_hand import two_agents
from tests.switchboard.stories.town import Town

ADA, BO = By(None, "Ada", program="token:1"), By(None, "Bo", program="token:2")


def test_what_another_has_claimed_since_is_not_taken_from_them() -> None:
    town = Town()
    nasrin, _, babul = two_agents(town)
    public_id = nasrin.callback().public_id
    by_hand.move(town.board, ADA, public_id, town.now() + timedelta(hours=2))
    town.passes(3)
    assert isinstance(claims.claim(town.board, BO, public_id, babul.id), Callback)
    assert by_hand.undo(town.board, ADA, public_id) is Hindrance.TOO_LATE
    assert nasrin.callback().claimed_by == babul.id


def test_nobody_takes_back_what_somebody_else_did() -> None:
    town = Town()
    nasrin, _, _ = two_agents(town)
    public_id, later = nasrin.callback().public_id, town.now() + timedelta(hours=2)
    by_hand.move(town.board, ADA, public_id, later)
    town.passes(2)
    by_hand.cancel(town.board, BO, public_id, Why.CALLER)
    assert by_hand.undo(town.board, ADA, public_id) is Hindrance.TOO_LATE, "it is Bo's call-off that stands"
    assert nasrin.callback().cancel_at is not None
    back = by_hand.undo(town.board, BO, public_id)
    assert isinstance(back, Callback) and (back.cancel_at, back.due_at) == (None, later)
    assert by_hand.undo(town.board, BO, public_id) is Hindrance.TOO_LATE, "once"


def test_what_was_called_off_a_moment_ago_is_nobodys_to_take_or_to_call() -> None:
    town = Town()
    nasrin, _, babul = two_agents(town)
    public_id = nasrin.callback().public_id
    by_hand.cancel(town.board, ADA, public_id, Why.SETTLED)
    assert claims.claim(town.board, BO, public_id, babul.id) is Hindrance.OVER
    assert by_hand.call_now(town.board, BO, public_id, babul.id) is Hindrance.OVER
    town.passes(60)
    assert (nasrin.fates(), nasrin.was_rung()) == (["closed_by_agent"], 0)


def test_it_is_handed_to_nobody_whose_page_is_shut() -> None:
    town = Town()
    nasrin, asha, _ = two_agents(town)
    public_id = nasrin.callback().public_id
    mina = agents.add(town.store, "Mina", "client:mina", ("care",))
    agents.available(town.store, "Mina")
    assert by_hand.hand_over(town.board, ADA, public_id, agent_id=mina.id) is Hindrance.AWAY
    agents.seen(town.store, mina.id)
    given = by_hand.hand_over(town.board, ADA, public_id, agent_id=mina.id)
    assert isinstance(given, Callback) and given.claimed_by == mina.id and given.state is not State.REVIEW
