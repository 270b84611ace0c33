"""Where there are streams: one for a browser however many its tabs; a change is on every tab before anybody asks."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from ivr.access import Role
from ivr.switchboard import agents
from tests.browser.conftest import Guarded
from tests.browser.sweep import serving

COUNTED = """() => document.body.addEventListener("changed", () => { document.body.dataset.heard = "yes"; })"""


def is_live_though_answered_late(tab: Page, url: str) -> None:
    """What the page asked at first is answered when it listens already."""
    held: list[Route] = []
    tab.route("**/live/mark", lambda route: held.append(route))
    tab.goto(url)
    sign = tab.locator("#connection")
    expect(sign).to_have_attribute("data-state", "live")
    with tab.expect_response("**/live/mark"):
        held[0].continue_()
    tab.unroute("**/live/mark")
    expect(sign).to_have_attribute("data-state", "live")


def test_a_change_is_on_two_tabs_by_one_stream(guarded: Guarded, postgresql_url: str, tmp_path: Path) -> None:
    with serving(postgresql_url, tmp_path / "var", streams=1) as served:
        asked: list[str] = []
        context = guarded.context("503")
        context.on("request", lambda request: asked.append(urlsplit(request.url).path))
        served.let_in(context, Role.AGENT, "en")
        tabs = [context.new_page() for _ in range(2)]
        is_live_though_answered_late(tabs[0], served.url)
        tabs[1].goto(served.url)
        expect(tabs[1].locator("#connection")).to_contain_text("live")
        for tab in tabs:
            tab.evaluate(COUNTED)
        questions = asked.count("/live/mark")
        agents.away(served.floor.parts.store, "Asha")
        for tab in tabs:
            expect(tab.locator("body")).to_have_attribute("data-heard", "yes")
        assert asked.count("/live/mark") == questions, "nobody asked: all were told"
        assert asked.count("/live") == 1, "the second tab hears from the first"
        tabs[0].close()
        expect(tabs[1].locator("#connection")).to_have_attribute("data-state", re.compile("live|polling"))
        beyond = guarded.context("503")
        served.let_in(beyond, Role.VIEWER, "en")
        late = beyond.new_page()
        late.goto(served.url)
        expect(late.locator("#connection")).to_have_attribute("data-state", re.compile("live|polling"))
        guarded.close()  # before that which the pages ask goes away
