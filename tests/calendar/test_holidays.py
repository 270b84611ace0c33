"""Holidays: a country's, corrected by the business; what the moon has yet to decide is marked."""

import subprocess
import sys
from datetime import date

from ivr.calendar import Holiday, Holidays, has_holidays, holiday_on, holidays_in

VICTORY_DAY = date(2026, 12, 16)


def test_a_country_has_its_holidays_in_its_own_words() -> None:
    found = holiday_on(VICTORY_DAY, Holidays("BD"))
    assert found is not None
    assert found.day == VICTORY_DAY
    assert "বিজয়" in found.name
    assert not found.estimated
    assert holiday_on(date(2026, 12, 17), Holidays("BD")) is None


def test_nothing_is_kept_where_no_country_is_named() -> None:
    assert holiday_on(VICTORY_DAY, Holidays()) is None
    assert holidays_in(2026, Holidays()) == ()


def test_a_moon_dated_holiday_is_only_estimated() -> None:
    year = holidays_in(2027, Holidays("BD"))
    assert [day.day for day in year] == sorted(day.day for day in year)
    assert any(day.estimated for day in year)
    assert not any(day.estimated for day in year if day.day == date(2027, 12, 16))


def test_the_business_moves_a_holiday_that_the_moon_moved() -> None:
    estimated = next(day.day for day in holidays_in(2027, Holidays("BD")) if day.estimated)
    seen = date(2027, 1, 25)
    kept = Holidays("BD", also={seen: "শবে বরাত"}, never=frozenset({estimated}))
    assert holiday_on(estimated, kept) is None
    assert holiday_on(seen, kept) == Holiday(seen, "শবে বরাত")
    assert holiday_on(seen, kept) in holidays_in(2027, kept)
    assert estimated not in {day.day for day in holidays_in(2027, kept)}


def test_a_subdivision_adds_its_own() -> None:
    everywhere, bengal = holidays_in(2026, Holidays("IN")), holidays_in(2026, Holidays("IN", "WB"))
    assert {day.day for day in everywhere} < {day.day for day in bengal}


def test_unknown_countries_and_subdivisions_are_known_to_be_unknown() -> None:
    assert has_holidays("BD")
    assert has_holidays("IN", "WB")
    assert not has_holidays("XX")
    assert not has_holidays("Bangladesh")
    assert not has_holidays("IN", "Nowhere")


def test_the_slow_library_is_loaded_only_for_those_who_name_a_country() -> None:
    program = "import sys; from ivr.calendar import *; assert 'holidays' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
