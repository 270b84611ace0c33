"""Two numbers of one person, and what a caller may ask for: to have all that is kept, and to be forgotten."""

from __future__ import annotations

import json
import re

import pytest

from ivr.access import Action, Role, may
from ivr.frozen import replace
from ivr.line.inputs import Ring
from ivr.switchboard.known import consents, notes, persons
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call, Caller, Erasure, Matter
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.on_the_line import NUMBER, opens, rang, rings
from tests.console.pages.townsfolk import KARIM, NASRIN, STRANGER, Reader, caller, deeds


def person(floor: Floor, id: int) -> tuple[int, ...]:
    """The rows that stand together with this one."""
    with floor.parts.store.reading() as unit:
        return unit.person(id)


def test_two_numbers_become_one_person_and_two_again(floor: Floor) -> None:
    nasrin, karim, reader = caller(floor), caller(floor, KARIM), Reader(floor, Role.SUPERVISOR)
    path = f"/callers/{nasrin.id}"
    rang(floor, from_=KARIM)
    assert reader.send(f"{path}/merge", number="০১৮১২-৩৪৫৬৭৯").headers["Location"] == path
    page = reader.get(path).text
    assert page.count('class="tel"') == 2 and 'data-kind="call"' in page
    assert reader.get(f"/callers/{karim.id}").headers["Location"] == path, "one page for one person"
    assert reader.send(f"{path}/merge", number=KARIM).status_code == 422, "they are one person already"
    reader.send(f"{path}/split", row=karim.id)
    assert person(floor, nasrin.id) == (nasrin.id,)
    reader.takes_back(path)
    assert set(person(floor, nasrin.id)) == {nasrin.id, karim.id}


def test_what_was_put_together_by_mistake_is_as_it_was_before(floor: Floor) -> None:
    """Also where the other one was a person of two numbers already."""
    nasrin, karim, third = caller(floor), caller(floor, KARIM), caller(floor, STRANGER)
    assert isinstance(persons.merge(floor.parts.board, OPERATOR, karim.id, third.id), persons.Merged)
    reader = Reader(floor)
    reader.send(f"/callers/{nasrin.id}/merge", number=STRANGER)
    assert len(person(floor, nasrin.id)) == 3
    reader.takes_back(f"/callers/{nasrin.id}")
    assert person(floor, nasrin.id) == (nasrin.id,) and set(person(floor, karim.id)) == {karim.id, third.id}


def test_nor_may_anybody_not_be_phoned_who_never_said_so(floor: Floor) -> None:
    nasrin, karim = caller(floor), caller(floor, KARIM)
    consents.say(floor.parts.board, OPERATOR, karim.id, Matter.CALLS, False, "on the telephone")
    reader = Reader(floor)
    reader.send(f"/callers/{nasrin.id}/merge", number=KARIM)
    assert caller(floor).do_not_call
    assert reader.takes_back(f"/callers/{nasrin.id}").status_code == 303
    assert (caller(floor).do_not_call, caller(floor, KARIM).do_not_call) == (False, True)


@pytest.mark.parametrize(("number", "said"), [("12", "This is no"), ("01912345678", "never heard"), ("", "no number")])
def test_who_is_not_to_be_found_is_told_beside_the_field(light_floor: Floor, number: str, said: str) -> None:
    row = caller(light_floor)
    answer = Reader(light_floor).send(f"/callers/{row.id}/merge", number=number)
    assert answer.status_code == 422 and (said in answer.text or "There is no such number" in answer.text)
    assert f'value="{number}"' in answer.text


