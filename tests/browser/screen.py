"""The phones page as a person uses it: three telephones, seen and pressed, and what a person would wait for."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

PATIENT = 40_000
"""Milliseconds that anything may take to come: an agent's phone rings for 20 s, and two cores may be busy. Only what is
wrong waits so long."""


def loaded(page: Page) -> None:
    """The page that is on the screen has run its scripts: what they bind is bound."""
    page.wait_for_load_state()


def settled(page: Page, script: str) -> Any:
    """What a script says of the page, or of the one to which it is just about to go."""
    loaded(page)
    try:
        return page.evaluate(script)
    except Error as gone:
        if "context was destroyed" not in gone.message:
            raise
        loaded(page)
        return page.evaluate(script)


class Telephone:
    """One of the three."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.box: Locator = page.get_by_role("region", name=name, exact=True)
        self.words = self.box.locator(".heard")
        self.tape = self.box.locator(".tape")

    def is_(self, state: str) -> None:
        """Idle, ringing, waiting, talking …"""
        expect(self.box).to_have_attribute("data-stage", state)

    def hears(self, words: str) -> None:
        """These words are shown large; once said, they stand in the transcript too."""
        expect(self.words).to_contain_text(words)

    def says_state(self, word: str) -> None:
        """The state in words, beside its sign."""
        expect(self.box.locator(".state")).to_have_text(word)

    def presses(self, key: str) -> None:
        """A key of the keypad, as it is labelled in the page's language."""
        self.box.get_by_role("group").get_by_role("button", name=key, exact=True).click()

    def clicks(self, name: str) -> None:
        """The green or the red button, or the switch."""
        self.box.get_by_role("button", name=name, exact=True).click()

    def is_away(self) -> None:
        """Its owner goes off duty, if on duty."""
        self._switch(on=False)

    def is_there(self) -> None:
        """Its owner comes on duty, or takes calls again after a rest."""
        self._switch(on=True)

    def _switch(self, on: bool) -> None:
        switch = self.box.get_by_role("switch")
        if (switch.get_attribute("aria-checked") == "true") != on:
            switch.click()
        expect(switch).to_have_attribute("aria-checked", str(on).lower())


def sum_is(page: Page, **counts: str) -> None:
    """The figures of what is promised, as they are written."""
    for term, count in counts.items():
        expect(page.locator(f"[data-term={term}] dd")).to_have_text(count)
