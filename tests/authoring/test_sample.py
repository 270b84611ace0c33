"""The sample shop: it checks without a warning, and a caller of either language can do there what a caller wants."""

import pytest

from ivr.authoring.folder import Result, load_folder
from ivr.authoring.show import as_text, speech_as_text
from ivr.callflow.nodes import Callback, Decline, Hours, Language, Menu, OpenCallback, Transfer
from ivr.language.pace import spoken_seconds
from tests.paths import ROOT

SHOP = ROOT / "callflows"


@pytest.fixture(scope="module")
def shop() -> Result:
    return load_folder(SHOP)


def test_it_checks_clean(shop: Result) -> None:
    assert not shop.problems, as_text(shop)
    assert as_text(shop) == "5 files: nothing to complain about.\nNext: ivr flows publish"


def test_it_has_one_of_nearly_everything(shop: Result) -> None:
    kinds = {type(node) for flow in shop.flows for node in flow.nodes.values()}
    assert {Language, OpenCallback, Menu, Hours, Transfer, Callback, Decline} <= kinds


def test_its_number_may_stand_in_examples(shop: Result) -> None:
    assert shop.business is not None
    assert shop.business.numbers == ("+12025550100",)


def test_both_languages_are_spoken_to_the_end(shop: Result) -> None:
    flow = shop.flows[0]
    assert list(flow.languages) == ["en", "bn"]
    for node in flow.nodes.values():
        prompt = getattr(node, "prompt", None)
        assert prompt is None or set(prompt.texts) == {"en", "bn"}


def test_no_prompt_takes_longer_than_a_patient_breath(shop: Result) -> None:
    for flow in shop.flows:
        for node in flow.nodes.values():
            prompt = getattr(node, "prompt", None)
            for language, text in (prompt.texts if prompt else {}).items():
                assert spoken_seconds(text, language) < 20


def test_a_person_is_there_within_fifteen_seconds_of_speech(shop: Result) -> None:
    """Issue 4, 8: the whole way from hello, in either language."""
    assert [one.language for one in shop.speech] == ["en", "bn"]
    assert f"```text\n{speech_as_text(shop)}\n```" in (ROOT / "docs" / "speech.md").read_text(encoding="utf-8")
    assert all(one.to_a_person and one.to_a_person < 15 for one in shop.speech)
    assert all(one.to_a_choice and one.to_a_choice < 10 for one in shop.speech)


def test_bengali_is_written_in_bengali_digits(shop: Result) -> None:
    said = [text for flow in shop.flows for text in said_in(flow.nodes.values(), "bn")]
    assert said
    assert not [text for text in said if any(letter in "0123456789" for letter in text)]


def said_in(nodes: object, language: str) -> list[str]:
    texts: list[str] = []
    for node in nodes:  # type: ignore[attr-defined]
        if isinstance(node, Language):
            texts.append(node.prompts[language])
        elif prompt := getattr(node, "prompt", None):
            texts.append(prompt.texts[language])
    return texts
