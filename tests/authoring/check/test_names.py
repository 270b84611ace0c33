"""Every name stands for something, and a callback knows whose it is."""

from pathlib import Path

from tests.authoring.shop import check, codes, only, place

TEAMS = """teams:
  support: {title: {en: Support}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
  workshop: {title: {en: Workshop}, hours: shop, owner: {name: Kamal, number: "+8801812345678"}}
"""
BENGALI = "{locale: bn-IN, voice: Google.bn-IN-Wavenet-A}"


def test_all_unknown_names_at_once_each_in_its_place(tmp_path: Path) -> None:
    flow = """start: persn
nodes:
  person: {hours: shpo, open: desk, closed: promis}
  desk: {transfer: suport, topic: ordrs, unanswered: promise, done: by}
  promise: {callback: {team: suport}, cannot: by}
"""
    result = check(tmp_path, flow, "topics: {orders: {en: an order}}")
    found = [(str(problem.code), problem.mark.line, place(problem, flow)) for problem in result.problems]
    assert found == [
        ("F201", 1, "persn"),
        ("F203", 3, "shpo"),
        ("F201", 3, "promis"),
        ("F202", 4, "suport"),
        ("F208", 4, "ordrs"),
        ("F201", 4, "by"),
        ("F202", 5, "suport"),
        ("F201", 5, "by"),
    ]


def test_a_name_that_is_nearly_right_is_guessed(tmp_path: Path) -> None:
    problem = only(
        check(tmp_path, "nodes:\n  person: {transfer: suport, unanswered: promise}\n  promise: {callback: 30m}")
    )
    assert problem.hint == 'did you mean "support"?'


def test_a_name_like_no_other_is_not(tmp_path: Path) -> None:
    flow = "nodes:\n  person: {transfer: zzz, unanswered: promise}\n  promise: {callback: {team: support}}"
    assert only(check(tmp_path, flow)).hint == ""


def test_topics_are_free_where_the_business_lists_none(tmp_path: Path) -> None:
    flow = "nodes:\n  person: {transfer: support, topic: anything, unanswered: promise}\n  promise: {callback: 30m}"
    assert not check(tmp_path, flow).problems


def test_a_language_is_offered_in_itself_and_only_if_it_is_spoken(tmp_path: Path) -> None:
    flow = """start: ask
nodes:
  ask:
    language:
      prompt: {en: "For English, press 1.", de: "Deutsch: 2."}
      choices: {"1": en, "2": de, "3": fr}
      next: person
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
    assert codes(check(tmp_path, flow)) == ["F204", "F204", "F204"]


def test_a_language_is_asked_for_or_it_is_spoken_and_not_both(tmp_path: Path) -> None:
    node = "start: first\nnodes:\n  first: {%s, next: person}\n  person: {transfer: support, unanswered: promise}\n"
    node += "  promise: {callback: 30m}\n"
    assert codes(check(tmp_path, node % "language: en")) == []
    assert codes(check(tmp_path, node % "language: {prompt: {en: Press 1.}}")) == ["F102"]
    assert codes(check(tmp_path, node % "language: {spoken: en, prompt: {en: Press 1.}}")) == ["F103"]
    assert codes(check(tmp_path, node % "language: bn")) == ["F204"]


def test_a_language_that_can_be_chosen_must_be_heard_of(tmp_path: Path) -> None:
    flow = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
start: ask
nodes:
  ask:
    language:
      prompt: {en: "For English, press 1."}
      choices: {"1": en, "2": bn}
      next: person
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
    business = f"languages: {{en: en-US, bn: {BENGALI}}}\n{TEAMS.replace('{en:', '{bn: সেবা, en:')}"
    assert codes(check(tmp_path, flow, business)) == ["F501"]


def test_a_flow_speaks_languages_of_the_business(tmp_path: Path) -> None:
    flow = f"languages: {{en: en-US, bn: {BENGALI}}}"
    problem = only(check(tmp_path, flow))
    assert (problem.code, place(problem, flow)) == ("F204", "bn")


def test_a_callback_that_nobody_was_asked_for_before_may_be_anybodys(tmp_path: Path) -> None:
    problem = only(check(tmp_path, "start: promise\nnodes:\n  promise: {callback: 30m}", TEAMS))
    assert problem.code == "F211"
    assert problem.message == "several teams may be meant by this callback: support, workshop"


def test_the_only_team_there_is_needs_no_name(tmp_path: Path) -> None:
    assert not check(tmp_path, "start: promise\nnodes:\n  promise: {callback: 30m}").problems


def test_a_number_and_a_name_belong_to_one_flow(tmp_path: Path) -> None:
    result = check(tmp_path, "", other="", third="callflow: third\nnumbers: ['+12025550102', '+12025550102']")
    assert codes(result) == ["F210", "F210", "F210"]
    assert result.problems[0].hint.endswith("main.yaml, line 3")
    assert result.problems[2].hint.endswith("third.yaml, line 2")
