"""Where there are streams: one for a browser however many its tabs, and a change is on every tab within a second."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from ivr.access import Role
from ivr.switchboard import agents
from tests.browser.conftest import Guarded
from tests.browser.sweep import serving

SOON = 1000
"""Milliseconds."""
COUNTED = """() => document.body.addEventListener("changed", () => { document.body.dataset.heard = "yes"; })"""


def test_a_change_is_on_two_tabs_by_one_stream(guarded: Guarded, postgresql_url: str, tmp_path: Path) -> None:
    with serving(postgresql_url, tmp_path / "var", streams=1) as served:
        asked: list[str] = []
        context = guarded.context("503")
        context.on("request", lambda request: asked.append(request.url) if request.url.endswith("/live") else None)
        served.let_in(context, Role.AGENT, "en")
        tabs: list[Page] = []
        for _ in range(2):
            tabs.append(context.new_page())
            tabs[-1].goto(served.url)
            expect(tabs[-1].locator("#connection")).to_contain_text("live")
            tabs[-1].evaluate(COUNTED)
        expect(tabs[0].locator("#connection")).to_have_attribute("data-state", "live")
        began = time.monotonic()
        agents.away(served.floor.parts.store, "Asha")
        for tab in tabs:
            expect(tab.locator("body")).to_have_attribute("data-heard", "yes", timeout=SOON)
        assert time.monotonic() - began < 2 * SOON / 1000
        assert len(asked) == 1, "the second tab hears from the first"
        tabs[0].close()
        expect(tabs[1].locator("#connection")).to_have_attribute("data-state", re.compile("live|polling"))
        beyond = guarded.context("503")
        served.let_in(beyond, Role.VIEWER, "en")
        late = beyond.new_page()
        late.goto(served.url)
        expect(late.locator("#connection")).to_have_attribute("data-state", re.compile("live|polling"), timeout=8000)
        guarded.close()  # before that which the pages ask goes away
