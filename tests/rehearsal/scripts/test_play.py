"""Scripts that go as written, and scripts that do not: what is said about them, where, and what was heard instead."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ivr.rehearsal.scripts.played import Failure
from ivr.rehearsal.scripts.show import as_text
from tests.rehearsal.scripts.shop import FLOW, one, rehearse

ADDRESS = '      - hears: For our address, press 2\n      - presses: "2"\n      - hears: 12 Lake Road\n'
BYE = '      - presses: "1"\n      - hears: Goodbye for now\n'
PERSON = '      - presses: "1"\n'


def failure(folder: Path, script: str) -> Failure:
    (played,) = next(iter(rehearse(folder, script).played.values()))
    assert played.failure is not None, played.dialogue
    return played.failure


def passes(folder: Path, script: str) -> bool:
    suite = rehearse(folder, script)
    assert suite.count == 1
    return suite.good


def test_a_caller_asks_for_the_address_and_goes(tmp_path: Path) -> None:
    assert passes(tmp_path, one(ADDRESS + BYE))


def test_words_that_are_not_said_are_told_with_those_that_are(tmp_path: Path) -> None:
    found = failure(tmp_path, one(ADDRESS.replace("12 Lake", "13 Lake") + BYE))
    assert found.mark.line == 9 and "We are at 12 Lake Road." in found.message
    assert found.expected == '"13 Lake Road"'


def test_a_word_mistaken_is_guessed(tmp_path: Path) -> None:
    found = failure(tmp_path, one("      - hears: For our adress press 2.\n"))
    assert found.hint == 'did you mean "For our address, press 2."?'


def test_what_was_said_before_the_last_act_is_behind_us(tmp_path: Path) -> None:
    found = failure(tmp_path, one(ADDRESS + "      - hears: For our address\n"))
    assert found.hint == "this was said earlier"


def test_exactly_is_all_of_it(tmp_path: Path) -> None:
    whole = "      - hears: {text: 'For a person, press 1. For our address, press 2.', exactly: true}\n"
    assert passes(tmp_path, one(whole + "      - hangs up\n"))
    found = failure(tmp_path, one("      - hears: {text: For a person, exactly: true}\n"))
    assert found.expected == '"For a person"'


@pytest.mark.parametrize(
    ("does", "ends"),
    [("answers", "talked"), ("declines", "callback"), ("lets it ring", "callback"), ("is busy", "callback")],
)
def test_agents_do_as_they_are_told(tmp_path: Path, does: str, ends: str) -> None:
    waiting = "      - talks with: Karim\n" if does == "answers" else "      - hears: We will call you back\n"
    assert passes(tmp_path, one(PERSON + waiting, ends, f"    agents: {{Karim: {does}}}\n"))


def test_with_nobody_on_duty_a_call_is_promised(tmp_path: Path) -> None:
    assert passes(tmp_path, one(PERSON, "{how: callback, team: support, by: 2026-11-23 12:31}"))


def test_a_promise_that_is_later_than_written_is_told(tmp_path: Path) -> None:
    found = failure(tmp_path, one(PERSON, "{how: callback, by: 2026-11-23 12:10}"))
    assert found.message == "it is promised by 2026-11-23 12:30" and found.expected == "2026-11-23 12:10"


def test_an_end_that_was_not_meant_is_told(tmp_path: Path) -> None:
    found = failure(tmp_path, one(PERSON, "left"))
    assert found.message == "support owes the caller a call, by 2026-11-23 12:30" and found.expected == "left"
    talks = failure(tmp_path, one(PERSON + "      - talks with: Karim\n", "declined", "    agents: {Karim: answers}\n"))
    assert talks.message == "the caller talked with Karim, and nothing is owed"


def test_another_agent_than_the_one_who_was_meant(tmp_path: Path) -> None:
    agents = "    agents: {Karim: lets it ring, Rahim: answers}\n"
    found = failure(tmp_path, one(PERSON + "      - talks with: Karim\n", "talked", agents))
    assert found.message == "the caller talks with Rahim" and found.expected == "Karim"


def test_nobody_can_act_on_a_line_that_is_cut(tmp_path: Path) -> None:
    found = failure(tmp_path, one(ADDRESS + BYE + '      - presses: "1"\n'))
    assert found.message == "nobody is on the line any more"
    assert found.hint == 'the last words were "Goodbye for now."'


def test_whoever_hung_up_is_called_and_may_let_it_ring(tmp_path: Path) -> None:
    agents = "    agents: {Karim: lets it ring}\n"
    steps = f"{PERSON}      - waits: 5s\n      - hangs up\n      - agents: {{Karim: answers}}\n      - lets it ring\n"
    assert passes(tmp_path, one(steps, "callback", agents))
    called = steps.replace("lets it ring\n", "is called\n") + "      - talks with: Karim\n"
    assert passes(tmp_path, one(called, "talked", agents))


def test_a_call_that_never_comes_is_told(tmp_path: Path) -> None:
    assert failure(tmp_path, one("      - hangs up\n      - is called\n")).message == "nobody called"


def test_a_keyed_number_is_the_one_that_is_called(tmp_path: Path) -> None:
    keyed = '      - presses: "01812345678#"\n      - presses: "1"\n'
    withheld = "    from: withheld\n"
    assert passes(tmp_path, one(PERSON + keyed, '{how: callback, to: "+8801812345678"}', withheld))
    found = failure(tmp_path, one(PERSON + keyed, '{how: callback, to: "+8801712345678"}', withheld))
    assert found.message == "+8801812345678 is to be called"


def test_what_is_said_aloud_chooses_where_a_menu_listens(tmp_path: Path) -> None:
    flow = FLOW.replace('"2": address}', '"2": {go: address, words: [where, your address]}}')
    assert rehearse(tmp_path, one("      - says: Where are you?\n      - hears: 12 Lake Road\n"), flow).good


def test_a_flow_can_decide_by_the_queue(tmp_path: Path) -> None:
    flow = """start: crowd
