"""What would be published: compiled text that can be loaded again, with a hash that says whether anything differs."""

from pathlib import Path

import pytest

from ivr.authoring.publish import editions
from ivr.callflow.card import load_card
from ivr.callflow.compiled import load_flow
from ivr.promise.compiled import load_business
from tests.authoring.shop import check

TWO = {"other": "callflow: other\nnumbers: ['+12025550101']"}


def test_the_business_and_every_flow_are_editions(tmp_path: Path) -> None:
    result = check(tmp_path, "", **TWO)
    offered = editions(result)
    assert [(it.kind, it.name) for it in offered] == [("business", "business"), ("flow", "main"), ("flow", "other")]
    assert load_business(offered[0].compiled) == result.business
    assert [load_flow(it.compiled) for it in offered[1:]] == list(result.flows)


def test_a_hash_changes_with_what_a_caller_would_notice_and_only_then(tmp_path: Path) -> None:
    first = editions(check(tmp_path / "a"))
    commented = editions(check(tmp_path / "b", "# a remark\nx-note: nothing\n"))
    renamed = editions(check(tmp_path / "c", "title: Another line"))
    assert [it.hash for it in first] == [it.hash for it in commented]
    assert [it.hash == other.hash for it, other in zip(first, renamed, strict=True)] == [True, False]


def test_what_does_not_check_has_no_editions(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="what does not check"):
        editions(check(tmp_path, "title: []"))


CARD = """---
title: {en: Our hours, bn: আমাদের সময়}
topics: [hours]
---
# en
We are open **all day**.

- Monday
- Friday

## bn
আমরা সারা দিন খোলা।
"""


def test_a_card_is_an_edition_with_its_marks(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "hours.md").write_text(CARD, encoding="utf-8")
    result = check(tmp_path)
    last = editions(result)[-1]
    assert (last.kind, last.name) == ("card", "hours")
    card = load_card(last.compiled)
    assert card == result.cards["hours"]
    assert (card.titles["bn"], card.topics) == ("আমাদের সময়", ("hours",))
    assert card.texts == {"en": "We are open **all day**.\n\n- Monday\n- Friday", "bn": "আমরা সারা দিন খোলা।"}
    assert not check(tmp_path / "none").cards
