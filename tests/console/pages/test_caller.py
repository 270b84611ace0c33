"""One caller's page: read by every role, changed by those who may, in both languages and on both databases."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from ivr.access import Action, Role
from ivr.console.words import LANGUAGES
from ivr.frozen import replace
from ivr.line.inputs import Digits
from ivr.switchboard import turns
from ivr.switchboard.known import notes, profiles
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Callback, Consent, Matter, Note, Tag
from ivr.switchboard.trail import By
from tests.console.floor import Floor
from tests.console.pages.on_the_line import opens, rang, rings
from tests.console.pages.townsfolk import STRANGER, Reader, caller, deeds, fence
from tests.store import samples

BO = By(None, "Bo")


def plain(html: str) -> str:
    """What is read, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Rang us",
                "What it is about",
                "an order",
                "Customer care",
                "Keeps to mornings",
                "gave a tag",
                "2 calls in 7 days",
            ),
        ),
        ("bn", ("আমাদের ফোন করেছেন", "কী বিষয়ে", "অর্ডার", "গ্রাহক সেবা", "Keeps to mornings", "ট্যাগ", "৭ দিনে ২টি কল")),
    ],
)
def test_one_story_of_all_that_was(floor: Floor, language: str, said: tuple[str, ...]) -> None:
    """Two calls, a promise, a note, a tag: each once, on its day, with the way through the menus and the keys."""
    opens(floor)
    row = caller(floor)
    rang(floor, "1")
    rang(floor, "1", "1")
    notes.add(floor.parts.store, BO, row.id, "Keeps to mornings")
    profiles.tag(floor.parts.store, BO, row.id, "shop")
    page = Reader(floor, Role.VIEWER, language).get(f"/callers/{row.id}").text
    read = plain(page)
    assert all(words in read for words in said), read
    assert page.count('data-kind="call"') == 2 and page.count('data-kind="note"') == 1
    assert page.count("<h3>") == 1 and '<ol class="way"' in page
    assert f"<kbd>{'১' if language == 'bn' else '1'}</kbd>" in page
    assert 'href="tel:+8801712345678"' in page


def test_what_is_promised_stands_beside_with_its_words(floor: Floor) -> None:
    opens(floor)
    call = rang(floor, "1", "1")
    with floor.parts.store.reading() as unit:
        (owed,) = unit.many(Callback, caller_id=call.caller_id)
    work(floor.parts.store, lambda unit: unit.save(replace(owed, words="within thirty minutes")))
    page = Reader(floor).get(f"/callers/{call.caller_id}").text
    promise = page[page.index('class="promise"') : page.index('class="timeline"')]
    assert "within thirty minutes" in promise and "Customer care" in promise


def test_a_call_fills_in_while_it_goes_on(floor: Floor) -> None:
    """The part that shows it asks again by itself, for keys are no lines of the ledger."""
    opens(floor)
    call = rings(floor, "1")
    reader = Reader(floor)
    path = f"/callers/{call.caller_id}"
    assert "every 2s" in reader.get(path, "story").text and "is on the line" in reader.get(path, "person").text
    assert reader.get(path, "story").text.count("<kbd>") == 1
    turns.next(floor.parts.board, call.public_id, 2, call.sid, Digits("1"))
    assert reader.get(path, "story").text.count("<kbd>") == 2
    rang(floor, from_=STRANGER)
    other = caller(floor, STRANGER)
    assert "every 2s" not in reader.get(f"/callers/{other.id}", "story").text


def test_kinds_are_told_apart_and_a_long_story_goes_on(light_floor: Floor) -> None:
    row = caller(light_floor)

    def much(unit: Any) -> None:
        for number in range(70):
            samples.note(unit, row, text=f"note {number}.", at=unit.now - timedelta(hours=number))
        samples.message(unit, caller_id=row.id, text="Your bill")

    work(light_floor.parts.store, much)
    reader = Reader(light_floor)
    page = reader.get(f"/callers/{row.id}").text
    older = re.search(r'href="([^"]+after=[^"]+)"', page)
    assert older and "note 0." in page and "note 40." not in page
    second = reader.get(older[1].replace("&amp;", "&")).text
    assert "note 40." in second and "Back to the newest" in second and "note 0." not in second
    only = reader.get(f"/callers/{row.id}?kind=message").text
    assert "Your bill" in only and "note 0." not in only
    assert reader.get(f"/callers/{row.id}?kind=colour&after=x").status_code == 200


