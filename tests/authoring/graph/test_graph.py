"""A call flow as a picture: everything is in it, nothing covers anything else, and what is written can be read."""

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from ivr.authoring.folder import load_folder
from ivr.authoring.graph import FORMATS, Drawing, draw
from ivr.authoring.graph.layout import Layout, Spot, lay_out
from ivr.callflow.ahead import exits
from ivr.callflow.graph import Callflow
from tests.authoring.diff.flows import flows_of_the_page
from tests.authoring.graph.large import large
from tests.authoring.shop import check, shown
from tests.paths import ROOT

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '</text><script>alert(1)</script> & "quoted" #1 | ]] \\N %% -->'


@pytest.fixture(scope="module")
def sample() -> Callflow:
    (flow,) = load_folder(ROOT / "callflows").flows
    return flow


def svg(flow: Callflow, language: str = "") -> ET.Element:
    return ET.fromstring(FORMATS["svg"](draw(flow, language)))


def texts(root: ET.Element, role: str = "") -> list[str]:
    return [it.text or "" for it in root.iter(f"{SVG}text") if role in ("", it.get("class"))]


def test_every_node_is_a_box_and_every_way_an_arrow(sample: Callflow, tmp_path: Path) -> None:
    for flow in (sample, *flows_of_the_page(tmp_path)):
        drawing = draw(flow)
        names = {box.id: box.name for box in drawing.boxes}
        assert [names[id] for id in names if not id.endswith("end")] == [
            flow.start,
            *(name for name in flow.nodes if name not in (flow.start, "(end)")),
        ]
        drawn = {(names[arrow.start], names[arrow.end].replace("goodbye", "(end)")) for arrow in drawing.arrows}
        assert drawn == {(name, end) for name, node in flow.nodes.items() for end in exits(node)}


def test_ways_to_one_place_are_one_arrow(sample: Callflow) -> None:
    drawing = draw(sample)
    names = {box.id: box.name for box in drawing.boxes}
    labels = {(names[arrow.start], names[arrow.end]): arrow.label for arrow in drawing.arrows}
    assert labels["reason", "care"] == "press 1, 2, 0 · otherwise"
    assert labels["care", "care_desk"] == "open"
    assert labels["care_desk", "care_promise"] == "unanswered"
    assert labels["hello", "reason"] == ""


@pytest.mark.parametrize(("language", "word"), [("en", "For an order"), ("bn", "অর্ডারের জন্য")])
def test_what_is_said_is_in_the_language_that_was_asked_for(sample: Callflow, language: str, word: str) -> None:
    for shape in FORMATS.values():
        assert word in shape(draw(sample, language))
    spoken = [it for it in svg(sample, language).iter(f"{SVG}text") if it.get("class") == "speech"]
    assert spoken and {it.get("lang") for it in spoken} == {language}


def test_the_same_arrows_in_mermaid_and_dot(sample: Callflow) -> None:
    drawing = draw(sample)
    expected = {(arrow.start, arrow.end) for arrow in drawing.arrows}
    mermaid = FORMATS["mermaid"](drawing)
    assert set(re.findall(r"^  (\w+) -->(?:\|[^|]*\|)? (\w+)$", mermaid, re.MULTILINE)) == expected
    dot = FORMATS["dot"](drawing)
    assert set(re.findall(r"^  (\w+) -> (\w+)", dot, re.MULTILINE)) == expected


def laid_out(drawing: Drawing) -> Layout:
    """With boxes of a size each, as the picture has them."""
    sizes = {box.id: (120.0 + 10 * (number % 7), 30.0 + 9 * (number % 4)) for number, box in enumerate(drawing.boxes)}
    arrows = [(arrow.start, arrow.end) for arrow in drawing.arrows if arrow.start != arrow.end]
    return lay_out(sizes, arrows, [(60.0, 14.0)] * len(arrows))


def corners(spot: Spot) -> tuple[float, float, float, float]:
    left, top = spot.x - spot.width / 2, spot.y - spot.height / 2
    return left, top, left + spot.width, top + spot.height


