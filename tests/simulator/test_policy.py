"""Connection overrides in the fragment of an address."""

import pytest

from ivr.simulator.policy import BadPolicy, Policy, parse_policy


def test_without_a_fragment_connect_failures_are_repeated_once() -> None:
    policy = parse_policy("")
    assert policy == Policy(5000, 15_000, 15_000, 1, frozenset({"ct"}))
    assert [policy.repeats_after(cause) for cause in ("ct", "rt", "4xx", "5xx")] == [True, False, False, False]


def test_a_fragment_overrides_what_it_names() -> None:
    policy = parse_policy("rc=2&rp=ct,rt,5xx&ct=2000&rt=4000&tt=12000&e=dublin&sni=y")
    assert (policy.ct, policy.rt, policy.tt, policy.rc) == (2000, 4000, 12_000, 2)
    assert [policy.repeats_after(cause) for cause in ("ct", "rt", "4xx", "5xx")] == [True, True, False, True]


def test_all_means_every_failure() -> None:
    assert all(parse_policy("rp=all").repeats_after(cause) for cause in ("ct", "rt", "4xx", "5xx"))


@pytest.mark.parametrize("fragment", ["rc=6", "ct=50", "tt=20000", "rt=soon", "rp=6xx", "retry=2"])
def test_what_is_no_override_is_refused(fragment: str) -> None:
    with pytest.raises(BadPolicy):
        parse_policy(fragment)
