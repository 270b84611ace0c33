"""The phones page under the product's own address: what passes, what does not, and what the page learns of the town."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ivr.app.sample import ASHA, BABUL
from ivr.reports.equation.audit import audit
from tests.console.phones.browser import Browser
from tests.console.phones.town import NASRIN, NUMBER, Town
from tests.paths import ROOT


def test_the_page_comes_with_a_policy_that_asks_nobody_else(page: Browser) -> None:
    index = page.get("")
    assert index.status_code == 200
    assert index.headers["Content-Type"].startswith("text/html")
    assert "default-src 'self'" in index.headers["Content-Security-Policy"]
    script = page.get("/page/main.js")
    assert (script.status_code, script.headers["Content-Type"].partition(";")[0]) == (200, "text/javascript")


def test_no_answer_gives_the_token_away(town: Town, page: Browser) -> None:
    token = town.stage.parts.settings.simulator_token
    assert token
    for path in ("", "/page/main.js", "/people", "/promises", "/api/state"):
        answer = page.get(path)
        assert answer.status_code == 200
        assert token.reveal() not in answer.text + str(answer.headers)


def test_a_call_by_hand_goes_through_the_relay(town: Town, page: Browser) -> None:
    rung = page.post("/api/phones/ring_in", {"from": NASRIN, "to": NUMBER})
    assert rung.status_code == 201
    sid = rung.json()["sid"]
    town.nasrin.hears("For English")
    assert page.post(f"/api/phones/{sid}/press", {"digits": "1"}).status_code == 200
    town.nasrin.hears("press 0")
    [leg] = page.get("/api/state?since=0").json()["phones"][NASRIN]
    assert leg["hears"]["text"].startswith("For an order")
    refused = page.post(f"/api/phones/{sid}/pick_up")
    assert refused.status_code == 409 and "does not ring" in refused.json()["error"]
    assert page.post(f"/api/phones/{sid}/hang_up").status_code == 200


@pytest.mark.parametrize(
    "lie",
    [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": None}, {"Content_Type": "text/plain"}],
)
def test_nobody_elses_page_acts_on_the_shop(town: Town, page: Browser, lie: dict[str, str | None]) -> None:
    assert page.post("/api/phones/ring_in", {"from": NASRIN, "to": NUMBER}, **lie).status_code == 403
    assert page.post(f"/agents/{ASHA.name}", {"available": False}, **lie).status_code == 403
    assert page.post("/skip", {"to": 2e9}, **lie).status_code == 403
    assert not town.stage.exchange.live()
    assert town.state_of(ASHA.name) == "available"


def test_nobody_elses_page_reads_it(page: Browser) -> None:
    for path in ("", "/people", "/promises", "/api/state"):
        assert page.get(path, Host="evil.example").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/api/truth",
        "/api/transcripts",
        "/page/../api/truth",
        "/page/%2e%2e/api/truth",
        "/page/..%2fapi%2ftruth",
        "/page/__init__.py/../../api/truth",
        "/page/nothing.js",
        "/elsewhere",
    ],
)
def test_nothing_else_of_the_company_is_to_be_had(page: Browser, path: str) -> None:
    assert page.raw(path) == 404


@pytest.mark.parametrize("deed", ["../jump", "..%2fjump", f"CA{'0' * 32}/../../jump", "behaviour", "x/hang_up"])
def test_no_deed_leads_to_the_companys_clock(town: Town, page: Browser, deed: str) -> None:
    before = town.stage.exchange.now
    assert page.post(f"/api/phones/{deed}", {"to": before + 500}).status_code in (404, 405)
    assert town.stage.exchange.now == before


def test_an_agent_goes_home_and_comes_back(town: Town, page: Browser) -> None:
    assert page.post(f"/agents/{BABUL.name}", {"available": False}).json() == {"name": "Babul", "available": False}
    assert town.state_of(BABUL.name) == "away"
    shown = {one["name"]: one["available"] for one in page.get("/people").json()["agents"]}
    assert shown == {"Asha": True, "Babul": False}
    page.post(f"/agents/{BABUL.name}", {"available": True})
    assert town.state_of(BABUL.name) == "available"


def test_odd_words_about_agents_are_refused(page: Browser) -> None:
    assert page.post("/agents/Nobody", {"available": True}).status_code == 404
    for body in ({}, {"available": "yes"}, {"available": 1}, [True]):
        assert page.post(f"/agents/{ASHA.name}", body).status_code == 400


def test_the_page_knows_what_an_agent_is_asked(town: Town, page: Browser) -> None:
    town.asks_for_a_person()
    town.stage.run_for(4)
    asked = [one["asked"] for one in page.get("/people").json()["agents"] if one["asked"]]
    assert asked == [{"what": "transfer", "team": {"en": "Customer care", "bn": "গ্রাহক সেবা"}, "state": "ringing"}]
    waiting = page.get("/promises").json()
    assert [(one["name"], one["state"]) for one in waiting["waiting"]] == [("Nasrin", "offered")]
    assert waiting["audit"]["waiting"] == 1


def test_what_is_promised_is_told_without_a_number(town: Town, page: Browser) -> None:
    town.asks_for_a_person()
    town.hangs_up()
    town.stage.run_for(5)
    answer = page.get("/promises")
    [owed] = answer.json()["callbacks"]
    assert (owed["name"], owed["caller"], owed["team"]["en"]) == ("Nasrin", "+880•••678", "Customer care")
    assert owed["late"] is False
    assert NASRIN not in answer.text
    assert answer.json()["audit"] == audit(town.store).as_json()


def test_a_company_that_is_away_is_said_so(town: Town, page: Browser) -> None:
    town.stage.company.close()
    index = page.get("")
    assert index.status_code == 503
    assert "The phones are away" in index.text and "ফোনগুলো এখন চলছে না" in index.text
    state = page.get("/api/state")
    assert state.status_code == 503 and "does not answer" in state.json()["error"]


REAL = """
import sys
from ivr.app.parts import make_parts
from ivr.app.web import create_app
from ivr.settings import Settings
app = create_app(make_parts(Settings.from_env({
    "TWILIO_ACCOUNT_SID": "AC" + "5" * 32, "TWILIO_AUTH_TOKEN": "a" * 32, "PUBLIC_URL": "https://phone.example.com",
    "SECRET_KEY": "k3v9-drawn-at-random-0123456789-ABCDEFG", "MAX_CALLS_AT_ONCE": "4",
    "DATABASE_URL": "sqlite:///" + sys.argv[1],
})))
assert not [name for name in sys.modules if name.startswith("ivr.console")], "a process for webhooks loads no console"
assert {app.test_client().get(path).status_code for path in ("/simulator", "/simulator/people")} == {404}
"""


def test_on_a_real_account_there_is_no_such_page(sqlite_url: str) -> None:
    subprocess.run([sys.executable, "-c", REAL, sqlite_url.removeprefix("sqlite:///")], cwd=ROOT, check=True)
