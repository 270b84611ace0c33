"""Calls on their pages: found again, told step by step, heard by way of us, and kept as scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.access import Role
from ivr.callflow.nodes import Collect, Keyed, Prompt, Set
from ivr.callflow.values import Type, Value
from ivr.console.ground import KEY
from ivr.console.words import LANGUAGES
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Caller, Recording, RecordingState
from tests.console.floor import Floor
from tests.console.pages.on_the_line import NASRIN, NUMBER, answers_by, opens, rang, rings
from tests.twilio.test_media import SID, far


def known(floor: Floor, name: str, search: str) -> None:
    """Whoever rings from this number has a name."""

    def act(unit: object) -> None:
        caller = unit.one(Caller, number=NASRIN)  # type: ignore[attr-defined]
        unit.save(replace(caller, name=name, search=search))  # type: ignore[attr-defined]

    work(floor.parts.store, act)


def test_a_call_is_told_in_words_on_either_database(floor: Floor) -> None:
    opens(floor)
    call = rang(floor, "1", "1")
    for language, said in (("en", "Pressed 1."), ("bn", "১ চেপেছেন।")):
        page = floor.browser(Role.VIEWER, language).get(f"/calls/{call.public_id}")
        assert page.status_code == 200 and said in page.text
        assert "Welcome to Meghna Electronics" in page.text and 'lang="bn-IN"' in page.text
        assert "which_language" in page.text and "/twilio/voice/turn?call=" in page.text
        assert "&lt;Gather" in page.text
    assert "Asked for a person of" in floor.browser().get(f"/calls/{call.public_id}").text


def test_calls_are_found_again(floor: Floor) -> None:
    opens(floor)
    call = rang(floor, "1", "1")
    withheld = rings(floor, from_=None)
    browser = floor.browser(Role.AGENT)
    known(floor, "Nasrin", "nasrin")

    def shown(query: str) -> set[str]:
        page = browser.get(f"/calls{query}")
        assert page.status_code == 200, query
        return {one for one in (call.public_id, withheld.public_id) if f"/calls/{one}" in page.text}

    both, first, second = {call.public_id, withheld.public_id}, {call.public_id}, {withheld.public_id}
    assert shown("") == shown("?day=&team=&came=&caller=") == both
    assert shown("?caller=nasr") == shown("?caller=NASRIN") == first and shown("?caller=nobody") == set()
    assert shown("?caller=%2B880+1712-345678") == shown("?caller=%2B৮৮০১৭১২৩৪৫৬৭৮") == first
    assert shown("?came=live") == shown("?came=alone") == second and shown("?came=owed") == first
    assert shown("?team=support") == first and shown("?team=unheard-of") == both
    today = call.started_at + timedelta(hours=6)  # the shop is in Dhaka
    assert shown(f"?day={today:%Y-%m-%d}") == both and shown("?day=2001-01-01") == set()


def asking(floor: Floor) -> None:
    """The flow asks for an order number and a PIN, and notes something for itself, before it puts anybody through."""
    found = floor.parts.board.library.flow_for(NUMBER)
    assert found is not None
    order = Collect(Keyed.DIGITS, Prompt({"en": "Your order?"}), "order", "pin", "care", 2, 6, readback=False)
    pin = Collect(Keyed.DIGITS, Prompt({"en": "Your PIN?"}), "pin", "noted", "care", 4, 4, sensitive=True)
    noted = Set({"kind": Value(Type.TEXT, "gold")}, "care")
    nodes = {**found[1].nodes, "reason": order, "pin": pin, "noted": noted}
    answers_by(floor, nodes=nodes, brief={"order": {"en": "Order number", "bn": "অর্ডার নম্বর"}})


def test_what_was_known_before_and_after_each_step_is_told_without_secrets(light_floor: Floor) -> None:
    opens(light_floor)
    asking(light_floor)
    call = rang(light_floor, "1", "47", "9184")
    page = light_floor.browser(Role.VIEWER).get(f"/calls/{call.public_id}").text
    told = [" ".join(re.sub("<[^>]+>", "", one).split()) for one in re.findall('<p class="changed">(.*?)</p>', page)]
    assert told == ["Order number: nothing → 47", "pin: nothing → •••• (not shown)", "kind: nothing → gold"]
    assert "9184" not in page
    bengali = light_floor.browser(Role.VIEWER, "bn").get(f"/calls/{call.public_id}").text
    assert '<span title="order">অর্ডার নম্বর</span>: কিছু নয় → <b>৪৭</b>' in bengali


@pytest.mark.parametrize("query", ["?day=yesterday", "?caller=12", "?day=9999-12-31"])
def test_what_cannot_be_read_is_said_beside_its_field(light_floor: Floor, query: str) -> None:
    call = rang(light_floor)
    for language in LANGUAGES:
        page = light_floor.browser(language=language).get(f"/calls{query}")
        assert call.public_id not in page.text
        assert page.status_code == 422 and 'role="alert"' in page.text and query.partition("=")[2] in page.text


def test_older_ones_are_on_the_next_page(light_floor: Floor) -> None:
    made = [rang(light_floor) for _ in range(51)]
    browser = light_floor.browser()
    first = browser.get("/calls?came=alone").text
    assert first.count("data-item") == 50 and made[0].public_id not in first
    onward = re.search(r'href="(/calls\?[^"]*before=[^"]*)"', first)
    assert onward and "came=alone" in onward[1]
    second = browser.get(onward[1].replace("&amp;", "&")).text
    assert second.count("data-item") == 1 and made[0].public_id in second


def test_a_part_is_drawn_alone_as_the_call_goes_on(light_floor: Floor) -> None:
    call = rings(light_floor, "1")
    part = light_floor.browser().get(f"/calls/{call.public_id}?part=course", headers={"HX-Request": "true"}).text
    assert "<html" not in part and "on the line now" in part and "and goes on" in part


def test_who_looked_at_a_call_is_told(light_floor: Floor) -> None:
    call, client = rang(light_floor), light_floor.browser(Role.VIEWER)
    client.get(f"/calls/{call.public_id}")
    client.get(f"/calls/{call.public_id}?part=course", headers={"HX-Request": "true"})
    client.get("/calls/none")
    said = light_floor.browser().get("/trail").text
    assert said.count("saw a call") == 1 and f"call {call.public_id}" in said


def test_what_is_not_there_is_not_found(light_floor: Floor) -> None:
    browser, call = light_floor.browser(), rang(light_floor)
    for address in ("/calls/none", "/calls/none/script.yaml", f"/calls/{call.public_id}/recordings/none.mp3"):
        assert browser.get(address).status_code == 404


def recorded(floor: Floor, call_id: int, sid: str = SID) -> str:
    now = floor.parts.store.now()
    row = Recording(
        0, "rec" + sid[-4:], call_id, 1, RecordingState.READY, now, now + timedelta(days=9), sid, 7, "My parcel is late"
    )
    return work(floor.parts.store, lambda unit: unit.insert(row)).public_id


@pytest.fixture
def heard(sqlite_url: str, tmp_path: Path) -> object:
    """A floor whose telephone company has one recording."""
    with far(body=b"0123456789") as (base, asked):
        floor = Floor(sqlite_url, tmp_path / "var", TWILIO_API_BASE_URL=base)
        yield floor, asked
        floor.close()


def test_a_recording_is_heard_by_way_of_us_and_who_listens_is_written_down(heard: tuple[Floor, list[object]]) -> None:
    floor, asked = heard
    call, other = rang(floor), rang(floor)
    address = f"/calls/{call.public_id}/recordings/{recorded(floor, call.id)}.mp3"
    agent, owner = floor.browser(Role.AGENT), floor.browser(Role.OWNER)
    page = agent.get(f"/calls/{call.public_id}").text
    assert address in page and "My parcel is late" in page and SID not in page
    whole = agent.get(address)
    assert (whole.status_code, whole.data, whole.headers["Accept-Ranges"]) == (200, b"0123456789", "bytes")
    assert whole.mimetype == "audio/mpeg" and whole.headers["Cache-Control"] == "no-store"
    piece = agent.get(address, headers={"Range": "bytes=2-4"})
    assert (piece.status_code, piece.data, piece.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert agent.get(address, headers={"Range": "bytes=20-"}).status_code == 416
    trail = owner.get("/trail").text
    assert trail.count("heard a recording") == 1, "pieces of one listening are one line"
    owner.get(address)
    assert owner.get("/trail").text.count("heard a recording") == 2
    before = len(asked)
    assert owner.get(address.replace(call.public_id, other.public_id)).status_code == 404
    assert len(asked) == before, "the telephone company is not asked for what is another call's"


def test_a_viewer_does_not_hear(heard: tuple[Floor, list[object]]) -> None:
    floor, asked = heard
    call = rang(floor)
    address = f"/calls/{call.public_id}/recordings/{recorded(floor, call.id)}.mp3"
    viewer = floor.browser(Role.VIEWER)
    assert viewer.get(address).status_code == 403 and asked == []
    page = viewer.get(f"/calls/{call.public_id}").text
    assert address not in page and "My parcel is late" not in page and "does not hear" in page


def test_a_call_becomes_a_script_without_its_caller(floor: Floor) -> None:
    call = rang(floor, "1", "9")
    answer = floor.browser(Role.SUPERVISOR).get(f"/calls/{call.public_id}/script.yaml")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert "flow: main" in answer.text and NASRIN not in answer.text and '"9"' in answer.text
    assert floor.browser(Role.AGENT).get(f"/calls/{call.public_id}/script.yaml").status_code == 403


def test_a_call_can_be_played_again_with_the_same_keys(light_floor: Floor) -> None:
    call, withheld = rang(light_floor, "1", "1"), rang(light_floor, "2", from_=None)
    owner = light_floor.browser()
    assert "/simulator#from=known&amp;" in owner.get(f"/calls/{call.public_id}").text
    page = owner.get(f"/calls/{withheld.public_id}").text
    assert "/simulator#from=withheld&amp;to=%2B12025550100&amp;keys=2" in page
    assert "/simulator#" not in light_floor.browser(Role.AGENT).get(f"/calls/{call.public_id}").text


def test_a_script_that_cannot_be_written_now_is_said_so(light_floor: Floor) -> None:
    call = rang(light_floor)
    ground = light_floor.console.extensions[KEY]
    light_floor.console.extensions[KEY] = replace(ground, scribe=lambda call: None)
    owner = light_floor.browser()
    answer = owner.get(f"/calls/{call.public_id}/script.yaml")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/calls/{call.public_id}")
    assert "could not be written just now" in owner.get(answer.headers["Location"]).text
