"""`incident`: declared in one command, changed, resolved; and refused where nobody would understand it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app.parts import Parts
from tests.app.installations import installation
from tests.app.test_health import publish
from tests.cli.running import Shell

BOTH = ("--say", "en=Deliveries are late today.", "--say", "bn=আজ ডেলিভারি দেরি হচ্ছে।")


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(database_url, tmp_path)
    publish(made)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def shell(parts: Parts, database_url: str, tmp_path: Path) -> Shell:
    return Shell(database_url, tmp_path)


def test_it_is_declared_changed_and_over(shell: Shell) -> None:
    assert shell("incident", "list", "--json").json() == []
    assert shell("incident", "declare", "orders", *BOTH, "--lasts", "4h").code == 0
    (one,) = shell("incident", "list", "--json").json()
    assert (one["topic"], one["texts"]["en"], one["resolved_at"]) == ("orders", "Deliveries are late today.", None)
    assert one["ends_at"] > one["declared_at"]
    assert shell("incident", "update", "orders", "--say", "en=Soon again.").code == 0
    told = shell("incident", "list").out
    assert "Soon again." in told and "আজ ডেলিভারি" in told
    assert shell("incident", "resolve", "orders").code == 0
    assert shell("incident", "list", "--json").json() == []
    assert [shell("incident", word, "orders").code for word in ("resolve", "update")] == [3, 3]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("orders", "--say", "en=Late."), "callers also speak bn"),
        (("orders", "--say", "en"), "a language and a text"),
        (("orders", "--say", "en= "), "a language and a text"),
        (("orders", *BOTH, "--say", "fr=Tard."), "does not speak fr"),
        (("orders", *BOTH, "--lasts", "soon"), "a length of time"),
        (("Orders!", *BOTH), "a topic is a name"),
        (("orders", "--say", f"en={'x' * 2000}"), "too long"),
    ],
)
def test_what_nobody_would_understand_is_not_declared(shell: Shell, arguments: tuple[str, ...], why: str) -> None:
    ran = shell("incident", "declare", *arguments)
    assert ran.code == 2 and why in ran.err
    assert shell("incident", "list", "--json").json() == []


def test_a_second_one_of_the_same_topic_is_refused(shell: Shell) -> None:
    assert shell("incident", "declare", "orders", *BOTH).code == 0
    ran = shell("incident", "declare", "orders", *BOTH)
    assert ran.code == 2 and "incident update orders" in ran.err