def test_everything_is_handed_out_as_a_file_and_that_is_a_deed(floor: Floor) -> None:
    row = caller(floor)
    notes.add(floor.parts.store, OPERATOR, row.id, "নোট")
    answer = Reader(floor, Role.SUPERVISOR).get(f"/callers/{row.id}/everything.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.text)
    assert told["callers"][0]["number"] == NASRIN and told["notes"][0]["text"] == "নোট"
    assert deeds(floor, f"caller {row.id}") == [Action.EXPORT_CALLER]


def test_who_is_forgotten_is_forgotten_here_and_the_page_tells_how_far_the_carrier_is(floor: Floor) -> None:
    call = rang(floor)
    path, reader = f"/callers/{call.caller_id}", Reader(floor)
    notes.add(floor.parts.store, OPERATOR, call.caller_id, "a secret")
    assert reader.send(f"{path}/erase", confirm="01712345679").status_code == 422
    assert "a secret" in reader.get(path).text
    assert reader.send(f"{path}/erase", confirm="০১৭১২-৩৪৫৬৭৮").status_code == 303
    page = reader.get(path).text
    assert not any(word in page for word in (NASRIN[1:], "1712 345678", "a secret", "Nasrin", "<textarea"))
    assert "The carrier has deleted 0 of 1 records so far" in page
    with floor.parts.store.reading() as unit:
        erasure = unit.one(Erasure, sid=call.sid)
    assert erasure is not None
    work(floor.parts.store, lambda unit: unit.save(replace(erasure, done_at=unit.now, deadline=None)))
    assert "At the carrier nothing is kept either" in reader.get(path).text
    assert reader.send(f"{path}/erase", confirm=NASRIN).status_code == 404, "nobody is forgotten twice"
    assert reader.send(f"{path}/notes", note="again").status_code == 404
    assert Action.ERASE_CALLER in deeds(floor, f"caller {call.caller_id}")
    assert NASRIN not in reader.get("/callers").text and f'href="{path}"' not in reader.get("/callers").text


def test_what_waits_beside_the_database_is_theirs_too(light_floor: Floor) -> None:
    """They rang while the database was away: that would bring them back once it is read."""
    row, spool = caller(light_floor), light_floor.parts.spool
    spool.add(Ring("CA" + "f" * 32, NASRIN, NUMBER))
    assert Reader(light_floor).send(f"/callers/{row.id}/erase", confirm=NASRIN).status_code == 303
    assert spool.lines() == 0
    with light_floor.parts.store.reading() as unit:
        assert unit.one(Caller, number=NASRIN) is None


def test_nobody_is_forgotten_in_the_middle_of_a_call(light_floor: Floor) -> None:
    opens(light_floor)
    call = rings(light_floor)
    answer = Reader(light_floor).send(f"/callers/{call.caller_id}/erase", confirm=NASRIN)
    assert answer.status_code == 409 and "They are on the line" in answer.text


def test_a_caller_without_a_number_is_forgotten_by_the_number_of_the_page(light_floor: Floor) -> None:
    call = rang(light_floor, from_=None)
    reader, path = Reader(light_floor), f"/callers/{call.caller_id}"
    assert "withheld number" in reader.get(path).text
    assert reader.send(f"{path}/erase", confirm=str(call.caller_id)).status_code == 303
    with light_floor.parts.store.reading() as unit:
        assert unit.many(Call, caller_id=call.caller_id)[0].position == ""


FORMS = {
    Action.EDIT_CALLER: ("facts", "tags", "consent", "notes"),
    Action.MERGE_CALLERS: ("merge",),
    Action.EXPORT_CALLER: ("everything.json",),
    Action.ERASE_CALLER: ("erase",),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_is_shown_the_forms_that_it_may_send(light_floor: Floor, role: Role) -> None:
    row, reader = caller(light_floor), Reader(light_floor, role)
    path = f"/callers/{row.id}"
    page = reader.get(path).text
    for action, forms in FORMS.items():
        for form in forms:
            assert (re.search(rf'"{path}/{form}"', page) is not None) == may(role, action), (role, form)
            if form != "everything.json":
                assert (reader.send(f"{path}/{form}").status_code == 403) != may(role, action), (role, form)
