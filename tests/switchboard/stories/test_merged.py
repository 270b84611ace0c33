"""Two callers turn out to be one person, and sometimes to be two after all: what is owed and forbidden follows them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.promise.callback import FINAL, State
from ivr.reports.equation.audit import audit
from ivr.switchboard.deeds import by_hand
from ivr.switchboard.known import consents, persons
from ivr.switchboard.known.persons import Refused
from ivr.switchboard.rows import Caller, Deed, Matter
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.test_known_callers import ADA, asks, row
from tests.switchboard.stories.town import KARIM, NASRIN, Neighbour, Town


@pytest.fixture
def two() -> tuple[Town, Neighbour, Neighbour]:
    """Two numbers, each owed a call, and nobody at work."""
    town = Town()
    nasrin, asha = owed(town)
    asha.goes_home()
    karim = asks(town)
    return town, nasrin, karim


def test_two_numbers_of_one_person_are_owed_one_call(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    ours, theirs = row(town), row(town, KARIM)
    assert isinstance(persons.merge(town.board, ADA, ours.id, theirs.id), persons.Merged)
    assert karim.callback().state is State.UNREACHABLE
    assert {debt.callback_id for debt in nasrin.owed() + karim.owed()} == {nasrin.callback().id}
    assert audit(town.store).balanced
    assert persons.merge(town.board, ADA, ours.id, theirs.id) is Refused.SAME
    asks(town)
    assert {debt.callback_id for debt in nasrin.owed() + karim.owed()} == {nasrin.callback().id}


def test_who_rings_in_from_the_other_number_and_is_served_is_not_phoned(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    persons.merge(town.board, ADA, row(town).id, row(town, KARIM).id)
    by_hand.move(town.board, ADA, nasrin.callback().public_id, town.now() + timedelta(hours=5))
    babul = town.agent("Babul", "+12025550112")
    karim.rings_the_shop()
    town.passes(2)
    karim.presses("1")
    babul.says_yes()
    babul.is_bridged()
    town.passes(60)
    karim.hangs_up()
    babul.hears("If this is settled, press 1")
    babul.presses("1")
    town.passes(6 * 3600)
    assert nasrin.callback().state is State.CAME_IN
    assert nasrin.was_rung() == 0 and audit(town.store).balanced


def test_taken_apart_again_each_is_owed_what_they_asked_for(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    ours, theirs = row(town), row(town, KARIM)
    persons.merge(town.board, ADA, ours.id, theirs.id)
    assert isinstance(persons.split(town.board, ADA, theirs.id), Caller)
    assert row(town).person is None and row(town, KARIM).person is None
    assert nasrin.fates() == karim.fates() == ["scheduled"] or set(nasrin.fates() + karim.fates()) <= {
        "due",
        "scheduled",
    }
    assert nasrin.callback().id != karim.callback().id
    assert audit(town.store).balanced
    assert persons.split(town.board, ADA, theirs.id) is Refused.SAME


def test_who_must_not_be_called_is_not_at_their_other_number(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    with town.store.unit() as unit:
        unit.save(replace(unit.lock(row(town, KARIM).id), do_not_call=True))
    persons.merge(town.board, ADA, row(town).id, row(town, KARIM).id)
    assert row(town).do_not_call


def test_a_merge_that_is_taken_back_leaves_every_promise_as_it_was_given(
    two: tuple[Town, Neighbour, Neighbour],
) -> None:
    town, nasrin, karim = two
    later = town.now() + timedelta(hours=3)
    by_hand.move(town.board, ADA, karim.callback().public_id, later, later + timedelta(minutes=5), "At three.", True)
    before = [promised(one) for one in (nasrin, karim)]
    for stays, joins in ((NASRIN, KARIM), (KARIM, NASRIN)):
        done = persons.merge(town.board, ADA, row(town, stays).id, row(town, joins).id)
        assert isinstance(done, persons.Merged)
        assert promised(nasrin) == before[0] and karim.callback().state in FINAL, "what was promised first is kept"
        town.passes(5)
        persons.unmerge(town.board, ADA, done)
        assert [promised(one) for one in (nasrin, karim)] == before
    assert audit(town.store).balanced


def promised(caller: Neighbour) -> tuple[object, ...]:
    owed = caller.callback()
    return owed.promised_by, owed.due_at, owed.words, owed.chosen, owed.caller_id


def forbidding(town: Town) -> persons.Merged:
    """Karim wants no calls; then somebody takes his number for hers."""
    consents.say(town.board, ADA, row(town, KARIM).id, Matter.CALLS, False, "on the telephone")
    done = persons.merge(town.board, ADA, row(town).id, row(town, KARIM).id)
    assert isinstance(done, persons.Merged) and row(town).do_not_call
    return done


def test_a_merge_by_mistake_takes_back_the_no_that_it_carried_over(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    done = forbidding(town)
    town.passes(13)
    assert nasrin.callback().state is State.SCHEDULED, "nothing is barred while it can be taken back"
    assert isinstance(persons.unmerge(town.board, ADA, done), Caller)
    assert (row(town).do_not_call, row(town, KARIM).do_not_call) == (False, True)
    assert row(town).person is None and row(town, KARIM).person is None
    town.passes(60)
    assert nasrin.callback().state is State.DUE and karim.fates() == ["barred"]
    assert persons.unmerge(town.board, ADA, done) is Refused.SAME
    told = [(one.subject, one.after) for one in town.all(Deed) if "do_not_call" in one.after]  # type: ignore[attr-defined]
    assert told == [(f"caller {row(town).id}", f'{{"do_not_call": {said}}}') for said in ("true", "false")]


def test_the_same_where_the_one_who_forbids_stays(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, _, karim = two
    consents.say(town.board, ADA, row(town).id, Matter.CALLS, False, "on the telephone")
    done = persons.merge(town.board, ADA, row(town).id, row(town, KARIM).id)
    assert isinstance(done, persons.Merged)
    persons.unmerge(town.board, ADA, done)
    assert (row(town).do_not_call, row(town, KARIM).do_not_call) == (True, False)
    town.passes(60)
    assert karim.callback().state is State.DUE


def test_a_no_that_is_not_taken_back_holds(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, _ = two
    babul = town.agent("Babul", "+12025550112")
    forbidding(town)
    town.passes(60)
    assert nasrin.fates() == ["barred"] and nasrin.was_rung() == 0
    assert babul.leg is None, "nor is anybody asked to phone her"


def test_what_was_said_since_the_merge_stays(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, *_ = two
    done = forbidding(town)
    consents.say(town.board, ADA, row(town).id, Matter.CALLS, False, "in writing")
    assert isinstance(persons.unmerge(town.board, ADA, done), Caller)
    assert row(town).do_not_call and row(town, KARIM).do_not_call


def test_nobody_is_merged_while_they_are_phoned_nor_with_who_is_unknown(two: tuple[Town, Neighbour, Neighbour]) -> None:
    town, nasrin, karim = two
    ids = row(town).id, row(town, KARIM).id
    assert persons.merge(town.board, ADA, ids[0], 99) is Refused.UNKNOWN
    town.agent("Babul", "+12025550112").says_yes()
    assert persons.merge(town.board, ADA, *ids) is Refused.UNDER_WAY
