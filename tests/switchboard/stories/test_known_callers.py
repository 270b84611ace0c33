"""What is known of a caller: facts, tags, notes, and what they allow us."""

from dataclasses import replace

from ivr.switchboard.known import consents, notes, profiles
from ivr.switchboard.known.profiles import Stale
from ivr.switchboard.rows import Caller, Entry, Matter, Note, Tag
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
