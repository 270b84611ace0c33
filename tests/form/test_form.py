"""A stranger asks to be called back on a page of the web: read back, kept once, in both languages; and whoever pumps,
pries or frames it gets nowhere."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ivr.app.web import Half, create_app
from ivr.form.words import WORDS
from ivr.switchboard.outside import asks, forms
from ivr.switchboard.rows import Agent, AgentState, Ask, Deed, Form
from ivr.switchboard.trail import OPERATOR
from tests.api.worlds import NASRIN, SqlWorld
from tests.form.conftest import SHOP, Stranger


def test_a_stranger_is_read_back_what_they_typed_and_is_owed_a_call_once(stranger: Stranger) -> None:
    assert stranger.opens().status_code == 200
    read_back = stranger.sends("01712-345678")
    assert read_back.status_code == 200 and "+880\u00a01712\u00a0345678" in read_back.text and stranger.owed() == []
    done = stranger.sends(NASRIN, "ask")
    assert done.status_code == 200 and WORDS["en"]["thanks"] in done.text
    (row,) = stranger.owed()
    assert (row.team, row.topic, row.language) == ("support", "orders", "en")
    again = stranger.sends(NASRIN, "ask", seal=stranger.seal)
    assert again.status_code == 200 and len(stranger.owed()) == 1
    with stranger.parts.store.reading() as unit:
        deed = unit.many(Deed, subject=f"callback {row.public_id}")[0]
    assert deed.name == "form shop" and NASRIN not in repr(deed)


def test_a_click_more_is_no_wish_more(stranger: Stranger) -> None:
    stranger.opens()
    seal = stranger.seal
    first, second = (stranger.sends(NASRIN, "ask", seal=seal) for _ in range(2))
    assert first.status_code == second.status_code == 200
    with stranger.parts.store.reading() as unit:
        assert len(unit.many(Ask, source=f"form:{stranger.form.id}")) == 1
    other = stranger.sends("+8801812345678", "ask", seal=seal)
    assert other.status_code == 422 and WORDS["en"]["again"] in other.text


def test_it_speaks_bengali_and_reads_bengali_digits(stranger: Stranger) -> None:
    page = stranger.opens("bn")
    assert '<html lang="bn">' in page.text and WORDS["bn"]["number"] in page.text
    assert "Meghna" in page.text or "মেঘনা" in page.text
    read_back = stranger.sends("০১৭১২৩৪৫৬৭৮", lang="bn")
    assert read_back.status_code == 200 and "+880\u00a01712\u00a0345678" in read_back.text
    assert WORDS["bn"]["yes"] in read_back.text
    stranger.sends(NASRIN, "ask", lang="bn")
    assert [row.language for row in stranger.owed()] == ["bn"]
    assert (
        stranger.app.test_client()
        .get(stranger.path, headers={"Accept-Language": "bn-BD,bn;q=0.9"})
        .text.count(WORDS["bn"]["title"])
    )


def test_an_hour_can_be_chosen_and_is_kept(stranger: Stranger) -> None:
    page = stranger.opens()
    hours = re.findall(r'<option value="([^"]+)"', page.text)
    assert 5 < len(hours) <= 18
    read_back = stranger.sends(NASRIN, when=hours[3])
    assert read_back.status_code == 200 and hours[3] in read_back.text
    stranger.sends(NASRIN, "ask", when=hours[3])
    (row,) = stranger.owed()
    assert row.due_at.isoformat() == hours[3]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"number": ""}, "not_a_number"),
        ({"number": "12"}, "not_a_number"),
        ({"number": "+19002345678"}, "never"),
        ({"number": "999"}, "not_a_number"),
        ({"number": "+12025550100"}, "never"),
        ({"number": "+919876543210"}, "never"),
        ({"number": NASRIN, "when": "2000-01-01T00:00:00+00:00"}, "no_hour"),
        ({"number": NASRIN, "when": "soon"}, "no_hour"),
        ({"number": NASRIN, "seal": "forged"}, "old"),
        ({"number": NASRIN, "seal": ""}, "old"),
    ],
)
@pytest.mark.parametrize("step", ["check", "ask"])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    stranger: Stranger, fields: dict[str, str], word: str, step: str
) -> None:
    stranger.opens()
    fields = dict(fields)
    answer = stranger.sends(fields.pop("number"), step, **fields)
    assert answer.status_code == 422 and WORDS["en"][word] in unescape(answer.text)
    assert 'role="alert"' in answer.text and 'id="number"' in answer.text and stranger.owed() == []


def test_an_agents_own_number_gets_the_same_no_as_every_other(stranger: Stranger) -> None:
    """A stranger does not learn whose number it is, or who asked not to be phoned."""
    with stranger.parts.store.unit() as unit:
        unit.insert(Agent(0, "Asha", NASRIN, AgentState.AWAY, unit.now))
    stranger.opens()
    assert WORDS["en"]["never"] in stranger.sends(NASRIN).text


def test_what_was_typed_is_never_markup(stranger: Stranger) -> None:
    stranger.opens()
    answer = stranger.sends('"><script>alert(1)</script>')
    assert answer.status_code == 422 and "<script" not in answer.text


def test_a_program_that_fills_in_everything_is_thanked_and_owed_nothing(stranger: Stranger) -> None:
    stranger.opens()
    answer = stranger.sends(NASRIN, "ask", website="https://spam.example")
    assert answer.status_code == 200 and stranger.owed() == []


def test_one_network_asks_for_a_few_and_no_more(stranger: Stranger) -> None:
    numbers = [f"+88017{n}2345678" for n in range(asks.PER_NETWORK + 1)]
    answers = [stranger.asks(number, "198.51.100.7") for number in numbers]
    assert [one.status_code for one in answers] == [200] * asks.PER_NETWORK + [429]
    assert stranger.asks("+8801912345678", "203.0.113.9").status_code == 200
    with stranger.parts.store.reading() as unit:
        assert all("198.51" not in repr(row) for row in unit.many(Ask, source=f"form:{stranger.form.id}"))


def test_a_number_that_a_stranger_types_in_again_and_again_is_phoned_no_more_often(stranger: Stranger) -> None:
    answers = [stranger.asks(NASRIN, f"198.51.100.{n}") for n in range(asks.PER_NUMBER + 1)]
    assert [one.status_code for one in answers] == [200] * asks.PER_NUMBER + [429]
    assert len(stranger.owed()) == 1


def test_only_the_pages_that_the_owner_lists_may_show_it(stranger: Stranger) -> None:
    policy = stranger.opens().headers["Content-Security-Policy"]
    assert f"frame-ancestors {SHOP}" in policy and "default-src 'none'" in policy
    assert "script" not in stranger.opens().text and "Set-Cookie" not in stranger.opens().headers
    alone = forms.add(stranger.parts.board, OPERATOR, "alone")
    assert isinstance(alone, Form)
    answer = stranger.app.test_client().get(f"/callback-form/{alone.public_id}")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_that_is_closed_or_never_was_says_so(stranger: Stranger) -> None:
    client = stranger.app.test_client()
    forms.switch(stranger.parts.store, OPERATOR, "shop", live=False)
    for path in (stranger.path, "/callback-form/nothing", "/callback-form/%00", "/callback-form/ü"):
        answer = client.get(path)
        assert answer.status_code == 404 and WORDS["bn"]["gone"] in answer.text, path
    forms.switch(stranger.parts.store, OPERATOR, "shop", live=True)
    assert stranger.opens().status_code == 200


def test_where_only_calls_are_answered_there_is_no_form(stranger: Stranger) -> None:
    assert create_app(stranger.parts, only=Half.WEBHOOKS).test_client().get(stranger.path).status_code == 404


def test_a_form_is_made_for_what_the_business_has(stranger: Stranger) -> None:
    board = stranger.parts.board
    assert forms.add(board, OPERATOR, "shop") is forms.Refused.NAME
    assert forms.add(board, OPERATOR, "b", team="nobody") is forms.Refused.TEAM
    assert forms.add(board, OPERATOR, "b", topic="weather") is forms.Refused.TOPIC
    for origin in ("shop.example", "http://shop.example", "https://shop.example/page", "https://*", "'self'"):
        assert forms.add(board, OPERATOR, "b", origins=(origin,)) is forms.Refused.ORIGIN, origin


def test_both_languages_say_everything() -> None:
    assert WORDS["en"].keys() == WORDS["bn"].keys()
    for word, text in WORDS["en"].items():
        assert sorted(re.findall(r"\{\w+}", text)) == sorted(re.findall(r"\{\w+}", WORDS["bn"][word])), word


def test_who_is_owed_by_a_form_is_phoned_by_the_shop(stranger: Stranger) -> None:
    """All the way: asked on the web, promised within the shop's hours."""
    SqlWorld(stranger.parts.store)
    assert stranger.asks().status_code == 200
    (row,) = stranger.owed()
    assert row.promised_by - row.due_at == stranger.parts.board.library.business().teams["support"].policy.within
