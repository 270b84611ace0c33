"""Whom the phones page answers."""

import pytest

from ivr.console.phones.gate import names, refusal

HOST = "127.0.0.1:8000"
OWN = f"http://{HOST}"
ALLOWED = names("http://phones.example:8000")


@pytest.mark.parametrize("host", [HOST, "localhost:8000", "[::1]:8000", "phones.example:8000", "LOCALHOST"])
def test_this_machine_and_the_public_address_may_look(host: str) -> None:
    assert refusal("GET", host, None, "", ALLOWED) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8000", "192.0.2.7:8000", "", "[::1", "localhost@evil.example"]
)
def test_a_name_that_somebody_made_to_point_here_may_not(host: str) -> None:
    assert refusal("GET", host, None, "", ALLOWED)


def test_the_page_itself_may_act() -> None:
    assert refusal("POST", HOST, OWN, "application/json", ALLOWED) is None


@pytest.mark.parametrize(
    ("origin", "mimetype"),
    [
        (OWN, "application/x-www-form-urlencoded"),
        (OWN, "text/plain"),
        (OWN, ""),
        (None, "application/json"),
        ("null", "application/json"),
        ("http://evil.example", "application/json"),
        ("http://127.0.0.1:9000", "application/json"),
    ],
)
def test_another_page_may_not_act_through_it(origin: str | None, mimetype: str) -> None:
    assert refusal("POST", HOST, origin, mimetype, ALLOWED)


def test_unknown_methods_are_acts() -> None:
    assert refusal("DELETE", HOST, None, "", ALLOWED)
