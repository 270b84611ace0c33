"""Conditions: read with positions, typed, and evaluated as anybody would by hand; no text makes them crash or hang."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.conditions import Unreadable, parse_condition
from ivr.callflow.conditions import holds
from ivr.callflow.values import Plain

WORLD: dict[str, Plain] = {
    "caller.calls": Decimal(3),
    "caller.vip": True,
    "caller.withheld": False,
    "answers.status": "lost",
    "answers.total": Decimal("12.50"),
    "queue.support.longest_wait": timedelta(minutes=11),
    "now.date": date(2026, 11, 22),
    "now.weekday": "sunday",
}


def so(text: str) -> bool:
    return holds(parse_condition(text).condition, WORLD.get)


@pytest.mark.parametrize(
    "text",
    [
        "caller.vip",
        "not caller.withheld",
        "caller.calls >= 3 and not caller.withheld",
        "caller.calls == 3.0",
        "answers.total < 12.51",
        'answers.status in ["lost", "late"]',
        "answers.status not in ['late']",
        "queue.support.longest_wait > 10m",
        "queue.support.longest_wait <= 11m0s",
        "now.weekday == sunday",
        "now.date > 2026-11-21 and now.date < 2026-11-23",
        "caller.vip == true",
        "answers.none is unknown",
        "answers.status is known",
        "caller.withheld or caller.vip and caller.calls > 2",
        "not (caller.withheld or caller.calls > 5)",
        "(caller.withheld or caller.vip) and caller.calls != 4",
        "not not caller.vip",
        'answers.status contains "OS"',
        'answers.status starts with "Lo" and not answers.status starts with "os"',
        'not answers.none contains "x" and not answers.none starts with "x"',
        "not answers.none",
        "caller.vip and caller.calls > 1 and answers.total > 1 and not caller.withheld",
        "caller.withheld or caller.withheld or caller.withheld or caller.vip",
    ],
)
def test_what_is_so(text: str) -> None:
    assert so(text)
    assert not so(f"not ({text})")


@pytest.mark.parametrize(
    "text",
    ["answers.none == 1", "answers.none != 1", "answers.none < 1", "answers.none in [1]", "answers.none not in [1]"],
)
def test_a_comparison_with_what_is_unknown_is_false(text: str) -> None:
    assert not so(text)


def test_and_binds_closer_than_or() -> None:
    assert so("caller.vip or caller.vip and caller.withheld")
    assert not so("(caller.vip or caller.vip) and caller.withheld")


@pytest.mark.parametrize(
    ("text", "at", "wrong"),
    [
        ("", 0, "something is missing at the end"),
        ("caller.vip and", 14, "something is missing at the end"),
        ("caller.calls = 3", 13, '"=" means nothing here: == compares'),
        ("caller.vip && caller.known", 11, '"&&" means nothing here: the word and'),
        ("!caller.vip", 0, '"!caller.vip" means nothing here: the word not'),
        ("(caller.vip", 11, "something is missing at the end"),
        ("caller.vip)", 10, '")" cannot stand here: nothing more belongs here'),
        ("answers.x in lost", 13, '"lost" cannot stand here: a list belongs here, such as ["lost", "late"]'),
        ("3 is known", 0, "only a fact is known or unknown"),
        ("answers.x is 3", 13, '"3" cannot stand here: `is known` or `is unknown`; two values are compared by =='),
        ("now.date > 2026-13-40", 11, '"2026-13-40" cannot stand here: a fact or a value belongs here'),
        ('answers.x == "lost', 13, '"\\"lost" means nothing here'),
        ("__import__('os').system('x')", 10, '"(" cannot stand here: nothing more belongs here'),
        ("a" * 501, 0, "a condition of 501 letters (at most 500)"),
        ("(" * 13 + "caller.vip" + ")" * 13, 13, "nested more than 12 deep"),
    ],
)
def test_what_cannot_be_read_is_told_where_it_stands(text: str, at: int, wrong: str) -> None:
    with pytest.raises(Unreadable) as failure:
        parse_condition(text)
    assert (failure.value.token.offset, failure.value.wrong.startswith(wrong.replace('\\"', '"'))) == (at, True)


WORDS = st.sampled_from(
    [*WORLD, "and", "or", "not", "in", "is", "known", "unknown", "==", "!=", "<", ">=", "(", ")", "[", "]", ","]
    + ["3", "12.50", '"lost"', "true", "10m", "2026-12-31", "10:00", "saturday", "nobody.knows", "&&", "'"]
)


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=600))
def test_any_text_is_a_condition_that_can_be_evaluated_or_is_refused_at_a_place_in_it(text: str) -> None:
    try:
        written = parse_condition(text)
    except Unreadable as failure:
        assert 0 <= failure.token.offset <= len(text)
        assert failure.wrong
        return
    assert len(written.tokens) == len(written.condition.steps)
    for token in written.tokens:
        assert text[token.offset :].startswith(token.text)
    assert holds(written.condition, lambda name: None) in (True, False)


ATOMS = st.sampled_from(["caller.vip", "caller.withheld", "caller.calls > 2", "answers.none == 1"])
TREES = st.recursive(
    ATOMS,
    lambda part: (
        part.map(lambda it: f"(not {it})")
        | st.tuples(part, part).map(lambda two: f"({two[0]} and {two[1]})")
        | st.tuples(part, part).map(lambda two: f"({two[0]} or {two[1]})")
    ),
    max_leaves=6,
)
BY_HAND = {
    "caller.vip": "True",
    "caller.withheld": "False",
    "caller.calls > 2": "(3 > 2)",
    "answers.none == 1": "False",
}


@given(TREES)
def test_it_means_what_it_says(text: str) -> None:
    """As Python understands the same words, with the facts in their places; the tests' own text alone is evaluated."""
    by_hand = text
    for atom, value in BY_HAND.items():
        by_hand = by_hand.replace(atom, value)
    try:
        assert so(text) is bool(eval(by_hand, {"__builtins__": {}}))
    except Unreadable as failure:
        assert "nested" in failure.wrong
