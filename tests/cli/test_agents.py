"""`agents add`: an agent's address is one that may be rung; everything else is refused with what would be right."""

from __future__ import annotations

import pytest

from tests.api.worlds import NUMBER, SqlWorld
from tests.cli.running import Shell


@pytest.mark.parametrize("address", ["+12025550111", "+8801712345678", "client:asha", "sip:asha@example.com"])
def test_an_agent_is_reached_by_telephone_browser_or_sip(shell: Shell, world: SqlWorld, address: str) -> None:
    assert shell("agents", "add", "Asha", address, "--team", "support").code == 0
    (listed,) = shell("agents", "list", "--json").json()
    assert (listed["name"], listed["address"], listed["state"]) == ("Asha", address, "away")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("911", "no address"),
        ("+1911", "no address"),
        ("+880999", "no address"),
        ("+19005550123", "premium"),
        ("+18005550123", "may not be rung"),
        ("+442079460123", "countries"),
        ("+881621234567", "satellite"),
        (NUMBER, "our own"),
        ("Asha", "no address"),
        ("client:", "no address"),
        ("client:as ha", "letters"),
    ],
)
def test_nobody_is_reached_where_we_never_ring(shell: Shell, world: SqlWorld, address: str, said: str) -> None:
    ran = shell("agents", "add", "Asha", address, "--team", "support")
    assert ran.code == 2 and said in ran.err, ran
    assert shell("agents", "list", "--json").json() == []


def test_a_team_that_is_not_there_and_an_address_that_is_taken_are_refused(shell: Shell, world: SqlWorld) -> None:
    ran = shell("agents", "add", "Asha", "+12025550111", "--team", "sport")
    assert ran.code == 2 and "support" in ran.err
    assert shell("agents", "add", "Asha", "+12025550111", "--team", "support").code == 0
    ran = shell("agents", "add", "Babul", "+12025550111", "--team", "support")
    assert ran.code == 2 and "another agent" in ran.err


def test_an_agent_is_spoken_to_in_a_language_of_the_business(shell: Shell, world: SqlWorld) -> None:
    shell("agents", "add", "Asha", "+12025550111", "--team", "support")
    shell("agents", "add", "Babul", "+12025550112", "--team", "support", "--language", "bn")
    assert [one["language"] for one in shell("agents", "list", "--json").json()] == ["en", "bn"]
    assert [line.split()[2] for line in shell("agents", "list").out.splitlines()] == ["en", "bn"]
    shell("agents", "add", "Asha", "+12025550111", "--team", "repairs", "--language", "bn")
    shell("agents", "add", "Asha", "+12025550113", "--team", "support")
    asha = shell("agents", "list", "--json").json()[0]
    assert (asha["language"], asha["address"]) == ("bn", "+12025550113"), "what is not said stays as it is"
    ran = shell("agents", "add", "Kamal", "+12025550114", "--team", "support", "--language", "fr")
    assert ran.code == 2 and "'fr'" in ran.err and "en, bn" in ran.err


def test_whoever_is_not_there_is_neither_available_nor_away(shell: Shell, world: SqlWorld) -> None:
    assert shell("agents", "available", "Nobody").code == 3
    shell("agents", "add", "Asha", "+12025550111", "--team", "support")
    assert shell("agents", "available", "Asha").code == 0
    assert shell("agents", "list", "--json").json()[0]["state"] == "available"
