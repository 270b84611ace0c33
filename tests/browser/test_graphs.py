"""Pictures of call flows in a real browser: what is written stands inside its box, in Bengali too, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ivr.authoring.folder import load_folder
from ivr.authoring.graph import FORMATS, draw
from ivr.callflow.graph import Callflow
from tests.authoring.graph.large import large
from tests.paths import ROOT

OUTSIDE = """() => [...document.querySelectorAll("g > g")].flatMap((group) => {
  const box = group.querySelector("rect").getBBox();
  return [...group.querySelectorAll("text")].filter((text) => {
    const it = text.getBBox();
    return it.x < box.x || it.x + it.width > box.x + box.width || it.y < box.y - 2
      || it.y + it.height > box.y + box.height + 4;
  }).map((text) => text.textContent);
})"""
CLIPPED = """() => {
  const all = document.querySelector("svg").viewBox.baseVal;
  return [...document.querySelectorAll("text")].filter((text) => {
    const it = text.getBBox(), at = text.getCTM();
    return it.x + at.e < 0 || it.x + at.e + it.width > all.width || it.y + it.height > all.height;
  }).map((text) => text.textContent);
}"""
PAPER = """() => getComputedStyle(document.querySelector(".paper")).fill"""


def sample() -> Callflow:
    (flow,) = load_folder(ROOT / "callflows").flows
    return flow


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_all_that_is_written_stands_in_its_box(browser: Browser, tmp_path: Path, language: str, scheme: str) -> None:
    papers = set()
    for number, flow in enumerate((sample(), large(10))):
        picture = tmp_path / f"{number}.svg"
        picture.write_text(FORMATS["svg"](draw(flow, language)), encoding="utf-8")
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(picture.as_uri())
        assert page.title() == flow.title
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(CLIPPED) == []
        papers.add(page.evaluate(PAPER))
        page.close()
    assert papers == {"rgb(20, 24, 29)" if scheme == "dark" else "rgb(255, 255, 255)"}
