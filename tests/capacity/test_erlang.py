"""The formula against what is known of it, and a small crowd against the formula."""

from __future__ import annotations

from math import exp, factorial

import pytest

from tests.capacity.__main__ import expected, found
from tests.capacity.crowd import Crowd, Habits
from tests.capacity.formula import Load, erlang_a


def test_where_nobody_waits_it_is_erlang_b() -> None:
    """Endless impatience: whoever finds nobody free leaves. Erlang B of 5 erlang and 7 agents."""
    met = erlang_a(Load(5 / 180, 1 / 180, 1e9, 7))
    lost = (5**7 / factorial(7)) / sum(5**k / factorial(k) for k in range(8))
    assert met.leaves == pytest.approx(lost, rel=1e-6)


def test_where_patience_is_a_talk_it_is_a_crowd_without_a_limit() -> None:
    """Impatience at the rate of service: the number of people there is Poisson's, whatever the agents."""
    met = erlang_a(Load(4 / 180, 1 / 180, 1 / 180, 3))
    assert met.waits == pytest.approx(1 - sum(exp(-4) * 4**k / factorial(k) for k in range(3)), rel=1e-6)


def test_a_small_crowd_meets_with_what_the_formula_says() -> None:
    """Eight hundred calls are few: a fifth."""
    habits = Habits(between=110.0, talk=900.0, patience=1200.0, agents=8)
    met = [Crowd(habits, 400, seed).run() for seed in (1, 2)]
    theory, product = expected(habits, met), found(met)
    assert product.waits == pytest.approx(theory.waits, rel=0.2)
    assert product.leaves == pytest.approx(theory.leaves, rel=0.3)
