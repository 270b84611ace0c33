"""The list of callers: looked for, taken along and brought in, as each role and in both languages."""

from __future__ import annotations

import csv
import io

import pytest

from ivr.access import Action, Role
from ivr.console.pages.callers import table
from ivr.console.words import LANGUAGES
from ivr.language import sought
from ivr.reports.caller import seeking
from ivr.switchboard.known import notes, profiles
from ivr.switchboard.outside import intake
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Caller, Consent, Tag
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.on_the_line import opens, rang
from tests.console.pages.townsfolk import KARIM, NASRIN, STRANGER, Reader, caller, deeds
from tests.store import samples


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_rang_last_stands_first_with_what_we_owe(floor: Floor, language: str) -> None:
    opens(floor)
    rang(floor, "1", "1", from_=STRANGER)
    page = Reader(floor, Role.VIEWER, language).get("/callers").text
    number = "+১ ২০২-৫৫৫-০১২৩" if language == "bn" else "+1 202-555-0123"
    assert page.index(number.replace("-", " ")) < page.index("Nasrin")
    assert ("সময় হয়েছে" if language == "bn" else "due") in page or ("পরে" if language == "bn" else "later") in page


@pytest.mark.parametrize("text", ["0171", "নাসরিন", "nas", "০১৭১২-৩৪৫", "+88017", "whole"])
def test_one_is_found_however_they_are_looked_for(floor: Floor, text: str) -> None:
    name = "নাসরিন" if text == "নাসরিন" else "Nasrin"
    row = caller(floor)
    profiles.change(floor.parts.store, OPERATOR, row.id, row.fence, name=name)
    profiles.tag(floor.parts.store, OPERATOR, row.id, "Wholesale")
    caller(floor, STRANGER)
    page = Reader(floor).get(f"/callers?q={text.replace('+', '%2B')}").text
    assert f'href="/callers/{row.id}"' in page and page.count("data-item") == 1


def test_a_whole_number_leads_straight_to_its_caller(light_floor: Floor) -> None:
    row = caller(light_floor)
    answer = Reader(light_floor).get("/callers?q=০১৭১২৩৪৫৬৭৮")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/callers/{row.id}")
    assert "Nobody of whom we know this" in Reader(light_floor).get("/callers?q=nobody").text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Notes: the newest 20,000, none of "), ("bn", "নোট: সবচেয়ে নতুন ২০,০০০টি, ")]
)
def test_that_older_notes_were_not_looked_through_is_said(light_floor: Floor, language: str, words: str) -> None:
    row, reader = caller(light_floor), Reader(light_floor, language=language)
    note = notes.add(light_floor.parts.store, OPERATOR, row.id, "the fridge is loud")
    assert note is not None and "data-short" not in reader.get("/callers?q=fridge").text
    samples.again(light_floor.parts.store, note, seeking.NEWEST, "public_id")
    page = reader.get("/callers?q=fridge").text
    assert words in page and "data-short" in page and f'href="/callers/{row.id}"' in page


def test_the_table_that_is_taken_along_is_no_formula_and_can_be_brought_in_again(floor: Floor) -> None:
    row = caller(floor)
    profiles.change(floor.parts.store, OPERATOR, row.id, row.fence, name="=HYPERLINK(1)", zone="Asia/Dhaka", vip=True)
    profiles.tag(floor.parts.store, OPERATOR, row.id, "@shop")
    reader = Reader(floor)
    told = reader.get("/callers/callers.csv")
    assert deeds(floor, "callers") == [Action.EXPORT_CALLER]
    (head, *rows) = csv.reader(io.StringIO(told.text.removeprefix("\ufeff")))
    assert tuple(head) == (*table.COLUMNS, table.LAST_CALL)
    assert rows == [["'" + NASRIN, "'=HYPERLINK(1)", "", "Asia/Dhaka", "yes", "no", "'@shop", ""]]
    assert reader.bring(told.data).status_code == 303
    assert caller(floor) == work(floor.parts.store, lambda unit: unit.get(Caller, row.id)), "nothing was changed by it"
    assert "The same as before: 1." in reader.get("/callers").text


