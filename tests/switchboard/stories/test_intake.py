"""A list of callers is brought in: what it says of whom we know counts, and it forbids calls but allows none."""

from dataclasses import replace

import pytest

from ivr.switchboard.known import consents, persons, profiles
from ivr.switchboard.outside import intake
from ivr.switchboard.outside.intake import Entry, Taken
from ivr.switchboard.rows import Caller, Consent, Matter, Tag
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.test_known_callers import asks, row
from tests.switchboard.stories.town import KARIM, NASRIN, Town

ADA = By(None, "Ada")
STRANGER = "+8801912345678"


def test_strangers_are_known_from_then_on_and_the_known_keep_what_the_list_leaves_empty() -> None:
    town = Town()
    owed(town)
    known = row(town)
    profiles.change(town.store, ADA, known.id, known.fence, name="Nasrin", vip=True)
    listed = [Entry(STRANGER, name=" Rahim  Uddin ", language="bn", tags=("shop",)), Entry(NASRIN, zone="Asia/Dhaka")]
    assert intake.take_in(town.board, ADA, listed) == Taken(1, 1)
    stranger, nasrin = row(town, STRANGER), row(town)
    assert (stranger.name, stranger.search, stranger.language) == ("Rahim Uddin", "rahim uddin", "bn")
    assert (nasrin.name, nasrin.vip, nasrin.zone) == ("Nasrin", True, "Asia/Dhaka")
    assert [tag.caller_id for tag in town.all(Tag)] == [stranger.id]  # type: ignore[attr-defined]
    assert intake.take_in(town.board, ADA, listed) == Taken(0, 0)


def test_who_wants_no_calls_by_the_list_is_not_phoned_for_what_is_owed() -> None:
    town = Town()
    nasrin, _asha = owed(town)
    assert intake.take_in(town.board, ADA, [Entry(NASRIN, do_not_call=True)]) == Taken(0, 1)
    town.passes(600)
    assert nasrin.fates() == ["barred"] and nasrin.was_rung() == 0
    consents.say(town.board, ADA, row(town).id, Matter.CALLS, True, "on the telephone")
    intake.take_in(town.board, ADA, [Entry(NASRIN)])
    assert not row(town).do_not_call, "a list that says nothing of it forbids nothing"
    assert [one.how for one in town.all(Consent)] == ["from a list", "on the telephone"]  # type: ignore[attr-defined]


def test_what_a_list_says_of_one_number_holds_for_the_person() -> None:
    town = Town()
    owed(town)
    asks(town)
    assert isinstance(persons.merge(town.board, ADA, row(town).id, row(town, KARIM).id), persons.Merged)
    intake.take_in(town.board, ADA, [Entry(KARIM, name="Karim", vip=True)])
    assert (row(town).name, row(town).vip) == ("Karim", True)


def test_a_list_that_is_too_long_is_not_begun() -> None:
    town = Town()
    entry = Entry(STRANGER)
    with pytest.raises(ValueError, match="1001"):
        intake.take_in(town.board, ADA, [replace(entry, number=f"+{n}") for n in range(intake.MOST + 1)])
    assert not town.all(Caller)
