"""What is known of a caller: facts, tags, notes, what they allow us, and two numbers of one person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.promise.callback import FINAL, State
from ivr.reports.audit import audit
from ivr.switchboard.deeds import by_hand
from ivr.switchboard.known import consents, notes, persons, profiles
from ivr.switchboard.known.persons import Refused
from ivr.switchboard.known.profiles import Stale
from ivr.switchboard.rows import Caller, Deed, Entry, Matter, Note, Tag
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import KARIM, NASRIN, Neighbour, Town

ADA = By(None, "Ada")


def row(town: Town, number: str = NASRIN) -> Caller:
    with town.store.reading() as unit:
        found = unit.one(Caller, number=number)
    assert found is not None
    return found


def asks(town: Town, name: str = "Karim", number: str = KARIM) -> Neighbour:
    """Another number rings, and is owed a call as well."""
    karim = town.caller(name, number)
    karim.rings_the_shop()
    karim.hears("reason_menu")
    karim.presses("1")
    town.passes(5)
    karim.hangs_up()
    town.passes(5)
    return karim


@pytest.fixture
def two() -> tuple[Town, Neighbour, Neighbour]:
    """Two numbers, each owed a call, and nobody at work."""
    town = Town()
    nasrin, asha = owed(town)
    asha.goes_home()
    karim = asks(town)
    return town, nasrin, karim


def test_facts_are_changed_and_told_without_a_name_in_the_ledger() -> None:
    town = Town()
    owed(town)
    known = row(town)
    changed = profiles.change(town.store, ADA, known.id, known.fence, name=" Nasrin  Akter ", vip=True)
    assert isinstance(changed, Caller)
    assert (changed.name, changed.search, changed.vip) == ("Nasrin Akter", "nasrin akter", True)
    with town.store.reading() as unit:
        (line,) = unit.many(Entry, entity="caller", entity_id=known.id)
    assert line.cause == "changed: name, vip"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    town = Town()
    owed(town)
    known = row(town)
    profiles.change(town.store, By(None, "Bo"), known.id, known.fence, name="Nasrin")
    stale = profiles.change(town.store, ADA, known.id, known.fence, name="Nasreen")
    assert isinstance(stale, Stale)
    assert (stale.now.name, stale.by) == ("Nasrin", "operator")
    assert profiles.change(town.store, ADA, 99, 0, name="x") is None


def test_nobody_is_blamed_for_what_the_caller_chose_in_a_call() -> None:
    town = Town()
    owed(town)
    known = row(town)
    profiles.change(town.store, By(None, "Bo"), known.id, known.fence, name="Nasrin")
    with town.store.unit() as unit:
        unit.save(replace(unit.lock(known.id), language="bn"))  # as a turn does it
    stale = profiles.change(town.store, ADA, known.id, known.fence, name="Nasreen")
    assert isinstance(stale, Stale) and (stale.by, stale.now.language) == ("", "bn")


def test_a_tag_is_there_once_however_it_is_written_and_can_be_taken_away() -> None:
    town = Town()
    owed(town)
    id = row(town).id
    first = profiles.tag(town.store, ADA, id, "Wholesale")
    assert profiles.tag(town.store, ADA, id, "wholesale ") == first
    assert profiles.tag(town.store, ADA, id, "  ") is None
    assert profiles.untag(town.store, ADA, id, "WHOLESALE") and not town.all(Tag)
    assert not profiles.untag(town.store, ADA, id, "wholesale")


def test_a_note_keeps_its_lines_and_is_withdrawn_not_edited() -> None:
    town = Town()
    owed(town)
    note = notes.add(town.store, ADA, row(town).id, " Wants a bill\r\nin Bengali: বিল\x00 ")
    assert note is not None and note.text == "Wants a bill\nin Bengali: বিল"
    assert notes.add(town.store, ADA, row(town).id, " \n ") is None
    gone = notes.withdraw(town.store, By(None, "Bo"), note.public_id)
    assert gone is not None and gone.withdrawn_by == "Bo" and gone.text == note.text
    assert notes.withdraw(town.store, ADA, "nobody") is None
    assert notes.bring_back(town.store, ADA, "nobody") is None
    back = notes.bring_back(town.store, ADA, note.public_id)
    assert back is not None and (back.withdrawn_at, back.withdrawn_by, back.text) == (None, "", note.text)
    assert len(town.all(Note)) == 1


def test_who_forbids_calls_is_not_phoned_for_what_is_owed_and_all_their_words_are_kept() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    id = row(town).id
    consents.say(town.board, ADA, id, Matter.CALLS, False, "in writing")
    town.passes(600)
    assert nasrin.fates() == ["barred"] and nasrin.was_rung() == 0
    consents.say(town.board, ADA, id, Matter.CALLS, True, "on the telephone")
    consents.say(town.board, ADA, id, Matter.RECORDING, False, "on the telephone")
    assert not row(town).do_not_call
    with town.store.reading() as unit:
        standing = consents.standing(unit, id)
    assert {matter: one.given for matter, one in standing.items()} == {Matter.CALLS: True, Matter.RECORDING: False}


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
