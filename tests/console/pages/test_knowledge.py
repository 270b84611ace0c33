"""Cards by topic, drawn as they were written; remarks that reach whoever writes what callers hear."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from ivr.access import Role
from ivr.console.words import LANGUAGES
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from tests.console.floor import Floor
from tests.console.pages.known import WARRANTY, knows, put
from tests.console.pages.on_the_line import rang
from tests.console.test_app import token


def test_a_business_without_cards_is_told_where_they_come_from(light_floor: Floor) -> None:
    work(light_floor.parts.store, lambda unit: flows.retire(unit, (), flows.CARD))
    for language in LANGUAGES:
        assert "callflows/cards/hours.md" in light_floor.browser(language=language).get("/cards").text


def test_cards_are_found_by_topic_and_by_words(floor: Floor) -> None:
    knows(floor)
    browser = floor.browser(Role.VIEWER)
    both = browser.get("/cards").text
    assert "/cards/warranty" in both and "/cards/hours" in both
    for query in ("?topic=guarantee", "?words=RECEIPT", "?words=এক বছর"):
        page = browser.get(f"/cards{query}").text
        assert "/cards/warranty" in page and "/cards/hours" not in page
    assert "a repair</option>" in both, "topics are called as the business calls them"
    assert "No card has these words." in browser.get("/cards?words=aeroplane").text


def test_a_card_is_read_in_ones_own_language_first(light_floor: Floor) -> None:
    knows(light_floor)
    english = light_floor.browser().get("/cards/warranty").text
    assert '<article class="card-text" lang="en"><p>Every device has <strong>one year</strong>' in english
    assert "<li>the receipt</li>" in english and "বাংলা</summary>" in english
    bengali = light_floor.browser(language="bn").get("/cards/warranty").text
    assert '<h1 lang="bn">ওয়ারেন্টি</h1>' in bengali and "<strong>এক বছর</strong>" in bengali
    hours = light_floor.browser(language="bn").get("/cards/hours").text
    assert '<h1 lang="en">Our hours</h1>' in hours and "&lt;b&gt;every" in hours
    assert light_floor.browser().get("/cards/none").status_code == 404


def test_the_newest_edition_is_shown(light_floor: Floor) -> None:
    knows(light_floor)
    put(light_floor, "warranty", WARRANTY.__class__({"en": "Warranty"}, (), {"en": "Two years."}))
    page = light_floor.browser().get("/cards/warranty").text
    assert "Two years." in page and "one year" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_reaches_the_author_who_settles_it(floor: Floor, language: str) -> None:
    knows(floor)
    agent, owner = floor.browser(Role.AGENT, language), floor.browser(Role.OWNER, language)
    form = {"csrf_token": token(agent, "/cards/warranty"), "text": "Batteries\nare <not> included."}
    posted = agent.post("/cards/warranty/remarks", data=form)
    assert (posted.status_code, posted.headers["Location"]) == (303, "/cards/warranty")
    assert "are &lt;not&gt; included." in agent.get("/cards/warranty").text
    waiting = owner.get("/cards").text
    settle = re.search(r'action="(/remarks/(\w+)/settle)"', waiting)
    assert settle and "are &lt;not&gt; included." in waiting
    assert "/settle" not in agent.get("/cards").text, "who wrote it does not settle it"
    proof = {"csrf_token": token(owner, "/cards")}
    assert agent.post(settle[1], data={"csrf_token": token(agent, "/cards")}).status_code == 403
    assert owner.post(settle[1], data=proof).status_code == 303
    undo = re.search(r'name="undo" value="([^"]+)"', owner.get("/cards").text)
    assert undo and settle[1] not in owner.get("/cards").text
    owner.post(f"/remarks/{settle[2]}/reopen", data={**proof, "undo": undo[1]})
    assert settle[1] in owner.get("/cards").text
    owner.post(settle[1], data=proof)
    owner.post(f"/remarks/{settle[2]}/reopen", data=proof)
    assert settle[1] not in owner.get("/cards").text, "what was not offered cannot be taken back"
    assert owner.get("/trail").status_code == 200


def test_whoever_has_the_page_open_hears_of_a_remark_and_of_what_became_of_it(floor: Floor) -> None:
    knows(floor)
    agent, owner = floor.browser(Role.AGENT), floor.browser(Role.OWNER)
    marks = [the_mark(owner)]
    for text in ("The page is wrong.", "  "):
        form = {"csrf_token": token(agent, "/cards/warranty"), "text": text}
        agent.post("/cards/warranty/remarks", data=form)
        marks.append(the_mark(owner))
    assert marks[0] != marks[1] == marks[2], "where nothing was said there is no news"
    fresh = {"headers": {"HX-Request": "true"}}
    part = owner.get("/cards?part=found", **fresh).text
    settle = re.search(r'action="(/remarks/(\w+)/settle)"', part)
    assert settle and "<html" not in part and "The page is wrong." in part
    assert "The page is wrong." in agent.get("/cards/warranty?part=told", **fresh).text
    proof = {"csrf_token": token(owner, "/cards")}
    owner.post(settle[1], data=proof)
    marks.append(the_mark(owner))
    owner.post(settle[1], data=proof)
    assert marks[2] != marks[3] == the_mark(owner), "settled once"
    assert "settled by" in agent.get("/cards/warranty?part=told", **fresh).text


def the_mark(browser: FlaskClient) -> str:
    return str((browser.get("/live/mark").json or {})["mark"])


def test_an_empty_remark_is_none(light_floor: Floor) -> None:
    knows(light_floor)
    agent = light_floor.browser(Role.AGENT)
    form = {"csrf_token": token(agent, "/cards/hours"), "text": " \u200b "}
    refused = agent.post("/cards/hours/remarks", data=form)
    assert refused.status_code == 422 and "Nothing is written here." in refused.text
    assert agent.post("/cards/none/remarks", data=form).status_code == 404


def test_a_viewer_makes_no_remark(light_floor: Floor) -> None:
    knows(light_floor)
    viewer = light_floor.browser(Role.VIEWER)
    form = {"csrf_token": token(viewer, "/cards"), "text": "x"}
    assert viewer.post("/cards/hours/remarks", data=form).status_code == 403
    assert "textarea" not in viewer.get("/cards/hours").text


def test_a_remark_on_what_a_caller_heard_names_node_and_call(light_floor: Floor) -> None:
    call = rang(light_floor, "1")
    agent = light_floor.browser(Role.AGENT)
    address = f"/calls/{call.public_id}"
    form = {"csrf_token": token(agent, address), "node": "hello"}
    assert agent.post(f"{address}/remarks", data={**form, "text": ""}).status_code == 422
    assert agent.post(f"{address}/remarks", data={**form, "text": "x", "node": "nowhere"}).status_code == 400
    assert agent.post(f"{address}/remarks", data={**form, "text": "Too long."}).status_code == 303
    waiting = light_floor.browser().get("/cards").text
    assert "main · hello" in waiting and "Too long." in waiting and address in waiting
    assert "Greeting" in waiting and "সম্ভাষণ" in light_floor.browser(language="bn").get("/cards").text
