"""No attacker and no slip of a finger makes us ring what costs money or saves lives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone import ORDINARY, Allowed, Barred, Kind, Reason, destination

OWN = "+12025550100"
AGENT = "+12025550111"


def ask(number: str) -> Allowed | Barred:
    return destination(number, countries={"BD", "US", "GB"}, own={OWN}, agents={AGENT})


@pytest.mark.parametrize(
    ("number", "country"), [("+8801712345678", "BD"), ("+12025550199", "US"), ("+442071838750", "GB")]
)
def test_an_ordinary_line_in_a_listed_country_may_be_rung(number: str, country: str) -> None:
    answer = ask(number)
    assert isinstance(answer, Allowed)
    assert (answer.number, answer.country) == (number, country)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+1911", Reason.EMERGENCY),
        ("+880999", Reason.EMERGENCY),
        ("+44112", Reason.EMERGENCY),
        ("+88016263", Reason.SHORT),
        ("+1411", Reason.SHORT),
        ("911", Reason.NOT_A_NUMBER),
        ("999", Reason.NOT_A_NUMBER),
        ("", Reason.NOT_A_NUMBER),
        ("anonymous", Reason.NOT_A_NUMBER),
        ("sip:fraud@example.com", Reason.NOT_A_NUMBER),
        ("+15555550100", Reason.NOT_A_NUMBER),
        (OWN, Reason.OWN),
        (AGENT, Reason.AGENT),
        ("+19005550100", Reason.PREMIUM),
        ("+448701234567", Reason.PREMIUM),
        ("+80812345678", Reason.SHARED_COST),
        ("+881612345678", Reason.SATELLITE),
        ("+870773111632", Reason.SATELLITE),
        ("+18765550123", Reason.COUNTRY),
        ("+919876543210", Reason.COUNTRY),
        ("+18005550100", Reason.KIND),
        ("+447012345678", Reason.KIND),
        ("+8809612345678", Reason.KIND),
    ],
)
def test_everything_else_is_barred_with_its_reason(number: str, reason: Reason) -> None:
    assert ask(number) == Barred(reason)


def test_our_own_number_is_refused_however_it_is_written() -> None:
    assert ask("+1 (202) 555-0100") == Barred(Reason.OWN)


def test_an_agent_may_be_rung_as_an_agent_and_on_an_internet_line() -> None:
    assert isinstance(destination(AGENT, countries={"US"}, own={OWN}), Allowed)
    wider = ORDINARY | {Kind.VOIP}
    assert isinstance(destination("+8809612345678", countries={"BD"}, own={OWN}, kinds=wider), Allowed)


def test_without_listed_countries_nobody_is_rung() -> None:
    assert destination("+8801712345678", countries=(), own=()) == Barred(Reason.COUNTRY)


@given(st.from_regex(r"\+?[0-9]{0,16}", fullmatch=True))
def test_whatever_is_allowed_is_an_ordinary_number_of_a_listed_country(text: str) -> None:
    answer = ask(text)
    assert isinstance(answer, Barred) or (answer.country in {"BD", "US", "GB"} and len(answer.number) > 10)
