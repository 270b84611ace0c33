"""Every node can be reached, leads to an end, and nobody goes round in circles without a key."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.check.graph import knots, reach
from ivr.authoring.check.ways import Exit, How, Place, Ways
from ivr.authoring.tree import Mark
from tests.authoring.shop import check, codes, only

MENU = "{menu: {prompt: 'To talk, press 1.', choices: {'1': person}, otherwise: %s}}"
PERSON = "  person: {transfer: support, unanswered: promise}\n  promise: {callback: 30m}\n"


def test_a_place_to_which_nothing_leads(tmp_path: Path) -> None:
    problem = only(check(tmp_path, f"nodes:\n{PERSON}  island: {{hang_up: Goodbye.}}"))
    assert (problem.code, problem.mark.line, problem.mark.column) == ("F301", 4, 3)


def test_two_places_that_only_lead_to_each_other_are_both_islands(tmp_path: Path) -> None:
    flow = f"nodes:\n{PERSON}  east: {{say: East., next: west}}\n  west: {{say: West., next: east}}\n"
    assert codes(check(tmp_path, flow)) == ["F301", "F303", "F301"]


def test_where_a_name_is_wrong_nobody_is_called_an_island_for_it(tmp_path: Path) -> None:
    flow = f"start: main\nnodes:\n  main: {MENU % 'persn'}\n  help: {{say: Help., next: main}}\n{PERSON}"
    assert codes(check(tmp_path, flow)) == ["F201"]


def test_a_round_that_silence_goes(tmp_path: Path) -> None:
    problem = only(check(tmp_path, f"start: main\nnodes:\n  main: {MENU % 'main'}\n{PERSON}"))
    assert problem.code == "F303"
    assert problem.hint == "the round is main → main"


def test_a_round_with_a_key_in_it_is_a_menu(tmp_path: Path) -> None:
    flow = "{menu: {prompt: 'Again, press 1. To talk, press 2.', choices: {'1': main, '2': person}, otherwise: person}}"
    assert not check(tmp_path, f"start: main\nnodes:\n  main: {flow}\n{PERSON}").problems


def test_a_round_with_a_talk_in_it_is_a_talk(tmp_path: Path) -> None:
    flow = "nodes:\n  person: {transfer: support, unanswered: promise, done: person}\n  promise: {callback: 30m}"
    assert not check(tmp_path, flow).problems


def test_asking_team_after_team_for_ever_is_the_runaround(tmp_path: Path) -> None:
    flow = "nodes:\n  person: {transfer: support, unanswered: again}\n  again: {transfer: support, unanswered: person}"
    assert only(check(tmp_path, flow)).hint == "the round is again → person → again"


def test_a_long_round_is_told_in_short(tmp_path: Path) -> None:
    words = "".join(f"  n{n:02}: {{say: Word {n}., next: n{(n + 1) % 30:02}}}\n" for n in range(30))
    result = check(tmp_path, f"start: n00\nnodes:\n{words}")
    hint = next(problem.hint for problem in result.problems if problem.code == "F303")
    assert hint.startswith("the round is n00 → n01")
    assert hint.endswith("… → n00")


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7))
def test_a_knot_is_what_comes_back_to_itself(ways: list[list[int]]) -> None:
    places: Ways = {
        str(name): Place(str(name), "", None, Mark(), tuple(Exit("", How.ON, str(to), Mark()) for to in to_all))
        for name, to_all in enumerate(ways)
    }
    knotted = {name for knot in knots(places, lambda way: True) for name in knot}
    assert knotted == {
        name for name, place in places.items() if any(name in reach([way.target], places) for way in place.exits)
    }
