"""Nodes that the author gave titles: breadcrumbs and the page of a call name them in the reader's language."""

from __future__ import annotations

import pytest

from ivr.console.words import LANGUAGES
from tests.console.floor import Floor
from tests.console.pages.on_the_line import answers_by, opens, rang

TITLES = {"reason": {"en": "What is it about?", "bn": "কী বিষয়ে?"}, "care_desk": {"en": "The desk"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_sees_the_title_instead_of_the_name(light_floor: Floor, language: str) -> None:
    opens(light_floor)
    answers_by(light_floor, titles=TITLES)
    call = rang(light_floor, "1", "1")
    browser = light_floor.browser(language=language)
    title = TITLES["reason"][language]
    page = browser.get(f"/calls/{call.public_id}").text
    assert f'<span class="node" title="reason">{title}</span>' in page, "the author's own name is still at hand"
    assert f'<option value="reason" >{title}</option>' in page and "which_language" in page
    assert '<span class="node" title="care_desk">The desk</span>' in page, "in another language, where there is none"
    way = browser.get(f"/callers/{call.caller_id}").text
    assert title in way and "The desk" in way
    told = browser.post(
        f"/calls/{call.public_id}/remarks", data={"csrf_token": _token(page), "node": "reason", "text": "Too long."}
    )
    assert told.status_code == 303


def _token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
