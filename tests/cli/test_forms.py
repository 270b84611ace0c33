"""`forms`: one is made with what to put into a page, listed, closed and opened."""

from __future__ import annotations

from tests.cli.running import Shell
from tests.store.samples import fresh


def test_a_form_comes_with_what_to_put_into_a_page(shell: Shell, world: object) -> None:
    made = shell("forms", "add", "shop", "--team", "support", "--origin", "https://shop.example")
    assert made.code == 0 and made.out.startswith("<iframe src=") and not made.err
    (row,) = shell("forms", "list", "--json").json()
    assert (row["name"], row["team"], row["origins"], row["live"]) == ("shop", "support", "https://shop.example", True)
    assert row["url"] in made.out and row["url"].startswith("http://")
    assert shell("forms", "add", "shop").code == 2
    assert "No page" in shell("forms", "add", fresh("form")).err


def test_a_form_is_closed_and_opened(shell: Shell, world: object) -> None:
    shell("forms", "add", "shop")
    assert shell("forms", "off", "shop").code == 0
    assert "off" in shell("forms", "list").out
    assert shell("forms", "on", "shop").code == 0
    assert shell("forms", "off", "nothing").code == 3
    assert shell("forms", "add", "other", "--origin", "shop.example").code == 2