def test_looking_is_a_deed_and_being_drawn_anew_is_none(light_floor: Floor) -> None:
    row = caller(light_floor)
    reader = Reader(light_floor, Role.AGENT)
    reader.get(f"/callers/{row.id}"), reader.get(f"/callers/{row.id}", "story")
    assert deeds(light_floor, f"caller {row.id}") == [Action.SEE_CALLERS]
    assert reader.get("/callers/999").status_code == 404
    assert reader.get("/callers/99999999999999999999").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_are_changed_and_faults_stand_beside_their_fields(floor: Floor, language: str) -> None:
    row, reader = caller(floor), Reader(floor, Role.AGENT, language)
    path = f"/callers/{row.id}/facts"
    seen = fence(reader, row.id)
    wrong = reader.send(path, name="N" * 101, zone="Dhaka", language="xx", fence=seen)
    assert wrong.status_code == 422 and wrong.text.count("field-fault") == 3 and 'value="Dhaka"' in wrong.text
    done = reader.send(path, name="নাসরিন আক্তার", zone="Asia/Dhaka", language="bn", vip="yes", fence=seen)
    assert done.status_code == 303
    now = caller(floor)
    assert (now.name, now.zone, now.language, now.vip) == ("নাসরিন আক্তার", "Asia/Dhaka", "bn", True)


def test_a_stale_edit_is_refused_with_what_changed(floor: Floor) -> None:
    row, reader = caller(floor), Reader(floor)
    seen = fence(reader, row.id)
    quicker = floor.add(Role.AGENT)
    by = By(quicker.id, quicker.name)
    profiles.change(floor.parts.store, by, row.id, row.fence, name="Nasrin Akter", vip=True)
    path, mine = f"/callers/{row.id}/facts", {"name": "Nasreen", "zone": "Asia/Dhaka", "language": ""}
    refused = reader.send(path, **mine, fence=seen)
    told = plain(refused.text)
    assert refused.status_code == 409 and caller(floor).name == "Nasrin Akter"
    assert "Agent has changed this meanwhile" in told and "Now: name – Nasrin Akter." in told and "VIP – yes" in told
    assert 'value="Nasreen"' in refused.text, "what was typed stays"
    fresh = re.search(r'name="fence" value="(\d+)"', refused.text)
    assert fresh and reader.send(path, **mine, fence=fresh[1]).status_code == 303
    assert caller(floor).name == "Nasreen"


def test_tags_come_and_go_and_come_back(floor: Floor) -> None:
    row, reader = caller(floor), Reader(floor, Role.AGENT)
    path = f"/callers/{row.id}"
    assert (
        reader.send(f"{path}/tags", tag=" ").status_code == reader.send(f"{path}/tags", tag="x" * 41).status_code == 422
    )
    assert reader.send(f"{path}/tags", tag="দোকান").status_code == 303
    assert "দোকান" in reader.get(path).text
    reader.send(f"{path}/tags/remove", tag="দোকান")
    assert reader.takes_back(path).status_code == 303
    with floor.parts.store.reading() as unit:
        assert [tag.word for tag in unit.many(Tag, caller_id=row.id)] == ["দোকান"]


def test_what_they_allow_is_noted_with_how_we_know(floor: Floor) -> None:
    row, reader = caller(floor), Reader(floor, Role.AGENT)
    path = f"/callers/{row.id}/consent"
    assert reader.send(path, matter="calls", how="in writing").status_code == 422
    reader.send(path, matter="calls", given="no", how="in writing")
    reader.send(path, matter="recording", given="yes", how="on the telephone")
    page = plain(reader.get(f"/callers/{row.id}").text)
    assert "do not call" in page and "refused in writing" in page and "allowed on the telephone" in page
    assert caller(floor).do_not_call
    with floor.parts.store.reading() as unit:
        assert {one.matter for one in unit.many(Consent, caller_id=row.id)} == {Matter.CALLS, Matter.RECORDING}


def test_a_note_is_written_taken_back_and_withdrawn(floor: Floor) -> None:
    row, reader = caller(floor), Reader(floor, Role.AGENT)
    path = f"/callers/{row.id}"
    assert reader.send(f"{path}/notes", note=" \n").status_code == 422
    reader.send(f"{path}/notes", note="<b>wants</b>\na bill")
    page = reader.get(path).text
    assert "&lt;b&gt;wants&lt;/b&gt;\na bill" in page
    reader.send(f"{path}/notes", note="by mistake")
    reader.takes_back(path)
    with floor.parts.store.reading() as unit:
        first, second = unit.many(Note, caller_id=row.id)
    assert second.withdrawn_at is not None
    reader.send(f"{path}/notes/{first.public_id}/withdraw")
    page = reader.get(path).text
    assert "a bill" not in page and "was withdrawn by Agent" in plain(page)
    reader.send(f"{path}/notes/{first.public_id}/withdraw")  # a page says once what was done
    reader.takes_back(path)
    assert "a bill" in reader.get(path).text
    assert reader.send(f"{path}/notes/nothing/withdraw").status_code == 404