def test_a_table_is_taken_in_whole(floor: Floor) -> None:
    row = caller(floor)
    content = "নম্বর;নাম;ভাষা;ভিআইপি;ট্যাগ;do not call\r\n০১৮১২-৩৪৫৬৭৯;করিম মি\u09dfা;বাংলা;হ্যাঁ;pavement, shop;\r\n"
    content += f";;;;;\r\n{NASRIN};;;;;yes\r\n"
    answer = Reader(floor).bring("\ufeff" + content)
    assert answer.status_code == 303
    karim, nasrin = caller(floor, KARIM), caller(floor)
    assert (karim.language, karim.vip, karim.name) == ("bn", True, "করিম মি\u09af\u09bcা")
    assert karim.search == sought.key(karim.name)
    assert nasrin.name == "Nasrin" and nasrin.do_not_call and nasrin.fence > row.fence
    with floor.parts.store.reading() as unit:
        assert [tag.word for tag in unit.many(Tag, caller_id=karim.id)] == ["pavement", "shop"]
        (no,) = unit.many(Consent, caller_id=nasrin.id)
    assert (no.given, no.how) == (False, "from a list")
    assert deeds(floor, "callers") == [Action.IMPORT_CALLERS]


@pytest.mark.parametrize(
    ("content", "row", "column", "said"),
    [
        ("number,name\n01712345678,A\n123,B\n", "3", "number", "There is no such number."),
        ("number,vip\n01712345678,perhaps\n", "2", "vip", "Write yes or no."),
        ("number,zone\n01712345678,Dhaka\n", "2", "zone", "There is no such time zone."),
        ("number,language\n01712345678,Klingon\n", "2", "language", "We do not speak this language."),
        ("number\n01712345678\n+8801712345678\n", "3", "number", "The same number stands in row 2."),
        ("number,colour\n01712345678,red\n", "1", "colour", "There is no such column."),
        ("name\nNasrin\n", "1", "number", "one of them must be"),
        ("number,name\n,Nasrin\n", "2", "number", "There is no number."),
        ("number\n01712345678,x\n", "2", "–", "There are more cells than columns."),
        ("", "the file", "–", "There is nothing in this file."),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_is_taken_in(
    light_floor: Floor, content: str, row: str, column: str, said: str
) -> None:
    answer = Reader(light_floor).bring(f"{content}")
    page = " ".join(answer.text.split())
    assert answer.status_code == 422 and said in page
    assert f"<td>{row}</td><td><bdi>{column}</bdi></td>" in page
    with light_floor.parts.store.reading() as unit:
        assert len(unit.many(Caller, number=(NASRIN, KARIM))) == 1 and deeds(light_floor, "callers") == []


def test_a_file_that_is_no_text_and_one_that_is_too_long_are_told(light_floor: Floor) -> None:
    reader = Reader(light_floor, language="bn")
    assert "UTF-8" in reader.bring(b"number\n\xff\xfa\n").text
    long = "number\n" + "".join(f"+88017{number:08}\n" for number in range(12_000_000, 12_001_001))
    assert "১,০০০" in reader.bring(long).text
    assert reader.bring("number\n01712345678\n".encode("utf-16")).status_code == 303


def test_a_list_that_is_brought_twice_changes_nothing(light_floor: Floor) -> None:
    board = light_floor.parts.board
    doubled = intake.Entry(KARIM, tags=("x", "X"))
    fine = intake.Entry(STRANGER)
    with pytest.raises(ValueError, match="at once"):
        intake.take_in(board, OPERATOR, [fine] * (intake.MOST + 1))
    assert intake.take_in(board, OPERATOR, [doubled, fine]).new == 2
    assert intake.take_in(board, OPERATOR, [doubled, fine]) == intake.Taken(0, 0)


@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_what_it_may_do(light_floor: Floor, role: Role) -> None:
    page = Reader(light_floor, role).get("/callers").text
    floor_runs = role in (Role.OWNER, Role.SUPERVISOR)
    assert ("callers.csv" in page, "/callers/import" in page) == (floor_runs, floor_runs)
    assert Reader(light_floor, role).bring("number\n01712345678\n").status_code == (303 if floor_runs else 403)


def test_only_what_has_changed_is_fetched_anew(light_floor: Floor) -> None:
    work(light_floor.parts.store, lambda unit: samples.caller(unit, number=STRANGER))
    part = Reader(light_floor).get("/callers", "found").text
    assert "+1 202 555 0123" in part and "<html" not in part
