"""The agent's page: who is offered, who they are, yes and no, how it went; and that another's page is another's."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from ivr.access import Role
from ivr.callflow.card import Card
from ivr.console.words import words
from ivr.promise import callback
from ivr.switchboard import transfers
from ivr.switchboard.rows import AgentState, Deed, Note
from tests.console.floor import Floor
from tests.console.pages.known import WARRANTY, put
from tests.console.pages.shift import REAL, Karim, Mina, connected, hung_up


def stage(page: str) -> str | None:
    found = re.search(r'data-stage="(\w+)"', page)
    return found and found[1]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_brief_is_there_before_the_yes_in_its_order(light_floor: Floor, language: str) -> None:
    mina, karim = Mina(light_floor, language=language), Karim(light_floor)
    karim.is_known()
    mina.comes()
    karim.asks()
    say, page = words(language).say, mina.page()
    assert stage(page) == "shown" and 'role="alertdialog"' in page
    answer = {"en": "A-17", "bn": "A-১৭"}[language]
    about = {"en": "What it is about", "bn": "কী বিষয়ে"}[language]
    order = ["Karim", say("VIP"), say("Language"), say("Path so far"), about, answer]
    order += [say("Waiting"), say("Last note"), "Wants the blue one.", say("Tags"), "wholesale"]
    brief = page[page.index('class="who"') :]
    places = [brief.index(word) for word in order]
    assert places == sorted(places)
    assert say("Take the caller") in page and say("Decline") in page


def test_a_yes_a_talk_and_how_it_went(floor: Floor) -> None:
    mina, karim = Mina(floor), Karim(floor)
    mina.comes()
    karim.asks()
    offer = mina.offer()
    assert offer and mina.sends(f"offers/{offer.public_id}/accept").status_code == 303
    page = mina.page()
    assert stage(page) == "connecting" and 'data-awaits="yes"' in page
    connected(floor, mina, karim)
    assert stage(mina.page()) == "talking" and "data-since=" in mina.page()
    hung_up(floor, mina)
    page = mina.page()
    assert stage(page) == "over" and "data-until=" in page, "she writes up"
    said = mina.sends(f"said/{offer.public_id}", what="resolved", note="Told him the price.")
    assert said.status_code == 303
    page = mina.page()
    assert stage(page) is None and "It is written down." in page
    assert karim.transfer().verdict == transfers.DONE
    with floor.parts.store.reading() as unit:
        [note] = unit.many(Note, caller_id=karim.row.id)
        deeds = [deed.action for deed in unit.many(Deed, subject=f"offer {offer.public_id}")]
    assert (note.text, note.call_id) == ("Told him the price.", karim.call.id)
    assert deeds == ["answer", "answer"], "the yes, and what came of it, stand in the trail"


def test_the_first_click_has_the_caller_and_the_other_page_is_quiet(light_floor: Floor) -> None:
    mina, rafi, karim = Mina(light_floor), Mina(light_floor, "Rafi"), Karim(light_floor)
    mina.comes()
    rafi.comes()
    karim.asks()
    of_mina, of_rafi = mina.offer(), rafi.offer()
    assert of_mina and of_rafi and stage(rafi.page()) == "shown"
    mina.sends(f"offers/{of_mina.public_id}/accept")
    assert stage(rafi.page()) is None
    rafi.sends(f"offers/{of_rafi.public_id}/accept")
    page = rafi.page()
    assert "Somebody else was quicker" in page and "Karim" not in page
    assert mina.sends(f"offers/{of_rafi.public_id}/accept").status_code == 404, "nobody clicks for another"
    assert rafi.sends(f"said/{of_mina.public_id}", what="resolved").status_code == 404


def test_whoever_declines_is_asked_no_more(light_floor: Floor) -> None:
    mina, karim = Mina(light_floor), Karim(light_floor)
    mina.comes()
    karim.asks()
    offer = mina.offer()
    assert offer
    mina.sends(f"offers/{offer.public_id}/decline")
    page = mina.page()
    assert stage(page) is None and "Declined. Others are asked now." in page


def test_available_away_and_the_time_to_write(light_floor: Floor) -> None:
    mina, karim = Mina(light_floor), Karim(light_floor)
    assert "away" in mina.page() and mina.row.state is AgentState.AWAY
    mina.comes()
    karim.asks()
    offer = mina.offer()
    assert offer
    mina.sends(f"offers/{offer.public_id}/accept")
    connected(light_floor, mina, karim)
    hung_up(light_floor, mina)
    first = mina.row.wrap_up_until
    mina.sends("state/longer")
    assert first and mina.row.wrap_up_until and mina.row.wrap_up_until > first
    mina.sends("state/longer")
    assert "There is no more time to be had." in mina.page()
    mina.sends("state/ready")
    assert mina.row.wrap_up_until is None and mina.row.state is AgentState.AVAILABLE
    mina.sends("state/away")
    assert mina.row.state is AgentState.AWAY
    assert mina.sends("state/asleep").status_code == 404


def test_a_short_talk_is_settled_by_her_word_and_he_is_not_phoned_again(floor: Floor) -> None:
    mina, karim = Mina(floor), Karim(floor)
    mina.comes()
    karim.asks()
    offer = mina.offer()
    assert offer
    mina.sends(f"offers/{offer.public_id}/accept")
    connected(floor, mina, karim)
    hung_up(floor, mina, after=4)
    owed = karim.callback()
    assert owed.state not in callback.FINAL and stage(mina.page()) == "over"
    mina.sends(f"said/{offer.public_id}", what="wrong_number")
    page = mina.page()
    assert stage(page) is None and "It is written down." in page
    assert karim.callback().state is callback.State.CLOSED_BY_AGENT
    assert f"/callbacks/{owed.public_id}" not in page, "it is no call to make"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_time_that_is_none_is_said_beside_the_field(light_floor: Floor, language: str) -> None:
    mina, karim = Mina(light_floor, language=language), Karim(light_floor)
    mina.comes()
    karim.asks()
    offer = mina.offer()
    assert offer
    mina.sends(f"offers/{offer.public_id}/accept")
    connected(light_floor, mina, karim)
    say = words(language).say
    for at, wrong in (
        ("yesterday", "This is no time. Write a day and a time."),
        ("২০০১-০১-০১T১০:০০", "This time is over. Choose a later one."),
    ):
        answer = mina.sends(f"said/{offer.public_id}", what="call_again", at=at, note="<b>typed</b>")
        assert answer.status_code == 422 and say(wrong) in answer.text
        assert "&lt;b&gt;typed&lt;/b&gt;" in answer.text and at in answer.text
    assert mina.sends(f"said/{offer.public_id}", what="everything").status_code == 400


def test_an_open_page_is_there_and_hears_of_a_caller(floor: Floor) -> None:
    mina, karim = Mina(floor), Karim(floor)
    mina.comes()
    assert mina.row.present(floor.parts.store.now())
    before = mina.sends("beat").get_json()
    karim.asks()
    after, offer = mina.sends("beat").get_json(), mina.offer()
    assert before["asked"] == "" and offer and after["asked"] == offer.public_id
    assert before["mark"] != after["mark"]


def test_a_card_of_the_callers_topic_is_at_hand(light_floor: Floor) -> None:
    mina, karim = Mina(light_floor), Karim(light_floor)
    card = Card({"en": "Prices"}, ("orders",), {"en": "Blue costs **more**."})
    put(light_floor, "prices", card)
    put(light_floor, "warranty", WARRANTY)
    mina.comes()
    karim.asks()
    page = mina.page()
    assert "Prices" in page and "<strong>more</strong>" in page and "Warranty" not in page


def test_a_beat_is_no_sign_of_somebody_before_the_page(light_floor: Floor) -> None:
    view = light_floor.console.view_functions["answering.beat"]
    assert view.needs == "own status"  # type: ignore[attr-defined]
    assert light_floor.browser(Role.VIEWER).post("/desk/beat").status_code == 400


def test_callbacks_are_listed_held_ones_first(light_floor: Floor) -> None:
    mina, karim = Mina(light_floor), Karim(light_floor)
    mina.comes()
    owed = karim.is_owed()
    page = mina.page()
    assert f"/callbacks/{owed.public_id}" in page and "Karim" in page


def test_each_role_sees_its_own_first_page(light_floor: Floor) -> None:
    for role, overview, desk in (
        (Role.OWNER, True, True),
        (Role.SUPERVISOR, True, True),
        (Role.AGENT, False, True),
        (Role.VIEWER, True, False),
    ):
        name = str(role).title()
        page = Mina(light_floor, name, role=role).page()
        assert ('data-term="late"' in page, 'id="desk"' in page) == (overview, desk), role
        assert ('class="seats"' in page) == overview
    bare = light_floor.browser(Role.AGENT)
    assert "Your account belongs to no agent." in bare.get("/").text


def test_an_owner_sees_how_everybody_stands(light_floor: Floor) -> None:
    mina, karim = Mina(light_floor), Karim(light_floor)
    mina.comes()
    owner = light_floor.browser(Role.OWNER)
    assert 'data-doing="free"' in owner.get("/").text
    karim.asks()
    assert 'data-doing="asked"' in owner.get("/").text


def test_where_twilio_is_real_the_page_is_its_telephone(sqlite_url: str, tmp_path: Path) -> None:
    """The library is ours to give, the policy of this one page lets it ask Twilio, and a token is its agent's alone."""
    floor = Floor(sqlite_url, tmp_path / "var", **REAL)
    mina = Mina(floor)
    page, policy = mina.page(), mina.client.get("/").headers["Content-Security-Policy"]
    assert 'data-kind="twilio"' in page and "/vendor/twilio/twilio.min.js" in page
    assert "wss://*.twilio.com" in policy and "unsafe" not in policy
    assert 'id="hearing"' in page and "microphone=(self)" in mina.client.get("/").headers["Permissions-Policy"]
    other = mina.client.get("/account").headers
    assert "twilio.com" not in other["Content-Security-Policy"] and "microphone=()" in other["Permissions-Policy"]
    said = mina.sends("token")
    assert said.status_code == 200 and said.headers["Cache-Control"] == "no-store"
    body = json.loads(base64.urlsafe_b64decode(said.get_json()["token"].split(".")[1] + "=="))
    assert body["grants"]["identity"] == "mina" and "incoming" not in body["grants"]["voice"]
    owner = floor.browser(Role.OWNER)
    assert "twilio.com" not in owner.get("/").headers["Content-Security-Policy"]
    floor.close()


def test_there_is_no_token_where_the_carrier_is_simulated(light_floor: Floor) -> None:
    mina = Mina(light_floor)
    page = mina.page()
    assert 'data-kind="simulated"' in page and mina.sends("token").status_code == 404
    assert 'id="hearing"' not in page and "microphone=()" in mina.client.get("/").headers["Permissions-Policy"]
    assert "twilio.com" not in mina.client.get("/").headers["Content-Security-Policy"]
