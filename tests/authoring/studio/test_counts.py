"""What a flow counts, and what it takes out of a list by its count."""

import pytest

from tests.authoring.studio.flows import agents, fates, imported, note, say, split, ways_of
from tests.authoring.studio.test_values import ask

COUNT = "{% if flow.variables.tries %} {{flow.variables.tries | plus: 1}} {% else %}0{% endif %}"


def test_what_is_counted_is_counted_here() -> None:
    made = imported(
        note("count", "which", tries="{{ flow.variables.tries | plus: 2 }}", left="{{flow.data.left | minus: 1}}"),
        split("which", "flow.variables.tries", ("less_than", "3", "desk"), other="more"),
        note("more", "desk", tries="{{flow.variables.tries|plus:1}}"),
        agents("desk"),
    )
    assert "tries: {add: 2}" in made.flow and "left: {add: -1}" in made.flow
    assert '{when: "answers.tries < 3", go: desk}' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_a_count_that_has_a_beginning_has_it_here() -> None:
    made = imported(
        note("count", "which", tries=COUNT),
        split("which", "flow.variables.tries", ("equal_to", "0", "desk"), other="desk"),
        agents("desk"),
    )
    assert "tries: {add: 1, first: 0}" in made.flow and '{when: "answers.tries == 0", go: desk}' in made.flow
    assert set(fates(made).values()) == {"translated"}


@pytest.mark.parametrize("value", ["{{flow.variables.tries | times: 2}}", "{{flow.variables.other | plus: 1}}"])
def test_what_is_reckoned_otherwise_stays_unknown_and_what_asks_for_it_is_left_behind_a_todo(value: str) -> None:
    made = imported(
        note("count", "which", tries=value),
        split("which", "flow.variables.tries", ("less_than", "3", "desk"), other="bye"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert fates(made) == {"count": "adapted", "which": "left", "desk": "translated", "bye": "translated"}
    assert ways_of(made, "which") == {"next": "which_branch"}
    assert ways_of(made, "which_branch") == {"when 1": "desk", "otherwise": "bye"}
    assert ways_of(made, "bye") == {"next": "call_back_by_desk"}


def test_the_size_of_a_list_is_compared_with_a_count() -> None:
    made = imported(
        ask("find", "https://shop.example/all", to="count", otherwise="desk"),
        note("count", "which", at=COUNT.replace("tries", "at")),
        split("which", "flow.variables.at", ("less_than", "{{widgets.find.parsed.all.size}}", "desk"), other="desk"),
        agents("desk"),
    )
    assert "all_size: {path: all.size, kind: number, optional: true}" in made.flow
    assert '{when: "answers.at < answers.all_size", go: desk}' in made.flow
    assert set(fates(made).values()) == {"translated"}


@pytest.mark.parametrize(
    "value",
    [
        "{% assign i = flow.variables.at | plus: 0 %}{{ widgets.find.parsed.all[i].name }}",
        "{{widgets.find.parsed.all[flow.variables.at].name}}",
    ],
)
def test_one_of_a_list_is_taken_by_a_count(value: str) -> None:
    made = imported(
        ask("find", "https://shop.example/all", to="count", otherwise="desk"),
        note("count", "take", at=COUNT.replace("tries", "at")),
        note("take", "tell", shop=value),
        say("tell", "There is {{flow.variables.shop}}.", "desk"),
        agents("desk"),
    )
    assert "all: {path: all, kind: list, optional: true}" in made.flow and "all.i" not in made.flow
    assert "shop: {of: all, at: at, path: name}" in made.flow and "There is {answers.shop}." in made.flow
    assert set(fates(made).values()) == {"translated"}