def touching(spots: list[Spot]) -> Iterator[tuple[Spot, Spot]]:
    for one, other in combinations(sorted(spots, key=lambda spot: spot.y), 2):
        left, top, right, bottom = corners(one)
        left2, top2, right2, bottom2 = corners(other)
        if left < right2 and left2 < right and top < bottom2 and top2 < bottom:
            yield one, other


def test_nothing_covers_anything_else(sample: Callflow) -> None:
    for flow in (sample, large(14)):
        layout = laid_out(draw(flow))
        assert not list(touching([*layout.boxes.values(), *layout.labels.values()]))
        for left, top, right, bottom in map(corners, [*layout.boxes.values(), *layout.labels.values()]):
            assert left >= -1 and top >= -1 and right <= layout.width + 1 and bottom <= layout.height + 1


def test_ways_lead_down_but_for_those_that_go_back(sample: Callflow) -> None:
    drawing = draw(sample)
    layout = laid_out(drawing)
    assert all(layout.boxes[arrow.start].y < layout.boxes[arrow.end].y for arrow in drawing.arrows)
    back = draw(large(5))
    names = {box.name: box.id for box in back.boxes}
    spots = laid_out(back).boxes
    assert spots[names["menu_0"]].y < spots[names["menu_1"]].y


def test_it_is_real_text_and_no_program(sample: Callflow) -> None:
    root = svg(sample)
    assert root.get("role") == "img"
    ids = (root.get("aria-labelledby") or "").split()
    told = {it.get("id"): it.text for it in root if it.get("id")}
    assert told[ids[0]] == "Customer line" and "12 steps" in (told[ids[1]] or "")
    assert not [it for it in root.iter() if it.tag in (f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image")]
    assert "prefers-color-scheme: dark" in FORMATS["svg"](draw(sample))


def test_an_authors_text_is_only_text(tmp_path: Path) -> None:
    """A title may hold anything; marks in a prompt are refused where it is checked."""
    result = check(tmp_path, f"title: {NASTY!r}")
    drawing = draw(result.flows[0])
    root = ET.fromstring(FORMATS["svg"](drawing))
    assert not list(root.iter(f"{SVG}script"))
    assert FORMATS["dot"](drawing).startswith('digraph "</text><script>alert(1)</script> & \\"quoted\\"')
    assert '\\"quoted\\"' in FORMATS["mermaid"](drawing).splitlines()[1]


def test_signs_of_the_drawing_in_a_prompt_stay_inside_their_box() -> None:
    drawing = draw(large(1))
    speech = 'say "hello" <b> #5 | ]] \\N'
    box = type(drawing.boxes[0])("n0", "x", "say", drawing.boxes[0].sort, speech)
    changed = Drawing("t", "en", (box,), ())
    line = FORMATS["mermaid"](changed).splitlines()[-1]
    assert line.count('"') == 2 and "<b>" not in line
    dot = FORMATS["dot"](changed).splitlines()[-2]
    assert '\\"hello\\"' in dot and "\\\\N" in dot
    assert speech.split()[1] in "".join(texts(ET.fromstring(FORMATS["svg"](changed))))


def test_two_hundred_nodes_are_drawn_in_a_moment() -> None:
    flow = large(50)
    assert len(flow.nodes) > 200
    began = time.process_time()
    root = svg(flow, "bn")
    assert time.process_time() - began < 3
    assert len(texts(root, "name")) >= 200


def test_a_way_to_itself_is_shown(tmp_path: Path) -> None:
    flow = """start: reason
nodes:
  reason:
    menu: {prompt: "For a person, press 1. To hear this again, press 2.", choices: {"1": person, "2": reason}}
    otherwise: person
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
    result = check(tmp_path, flow)
    assert result.flows, shown(result)
    assert [text for text in texts(svg(result.flows[0]), "label") if text.startswith("↺ press 2")]
