"""What people type and carriers send becomes a number that exists, or a reason, never a guess."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import phone
from ivr.phone import Kind, Refusal

DHAKA = "+8801712345678"
WASHINGTON = "+12025550100"


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("01712345678", "BD", DHAKA),
        ("০১৭১২৩৪৫৬৭৮", "BD", DHAKA),
        ("+880 1712-345678", "US", DHAKA),
        ("tel:+12025550100", "BD", WASHINGTON),
        ("(202) 555-0100", "US", WASHINGTON),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, country: str, number: str) -> None:
    assert phone.parse_number(typed, country) == number


@pytest.mark.parametrize(
    ("typed", "country", "refusal"),
    [
        ("", "BD", Refusal.EMPTY),
        ("  ", "BD", Refusal.EMPTY),
        ("call me", "BD", Refusal.NOT_A_NUMBER),
        ("1-800-FLOWERS", "US", Refusal.NOT_A_NUMBER),
        ("202 555 0100 ext 12", "US", Refusal.NOT_A_NUMBER),
        ("+12025550100;12", "US", Refusal.NOT_A_NUMBER),
        ("+999 12345678", "BD", Refusal.UNKNOWN_COUNTRY),
        ("1", "US", Refusal.NOT_A_NUMBER),
        ("1" * 40, "US", Refusal.TOO_LONG),
        ("9" * 500, "US", Refusal.NOT_A_NUMBER),
        ("555 0100", "US", Refusal.NOT_IN_USE),
        ("+15555550100", "US", Refusal.NOT_IN_USE),
        ("999", "BD", Refusal.NOT_IN_USE),
        ("16263", "BD", Refusal.NOT_IN_USE),
        ("01712345678", "Nowhere", Refusal.UNKNOWN_COUNTRY),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(typed: str, country: str, refusal: Refusal) -> None:
    assert phone.parse_number(typed, country) is refusal


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    answer = phone.parse_number(text, "BD")
    assert isinstance(answer, Refusal) or phone.caller_number(answer) == answer
    assert phone.caller_number(text) in (None, text)
    assert isinstance(phone.mask(text), str)


@pytest.mark.parametrize(
    "shown",
    [
        *(None, "", "anonymous", "Anonymous", "unknown", "RESTRICTED", "client:rahim", "sip:rahim@example.com"),
        *("+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533"),
        *("01712345678", " 12025550100", "+1 202 555 0100", "+১২০২৫৫৫০১০০", "+12025550100\n", "+15555550100"),
    ],
)
def test_a_withheld_or_odd_caller_has_no_number(shown: str | None) -> None:
    assert phone.caller_number(shown) is None
    assert not phone.is_callable(shown)


def test_a_caller_with_an_ordinary_line_can_be_called_back() -> None:
    assert phone.caller_number(DHAKA) == DHAKA
    assert phone.is_callable(DHAKA)
    assert phone.is_callable(WASHINGTON)


def test_a_premium_line_that_calls_us_has_a_number_but_cannot_be_called_back() -> None:
    assert phone.caller_number("+19005550100") == "+19005550100"
    assert not phone.is_callable("+19005550100")


@pytest.mark.parametrize(
    ("number", "kind", "country"),
    [
        (DHAKA, Kind.MOBILE, "BD"),
        (WASHINGTON, Kind.FIXED_OR_MOBILE, "US"),
        ("+442071838750", Kind.FIXED, "GB"),
        ("+8809612345678", Kind.VOIP, "BD"),
        ("+18005550100", Kind.TOLL_FREE, "US"),
        ("+19005550100", Kind.PREMIUM, "US"),
        ("+80812345678", Kind.SHARED_COST, None),
        ("+881612345678", Kind.SATELLITE, None),
        ("+447012345678", Kind.OTHER, "GB"),
        ("not a number", Kind.OTHER, None),
    ],
)
def test_the_numbering_plan_tells_kind_and_country(number: str, kind: Kind, country: str | None) -> None:
    assert phone.kind(number) is kind
    assert phone.country_of(number) == country


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        (DHAKA, "Asia/Dhaka"),
        (WASHINGTON, "America/New_York"),
        ("+18005550100", None),
        ("+881612345678", None),
        ("+15555550100", None),
        ("anonymous", None),
    ],
)
def test_a_zone_is_told_only_where_the_prefix_has_exactly_one(number: str, zone: str | None) -> None:
    assert phone.zone_of(number) == zone


def test_a_masked_number_keeps_country_and_last_three() -> None:
    assert phone.mask(DHAKA) == "+880•••678"
    assert phone.mask("+442071838750") == "+44•••750"
    assert phone.mask("+1911") == "+1•••"
    assert phone.mask("Rahim's phone") == phone.mask("") == "•••"


def test_neighbours_share_a_block_of_ten_thousand() -> None:
    assert phone.prefix_group(WASHINGTON) == phone.prefix_group("+12025559999") == "+1202555"
    assert phone.prefix_group(WASHINGTON) != phone.prefix_group("+12025560100")


def test_digits_come_in_the_groups_of_the_country() -> None:
    assert phone.groups(WASHINGTON, "US") == ("202", "555", "0100")
    assert phone.groups(WASHINGTON, "BD") == ("+1", "202", "555", "0100")
    assert phone.groups(DHAKA, "BD") == ("01712", "345678")
    assert phone.groups("anonymous", "BD") == ()


def test_importing_it_loads_no_places_and_no_zones() -> None:
    heavy = "phonenumbers.geodata", "phonenumbers.geocoder", "phonenumbers.carrier", "phonenumbers.tzdata"
    program = f"import sys, ivr.phone; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
