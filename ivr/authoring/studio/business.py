"""The `business.yaml` that a flow needs where there is none: what Studio does not know is a placeholder that checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.authoring.business import BusinessForm
from ivr.authoring.shape import keys
from ivr.authoring.studio.tongue import Tongue
from ivr.authoring.studio.write import Page
from ivr.authoring.words import built_in

PLACEHOLDER = "+12025550100"
"""A number of the block that is kept for examples: it rings nobody."""


def business_page(title: str, tongue: Tongue, teams: Mapping[str, str], hosts: Iterable[str]) -> str:
    """The whole file."""
    page = Page()
    page.comment("Who you are, who answers, and when. Studio does not know it: go through every line.")
    page.put("version", 1, 0)
    page.put("business", title or "Our business", 0)
    page.put("zone", "Etc/UTC", 0)
    page.put("country", "US", 0)
    page.put("currency", "USD", 0)
    page.lines.append("")
    page.lines.append("languages:")
    for voice in tongue.voices:
        page.put(voice.code, voice.written, 2)
    _teams(page, tongue, teams)
    page.lines += ["", "schedules:"]
    page.comment("Studio has no opening hours: put yours here, and an hours node into the flow.", 2)
    page.put("always", {"weekly": {"every day": "all day"}}, 2)
    if (hosts := list(hosts)) and "lookups" in keys(BusinessForm):
        page.lines += ["", "lookups:"]
        page.put("hosts", hosts, 2)
    if strange := [code for code in tongue.codes if code not in built_in()]:
        _words(page, strange)
    return page.text


def _teams(page: Page, tongue: Tongue, teams: Mapping[str, str]) -> None:
    page.lines += ["", "teams:"]
    for name, meaning in teams.items():
        if meaning:
            page.comment(f"In Studio: {meaning}", 2)
        title = name.replace("_", " ").capitalize()
        owner = {"name": "To be named", "number": PLACEHOLDER}
        page.put(name, {"title": dict.fromkeys(tongue.codes, title), "owner": owner, "hours": "always"}, 2)


def _words(page: Page, codes: list[str]) -> None:
    """Our own sentences, for languages in which we have none."""
    page.lines += ["", "words:"]
    for code in codes:
        page.comment(f'These sentences are ours, in English: put them into your language ("{code}").', 2)
        page.put(code, dict(built_in()["en"]), 2)