nodes:
  crowd: {branch: [{when: "queue.support.waiting >= 2 and queue.support.longest_wait > 10m", go: promise}],
    otherwise: person}
  person: {transfer: support, unanswered: promise, prompt: One moment.}
  promise: {callback: 30m}
"""
    crowded = one(
        "      - hears: We will call you back\n", "callback", "    waiting: {support: {callers: 2, longest: 12m}}\n"
    )
    empty = one("      - hears: One moment\n", "callback", "    waiting: {support: 1}\n").replace("one:", "two:")
    suite = rehearse(tmp_path, crowded + empty, flow)
    assert suite.good, as_text([suite], with_coverage=False)
    assert suite.count == 2


def test_what_failed_stands_under_its_dialogue(tmp_path: Path) -> None:
    text = as_text([rehearse(tmp_path, one(ADDRESS + BYE.replace("for now", "for ever")))], with_coverage=False)
    first, *lines = text.replace(f"{tmp_path}/", "").splitlines()
    assert first == 'scripts/main.yaml:11:9: one: the caller hears "Goodbye for now."'
    assert lines[0].endswith("= the call:") and lines[1].split()[1:4] == ["en", "For", "a"]
    assert "   11 > - hears: Goodbye for ever" in lines
    assert text.endswith("1 script: 1 failed.")


def test_flows_with_errors_are_not_played(tmp_path: Path) -> None:
    suite = rehearse(tmp_path, one(PERSON), "start: nowhere\n")
    assert not suite.good and suite.count == 0
    assert "F201" in as_text([suite], with_coverage=False)


def test_a_day_costs_no_time(tmp_path: Path) -> None:
    """The clock jumps."""
    began = time.perf_counter()
    assert passes(tmp_path, one("      - hangs up\n      - waits: 30d\n"))
    assert time.perf_counter() - began < 10
