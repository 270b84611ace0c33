"""What is promised can be kept: by the team's hours, and at hours that are civil where the caller lives."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes, only

TEAM = """teams:
  support:
    title: {en: Support}
    owner: {name: Rahima, number: "+8801712345678"}
    hours: shop
    policy: {%s}
"""


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("window: 09:00-20:00", []),
        ("window: 08:00-20:00", ["F717"]),
        ("window: 09:00-21:00", ["F717"]),
        ("window: 18:00-10:00", ["F717"]),
        ("within: 10h", []),
        ("within: 10h30m", ["F718"]),
        ("window: 10:00-11:00, within: 2h", ["F718"]),
        ("within: 2d", []),
    ],
)
def test_a_team_promises_what_it_can_keep(policy: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(check(tmp_path, "", TEAM % policy)) == expected


def test_a_promise_of_a_flow_is_held_against_the_hours_of_its_team(tmp_path: Path) -> None:
    flow = """nodes:
  person: {transfer: support, unanswered: promise}
  promise: {callback: 11h}
"""
    problem = only(check(tmp_path, flow))
    assert (problem.code, problem.expected) == ("F718", "at most 10h, or longer opening hours")


@pytest.mark.parametrize(
    ("countries", "weekly", "expected"),
    [
        ("BD, IN", "every day: 10:00-20:00", []),
        ("BD, US", "every day: 10:00-20:00", []),  # it is noon somewhere among the numbers that begin with +1
        ("BD, GB", "every day: 10:00-13:00", ["F718"]),  # 5 to 8 in London, in summer
        ("BD, GB", "every day: 10:00-15:00", []),
        ("BD", "every day: 10:00-13:00", []),
    ],
)
def test_somebody_works_while_phones_may_ring_there(
    countries: str, weekly: str, expected: list[str], tmp_path: Path
) -> None:
    business = f"countries: [{countries}]\nschedules: {{shop: {{weekly: {{{weekly}}}}}}}\n"
    assert codes(check(tmp_path, "", business)) == expected


def test_a_business_may_want_it_so(tmp_path: Path) -> None:
    business = TEAM % "window: 08:00-20:00" + "allow: {F717: our callers are bakers}\n"
    assert codes(check(tmp_path, "", business)) == []
    needless = TEAM % "window: 10:00-20:00" + "allow: {F717: our callers are bakers}\n"
    assert codes(check(tmp_path, "", needless)) == ["F802"]
