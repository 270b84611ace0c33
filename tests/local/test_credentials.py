"""Generated credentials: drawn once, the owner's only, in Twilio's shape."""

import dataclasses
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ivr.local.credentials import FILE, Credentials, credentials


def test_they_are_the_same_ever_after(tmp_path: Path) -> None:
    assert credentials(tmp_path / "var") == credentials(tmp_path / "var")


def test_no_two_installations_share_any(tmp_path: Path) -> None:
    here, there = (dataclasses.astuple(credentials(tmp_path / name)) for name in ("here", "there"))
    assert not set(here) & set(there)


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    credentials(tmp_path / "var")
    assert stat.S_IMODE((tmp_path / "var" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == [FILE]


def test_they_look_like_twilios_own(tmp_path: Path) -> None:
    drawn = credentials(tmp_path)
    assert re.fullmatch("AC[0-9a-f]{32}", drawn.account_sid)
    assert re.fullmatch("[0-9a-f]{32}", drawn.auth_token)
    assert len(drawn.secret_key) >= 32


def test_two_that_start_at_once_agree(tmp_path: Path) -> None:
    together = Barrier(8)

    def start(var: Path) -> Credentials:
        together.wait()
        return credentials(var)

    with ThreadPoolExecutor(8) as pool:
        for attempt in range(20):
            assert len(set(pool.map(start, [tmp_path / str(attempt)] * 8))) == 1


@pytest.mark.parametrize("text", ["", "{", '{"account_sid": "AC1"}', "[]"])
def test_a_damaged_file_is_named_and_not_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ValueError, match=FILE):
        credentials(tmp_path)
    assert (tmp_path / FILE).read_text() == text


def test_printing_them_shows_the_account_only(tmp_path: Path) -> None:
    drawn = credentials(tmp_path)
    assert drawn.account_sid in repr(drawn)
    assert not any(secret in repr(drawn) for secret in dataclasses.astuple(drawn)[1:])
