"""The phones page as files: complete in both languages, readable in light and dark, asking nothing of other hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import requests

from ivr.simulator.page import FILES
from ivr.simulator.server import CarrierServer
from tests.simulator.desk import Desk
from tests.simulator.shop import CALLER, SHOP, Shop

LANGUAGES = ("en", "bn")
TEXTS = sorted(path for path in FILES.rglob("*") if path.suffix in (".html", ".js", ".css", ".svg", ".json"))
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "green", "red", "amber") for ground in ("card", "well")),
    *((ink, "paper") for ink in ("ink", "soft")),
    *((ink, "key") for ink in ("ink", "soft")),
    *((ink, "key-down") for ink in ("ink",)),
    ("on-green", "green"),
    ("on-red", "red"),
    ("amber", "amber-well"),
    ("card", "ink"),
]
"""Which colour of letters stands on which ground."""


def words(language: str) -> dict[str, str]:
    table: dict[str, str] = json.loads((FILES / "words" / f"{language}.json").read_text(encoding="utf-8"))
    return table


def places(text: str) -> set[str]:
    """The {values} of a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def asked_for() -> Iterator[str]:
    """The keys that page and scripts use; one that ends in a star stands for all that begin like it."""
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            yield from re.findall(r'data-(?:word|label)="(\w+)"', text)
        elif path.suffix == ".js":
            yield from re.findall(r'\bword\("(\w+)"', text)
            yield from (f"{start}*" for start in re.findall(r"\bword\(`(\w+)\$\{", text))
            for pair in re.findall(r'\bword\([^`{};]*?\? "(\w+)" : "(\w+)"', text):
                yield from pair


def test_both_languages_have_the_same_words() -> None:
    english, bengali = words("en"), words("bn")
    assert english.keys() == bengali.keys()
    assert [key for key in english if places(english[key]) != places(bengali[key])] == []
    assert [key for key, text in (*english.items(), *bengali.items()) if not text.strip()] == []


def test_bengali_is_bengali_down_to_its_digits() -> None:
    plain = {key: re.sub(r"\{\w+\}|Enter|Escape", "", text) for key, text in words("bn").items()}
    assert [key for key, text in plain.items() if not re.search("[\u0980-\u09ff]", text)] == []
    assert [key for key, text in plain.items() if re.search("[A-Za-z0-9]", text)] == []


def test_every_word_that_is_asked_for_is_there_and_none_is_idle() -> None:
    known, asked = set(words("en")), set(asked_for())
    starts = tuple(key[:-1] for key in asked if key.endswith("*"))
    assert {key for key in asked if not key.endswith("*")} - known == set()
    assert [start for start in starts if not any(key.startswith(start) for key in known)] == []
    scripts = "".join(path.read_text(encoding="utf-8") for path in TEXTS if path.suffix == ".js")
    idle = {key for key in known - asked if not key.startswith(starts)}
    assert {key for key in idle if f'"{key}"' not in scripts} == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(FILES)))
def test_no_file_names_another_host_or_carries_style_or_script_of_its_own(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"']*", text)) <= {"http://www.w3.org/2000/svg"}
    if path.suffix == ".html":
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*src=)", text)
    assert text.count("\n") <= 250


def themes() -> dict[str, dict[str, str]]:
    """The named colours, in light and in dark."""
    css = (FILES / "phones.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in css.split("prefers-color-scheme")[:2]
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_letters_stand_out_from_their_ground(theme: str, ink: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    colours = themes()[theme]
    darker, lighter = sorted((luminance(colours[ink]), luminance(colours[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_page_is_served_with_its_policy_and_nothing_but_the_page(carrier: CarrierServer) -> None:
    index = requests.get(f"{carrier.url}/simulator", timeout=5)
    assert index.status_code == 200
    policy = index.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    for name in re.findall(r'(?:src|href)="/simulator/page/([\w./]+)"', index.text):
        assert requests.get(f"{carrier.url}/simulator/page/{name}", timeout=5).status_code == 200
    for name in ("__init__.py", "../server.py", "%2e%2e/server.py", "nothing.js"):
        assert requests.get(f"{carrier.url}/simulator/page/{name}", timeout=5).status_code == 404


def test_who_comes_late_begins_a_little_before_the_end(shop: Shop, carrier: CarrierServer, desk: Desk) -> None:
    shop.answers["voice"] = "<Say>Hello.</Say>"
    desk.post("phones/ring_in", **{"from": CALLER, "to": SHOP})
    desk.sleep(5)
    everything = desk.get("state")
    assert {line["number"] for line in everything["lines"]} == {CALLER}
    assert [line["words"] for line in everything["lines"] if line["what"] == "hears"] == ["Hello."]
    late = desk.http.get(f"{desk.base}/state?since=-1", timeout=5).json()
    assert len(late["lines"]) <= 1 and late["cursor"] == everything["cursor"]
    beyond = desk.http.get(f"{desk.base}/state?since=999", timeout=5).json()
    assert beyond["lines"] == [] and beyond["cursor"] == everything["cursor"]
