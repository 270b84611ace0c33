"""`token`: made once and shown once; listed without their text; worth nothing once revoked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from tests.cli.running import Shell


def test_a_token_is_shown_once_and_never_again(shell: Shell) -> None:
    made = shell("token", "create", "crm")
    text = made.out.strip()
    assert made.code == 0 and re.fullmatch(r"ivr_[A-Za-z0-9_-]{43}", text) and text not in made.err
    listed = shell("token", "list")
    assert listed.code == 0 and "crm" in listed.out and text not in listed.out and text[4:] not in listed.out
    assert shell("token", "create", "crm2").out.strip() != text


def test_for_programs_it_is_json(shell: Shell) -> None:
    made = shell("token", "create", "crm", "--scope", "write", "--expires", "90d", "--json").json()
    assert made["scope"] == "write" and made["token"].startswith("ivr_")
    lasts = datetime.fromisoformat(made["expires_at"]) - datetime.fromisoformat(made["created_at"])
    assert abs(lasts - timedelta(days=90)) < timedelta(minutes=1)
    (listed,) = shell("token", "list", "--json").json()
    assert "token" not in listed and "hash" not in listed and listed["used_at"] is None


def test_a_name_is_in_use_until_it_is_revoked(shell: Shell) -> None:
    shell("token", "create", "crm")
    again = shell("token", "create", "crm")
    assert again.code == 2 and "revoke" in again.err and not again.out
    assert shell("token", "revoke", "crm").code == 0
    assert shell("token", "revoke", "crm").code == 3
    assert shell("token", "create", "crm").code == 0
    assert [one["revoked_at"] is None for one in shell("token", "list", "--json").json()] == [False, True]


def test_a_span_that_is_none_is_a_usage_error(shell: Shell) -> None:
    for span in ("soon", "0", "-3", "1.5d", ""):
        made = shell("token", "create", "crm", f"--expires={span}") if span else shell("token", "create")
        assert made.code == 2 and not made.out, span
