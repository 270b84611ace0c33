"""What is spoken can be spoken: in every language, by a voice that there is, and not too much at once."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes, only, place

BENGALI = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""


def saying(prompt: str, more: str = "") -> str:
    return (
        f"{more}\nnodes:\n  person: {{transfer: support, prompt: {prompt}, unanswered: promise}}\n"
        "  promise: {callback: 30m}\n"
    )


def test_a_language_that_is_missing(tmp_path: Path) -> None:
    problem = only(check(tmp_path, saying("{en: One moment.}"), BENGALI))
    assert (problem.code, problem.message) == ("F501", 'nothing is said in "bn"')


@pytest.mark.parametrize(
    ("text", "pointed", "said"),
    [
        ('"Hello {caller.nmae}."', "{caller.nmae}", "no value has this name"),
        ('"{agent.name}"', "{agent.name}", "no value has this name"),
        ("'Hello {caller.name.__class__}.'", "{caller.name.__class__}", "no value has this name"),
        ('"Hello {caller.name!r}."', "{caller.name!r}", "no value has this name"),
        ('"Hello {{caller.name}}."', "{", "a brace that belongs to no {value}"),
        ('"Hello }."', "}", "a brace that belongs to no {value}"),
        ('"Hello[, you]."', "[, you]", "a group without a {value} in it would always be spoken"),
        ('"Hello[[, {caller.name}]]."', "[", "a group inside a group"),
        ('"Hello]."', "]", "a bracket that belongs to no [group]"),
    ],
)
def test_only_values_of_a_closed_list_can_be_named(text: str, pointed: str, said: str, tmp_path: Path) -> None:
    flow = saying(text)
    problem = check(tmp_path, flow).problems[0]
    assert (problem.code, problem.message) == ("F206", f'"{pointed}": {said}')
    assert place(problem, flow) == pointed


def test_a_text_over_several_lines_is_pointed_at_as_a_whole(tmp_path: Path) -> None:
    flow = "nodes:\n  person:\n    transfer: support\n    prompt: >-\n      Hello\n      {nobody}.\n"
    problem = only(check(tmp_path, flow + "    unanswered: promise\n  promise: {callback: 30m}\n"))
    assert (problem.code, problem.mark.line, problem.mark.column) == ("F206", 4, 13)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("{en: en-US}", "a" * 4096),
        ("{en: {locale: en-US, voice: Polly.Joanna}}", "a" * 3000),
        ("{en: {locale: en-US, voice: Google.en-US-Neural2-F}}", "a" * 4500),
        ("{en: {locale: en-US, voice: Google.en-US-Neural2-F}}", "ক" * 500),
    ],
)
def test_a_voice_says_only_so_much_at_once(language: str, text: str, tmp_path: Path) -> None:
    most, more = (
        saying(f"{{en: {said}}}", f"languages: {language}\nallow: {{F705: a test}}") for said in (text, text + "ক")
    )
    assert "F502" not in codes(check(tmp_path, most))
    assert "F502" in codes(check(tmp_path, more))


def test_room_is_kept_for_what_stands_in_the_braces(tmp_path: Path) -> None:
    language = "languages: {en: {locale: en-US, voice: Google.en-US-Neural2-F}}\nallow: {F705: a test, F706: a test}"
    text = "a" * 3500
    assert not check(tmp_path, saying(f"{{en: {text}}}", language)).problems
    assert codes(check(tmp_path, saying(f'{{en: "{text}[{{caller.name}}]"}}', language))) == ["F502"]


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        ("bn-BD", 'nothing speaks the locale "bn-BD"'),
        ("en-US", 'the locale "en-US" is not of the language "bn"'),
        ("bn-IN", '"bn" needs a voice by name'),
        ("{locale: bn-IN, voice: Polly.Kajal}", 'there is no voice "Polly.Kajal"'),
        ("{locale: bn-IN, voice: Google.hi-IN-Wavenet-A}", 'the voice "Google.hi-IN-Wavenet-A" speaks another locale'),
    ],
)
def test_bengali_is_spoken_by_few(voice: str, message: str, tmp_path: Path) -> None:
    problem = only(check(tmp_path, f"languages: {{bn: {voice}}}", BENGALI))
    assert (problem.code, problem.message) == ("F205", message)


def test_a_new_language_needs_words_and_no_code(tmp_path: Path) -> None:
    french = BENGALI.replace("bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}", "fr: fr-FR").replace("bn:", "fr:")
    problem = only(check(tmp_path, "", french))
    assert problem.code == "F501"
    assert 'built-in sentences have no words in "fr"' in problem.message
