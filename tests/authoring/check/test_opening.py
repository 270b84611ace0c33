"""The business's own file: zones, countries, hours and teams hold together."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes, only, place

TEAM = """teams:
  support:
    title: {en: Support}
    owner: {name: Rahima, number: "+8801712345678"}
    hours: %s
    policy: {window: %s}
"""


@pytest.mark.parametrize(
    ("business", "code", "pointed"),
    [
        ("zone: Asia/Dacca_", "F603", "Asia/Dacca_"),
        ("zone: ../../etc/passwd", "F603", "../../etc/passwd"),
        ("country: bd", "F604", "bd"),
        ("countries: [BD, XQ]", "F604", "XQ"),
        ("currency: taka", "F107", "taka"),
        ("schedules: {shop: {weekly: {friday: 9-17}}}", "F601", "9-17"),
        ("schedules: {shop: {weekly: {friday: 09:00-09:00}}}", "F601", "09:00-09:00"),
        ("schedules: {shop: {weekly: {friday: 09:00-25:00}}}", "F601", "09:00-25:00"),
        ("schedules: {shop: {weekly: {Friday: 09:00-10:00}}}", "F602", "Friday"),
        ("schedules: {shop: {weekly: {everyday: 09:00-10:00}}}", "F602", "everyday"),
        ("schedules: {shop: {weekly: {}}}", "F103", "{"),
        ("schedules: {shop: {weekly: {every day: all day}, holidays: ZZ}}", "F604", "ZZ"),
        ("schedules: {shop: {weekly: {every day: all day}, holidays: {country: BD, subdivision: Q}}}", "F604", "Q"),
        ("schedules: {shop: {weekly: {every day: all day}, closures: [2026-02-30]}}", "F602", "2026-02-30"),
        ("schedules: {shop: {weekly: {every day: all day}, exceptions: {25.3.: closed}}}", "F602", "25.3."),
        (TEAM % ("shpo", "09:00-20:00"), "F203", "shpo"),
        (TEAM % ("shop", "09:00-10:00"), "F605", "09:00-10:00"),
        (TEAM % ("shop", "'09:00-11:00, 12:00-20:00'"), "F601", "'09:00-11:00, 12:00-20:00'"),
        (TEAM % ("shop", "closed"), "F601", "closed"),
        ("words: {en: {goodbye: 'Bye {caller.name}.'}}", "F206", "{caller.name}"),
        ("words: {de: {goodbye: Tschüss.}}", "F204", "de"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(business: str, code: str, pointed: str, tmp_path: Path) -> None:
    problem = only(check(tmp_path, "", business))
    assert (problem.code, place(problem, business)) == (code, pointed)


def test_hours_over_midnight_and_all_day_meet_the_window(tmp_path: Path) -> None:
    for weekly in ("every day: 22:00-09:01", "every day: all day", "sunday: 08:00-09:01"):
        assert "F605" not in codes(check(tmp_path, "", f"schedules: {{shop: {{weekly: {{{weekly}}}}}}}"))


def test_a_team_at_night_can_never_call_back_by_day(tmp_path: Path) -> None:
    problem = only(check(tmp_path, "", "schedules: {shop: {weekly: {every day: 21:00-06:00}}}"))
    assert problem.code == "F605"
    assert "09:00-20:00" in problem.message


def test_a_team_elsewhere_is_measured_by_its_own_clock(tmp_path: Path) -> None:
    away = "schedules: {shop: {zone: America/New_York, weekly: {every day: 00:00-08:00}}}"
    assert not check(tmp_path, "", away).problems
    assert codes(check(tmp_path, "", away.replace("America/New_York", "Asia/Dhaka"))) == ["F605"]


def test_every_team_names_a_person(tmp_path: Path) -> None:
    nobody = "teams: {support: {title: {en: Support}, hours: shop}}"
    problem = only(check(tmp_path, "", nobody))
    assert (problem.code, problem.message) == ("F102", 'the key "owner" is missing')
