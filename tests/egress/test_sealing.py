"""Secrets that must be read again: a copy of the database alone opens none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ivr.egress.sealing import Seal, Unreadable, is_sealed
from tests.paths import ROOT

SECRET = "whsec_" + "a" * 43


def test_what_is_sealed_is_read_again_by_whoever_has_the_key() -> None:
    kept = Seal("the installation's own").close(SECRET)
    assert is_sealed(kept) and SECRET not in kept
    assert Seal("the installation's own").open(kept) == SECRET


def test_two_of_one_text_do_not_look_alike() -> None:
    seal = Seal("own")
    assert seal.close(SECRET) != seal.close(SECRET)


def test_what_is_sealed_is_not_sealed_again() -> None:
    seal = Seal("own")
    kept = seal.close(SECRET)
    assert seal.close(kept) == kept


def test_what_was_kept_before_there_were_seals_is_as_it_reads() -> None:
    assert Seal("own").open(SECRET) == SECRET and not is_sealed(SECRET)


@pytest.mark.parametrize("other", [Seal("another"), Seal("own", "another use"), Seal("")])
def test_another_key_or_another_use_opens_nothing(other: Seal) -> None:
    with pytest.raises(Unreadable):
        other.open(Seal("own").close(SECRET))


def test_what_was_tampered_with_is_not_opened() -> None:
    kept = Seal("own").close(SECRET)
    with pytest.raises(Unreadable):
        Seal("own").open(kept[:-9] + "AAAAAAAA=")


def test_nobody_waits_for_ciphers_who_seals_nothing() -> None:
    check = "import sys, ivr.egress.sealing as one; one.Seal('x'); sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0
