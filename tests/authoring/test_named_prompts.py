"""Prompts that are written once, in a flow or in the business, and used by name wherever a prompt may stand."""

from pathlib import Path

from ivr.callflow.nodes import HangUp, Menu, Prompt, Say
from tests.authoring.shop import check, codes, only, place

TWO = "languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}"
TEAMS = """
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""
FLOW = """start: hello
prompts:
  hello: Welcome.
nodes:
  hello: {say: {use: hello}, next: main}
  main: {menu: {prompt: {use: reasons}, choices: {"1": person}, otherwise: person}}
  person: {transfer: support, unanswered: promise, done: bye}
  promise: {callback: 30m}
  bye: {hang_up: {use: hello}}
"""
BUSINESS = "prompts: {reasons: {en: 'For a person, press 1.'}, hello: {en: Hello from all of us.}}"


def test_a_name_stands_for_its_words_and_the_flows_own_go_first(tmp_path: Path) -> None:
    result = check(tmp_path, FLOW, BUSINESS)
    assert not result.problems
    nodes = result.flows[0].nodes
    assert nodes["hello"] == Say(Prompt({"en": "Welcome."}), "main")
    assert nodes["bye"] == HangUp(Prompt({"en": "Welcome."}))
    assert isinstance(nodes["main"], Menu) and nodes["main"].prompt.texts == {"en": "For a person, press 1."}


def test_a_prompt_of_the_business_may_be_written_in_more_languages_than_a_flow_speaks(tmp_path: Path) -> None:
    flow = "languages: {en: en-US}\n" + FLOW
    result = check(tmp_path, flow, f"{TWO}{TEAMS}prompts: {{reasons: {{en: 'For us, press 1.', bn: '১ চাপুন।'}}}}")
    assert not result.problems
    nodes = result.flows[0].nodes
    assert isinstance(nodes["main"], Menu) and nodes["main"].prompt.texts == {"en": "For us, press 1."}


def test_a_name_that_nobody_wrote_is_guessed(tmp_path: Path) -> None:
    flow = FLOW.replace("{use: reasons}", "{use: reasosn}")
    problem = only(check(tmp_path, flow, BUSINESS))
    assert (problem.code, place(problem, flow), problem.hint) == ("F214", "reasosn", 'did you mean "reasons"?')


def test_what_is_wrong_with_a_prompt_of_the_business_is_said_where_it_is_used(tmp_path: Path) -> None:
    result = check(tmp_path, FLOW, "prompts: {reasons: {en: 'For {answers.nothing}, press 1.'}}")
    problem = only(result)
    assert (problem.code, problem.file.endswith("main.yaml"), problem.mark.line) == ("F206", True, 6)


def test_a_missing_language_is_told_at_every_use(tmp_path: Path) -> None:
    result = check(tmp_path, FLOW, f"{TWO}{TEAMS}{BUSINESS}")
    assert codes(result) == ["F504", "F501", "F504"]


def test_words_beside_a_use_are_refused(tmp_path: Path) -> None:
    flow = FLOW.replace("{use: hello}, next", "{use: hello, en: Hi.}, next")
    assert "F101" in codes(check(tmp_path, flow, BUSINESS))
