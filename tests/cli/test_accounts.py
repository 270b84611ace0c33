"""`accounts`: people are added, given a link, another role, switched off; the first start makes one owner, once."""

from __future__ import annotations

import re

from ivr.app.parts import make_parts
from ivr.settings import Settings
from ivr.switchboard import agents
from tests.cli.running import Shell

LINK = re.compile(r"http://127\.0\.0\.1:8000/link/[A-Za-z0-9_-]{43}")


def test_somebody_is_added_and_gets_a_link_and_no_password(shell: Shell) -> None:
    made = shell("accounts", "add", "Bo@Shop.example", "--name", "Bo", "--role", "agent")
    assert made.code == 0 and LINK.fullmatch(made.out.strip())
    (bo,) = shell("accounts", "list", "--json").json()
    assert (bo["email"], bo["name"], bo["role"], bo["ways"], bo["active"]) == (
        "bo@shop.example",
        "Bo",
        "agent",
        [],
        True,
    )
    assert "password" not in bo and "not yet" in shell("accounts", "list").out
    again = shell("accounts", "link", "BO@shop.example")
    assert LINK.fullmatch(again.out.strip()) and again.out != made.out


def test_what_is_refused(shell: Shell) -> None:
    assert shell("accounts", "add", "nonsense", "--name", "Bo", "--role", "agent").code == 2
    assert shell("accounts", "add", "bo@shop.example", "--name", "Bo", "--role", "king").code == 2
    assert shell("accounts", "add", "bo@shop.example", "--name", "Bo", "--role", "agent", "--agent", "Nobody").code == 3
    assert shell("accounts", "list").err.startswith("nobody yet")
    parts = make_parts(Settings.from_env(shell.env))
    agents.add(parts.store, "Asha", "+12025550111", ("support",))
    parts.store.engine.dispose()
    for email in ("bo@shop.example", "asha@shop.example"):
        tied = shell("accounts", "add", email, "--name", "Asha", "--role", "agent", "--agent", "Asha")
        assert tied.code == (0 if email.startswith("bo") else 2), tied.err
    assert shell("accounts", "add", "bo@shop.example", "--name", "Bo", "--role", "agent").code == 2
    for command in (("link",), ("off",), ("on",)):
        assert shell("accounts", *command, "nobody@shop.example").code == 3


def test_there_is_always_an_owner(shell: Shell) -> None:
    shell("accounts", "add", "ada@shop.example", "--name", "Ada", "--role", "owner")
    for command in (("off", "ada@shop.example"), ("role", "ada@shop.example", "viewer")):
        refused = shell("accounts", *command)
        assert refused.code == 1 and "somebody must remain" in refused.err
    shell("accounts", "add", "bo@shop.example", "--name", "Bo", "--role", "owner")
    assert shell("accounts", "role", "ada@shop.example", "viewer").code == 0
    assert shell("accounts", "off", "bo@shop.example").code == 1
    assert shell("accounts", "off", "ada@shop.example").code == 0
    assert shell("accounts", "link", "ada@shop.example").code == 1
    assert "switched off" in shell("accounts", "list").out
    assert shell("accounts", "on", "ada@shop.example").code == 0


def test_the_first_start_makes_one_owner_and_a_link_until_somebody_came_in(shell: Shell) -> None:
    first, second = shell("accounts", "first"), shell("accounts", "first")
    assert first.code == second.code == 0
    assert LINK.search(first.out) and LINK.search(second.out) and first.out != second.out
    (owner,) = shell("accounts", "list", "--json").json()
    assert (owner["email"], owner["role"]) == ("owner@localhost", "owner")
