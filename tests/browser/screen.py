"""The phones page as a person uses it: three telephones, seen and pressed, and what a person would wait for."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATIENT = 40_000
"""Milliseconds: an agent's phone rings for 20 s, and two cores may be busy."""


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
        expect(self.box).to_have_attribute("data-stage", state, timeout=PATIENT)

    def hears(self, words: str) -> None:
        """These words are shown large; once said, they stand in the transcript too."""
        expect(self.words).to_contain_text(words, timeout=PATIENT)

    def says_state(self, word: str) -> None:
        """The state in words, beside its sign."""
        expect(self.box.locator(".state")).to_have_text(word, timeout=PATIENT)

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
        expect(switch).to_have_attribute("aria-checked", str(on).lower(), timeout=PATIENT)


def sum_is(page: Page, **counts: str) -> None:
    """The figures of what is promised, as they are written."""
    for term, count in counts.items():
        expect(page.locator(f"[data-term={term}] dd")).to_have_text(count, timeout=PATIENT)
