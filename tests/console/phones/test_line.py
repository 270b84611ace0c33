"""What is behind the line, for the phones page: where a call stands, its documents, and what is to go wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.callflow.position import read
from ivr.callflow.values import Type, Value
from ivr.console.phones.line import HIDDEN, line
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call
from tests.console.phones.browser import Browser
from tests.console.phones.town import NASRIN, NUMBER, Town

NO_LEG = "CA" + "0" * 32


def leg_of(page: Browser, number: str) -> str:
    [leg] = page.get("/api/state?since=0").json()["phones"][number]
    return str(leg["sid"])


def test_the_lit_node_and_the_way_to_it(town: Town, page: Browser) -> None:
    page.post("/api/phones/ring_in", {"from": NASRIN, "to": NUMBER})
    town.nasrin.hears("For English")
    leg = leg_of(page, NASRIN)
    first = page.get(f"/line?leg={leg}").json()
    assert (first["flow"], first["node"], first["path"]) == ("main", "which_language", ["which_language"])
    assert first["node"] in first["nodes"] and len(first["nodes"]) > 5
    town.nasrin.presses("1")
    town.nasrin.hears("press 0")
    then = page.get(f"/line?leg={leg}").json()
    assert then["node"] == "reason" and then["path"][-1] == "reason"
    assert {"name": "language", "value": "en"} in then["known"]
    assert then["script"] == f"{then['call']}/script.yaml"
    town.hangs_up()
    town.stage.run_for(2)
    assert page.get(f"/line?leg={leg}").json()["node"] is None


def test_what_is_sensitive_is_shown_to_nobody(town: Town, page: Browser) -> None:
    page.post("/api/phones/ring_in", {"from": NASRIN, "to": NUMBER})
    town.nasrin.hears("For English")
    leg = leg_of(page, NASRIN)
    answers = ("order", Value(Type.DIGITS, "4711")), ("pin", Value(Type.DIGITS, "7390", sensitive=True))

    def keyed(unit: object) -> None:
        call = unit.one(Call, sid=leg)  # type: ignore[attr-defined]
        unit.save(replace(call, position=replace(read(call.position), answers=answers).write()))  # type: ignore[attr-defined]

    work(town.store, keyed)
    found = line(town.store, town.stage.parts.board, leg)
    assert found is not None
    assert {"name": "order", "value": "4711"} in found["known"] and {"name": "pin", "value": HIDDEN} in found["known"]  # type: ignore[operator]
    assert "7390" not in page.get(f"/line?leg={leg}").text


def test_the_documents_pass_and_nothing_beside_them(town: Town, page: Browser) -> None:
    page.post("/api/phones/ring_in", {"from": NASRIN, "to": NUMBER})
    town.nasrin.hears("For English")
    papers = page.get(f"/api/documents?leg={leg_of(page, NASRIN)}").json()
    assert any("<Gather" in paper["body"] for paper in papers)
    for odd in ("", "CA1", "../truth", f"{NO_LEG}&x=1"):
        assert page.get(f"/api/documents?leg={odd}").status_code == (200 if odd.endswith("x=1") else 404)
    assert page.get(f"/line?leg={NO_LEG}").json() is None


def test_a_failure_is_ordered_by_the_page_itself_only(town: Town, page: Browser) -> None:
    assert page.post("/api/faults", {"kind": "drop"}).json() == {"ordered": 1}
    assert page.get("/api/state").json()["faults"][0]["kind"] == "drop"
    assert page.post("/api/faults", {"kind": "explode"}).status_code == 400
    assert page.post("/api/faults", {"kind": "drop"}, Origin="http://evil.example").status_code == 403


@pytest.mark.parametrize("host", ["evil.example"])
def test_nobody_elses_page_looks_behind_the_line(town: Town, page: Browser, host: str) -> None:
    for path in (f"/line?leg={NO_LEG}", f"/api/documents?leg={NO_LEG}"):
        assert page.get(path, Host=host).status_code == 403


def test_the_page_knows_the_way_back(page: Browser) -> None:
    assert page.get("/people").json()["console"] == "/"
