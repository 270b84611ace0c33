"""What a flow speaks of and asks for is known in it, fits, and stays secret where it must; every code in its place."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes, only, place

FLOW = """start: order
nodes:
  order: {collect: {kind: %s, prompt: "Key it.", as: it, next: note, otherwise: person}}
  note: {set: {source: shop, weight: 5, sure: true}, next: deciding}
  deciding:
    branch:
      - {when: '%s', go: person}
    otherwise: told
  told: {say: "It is %s.", next: person}
  person: {transfer: support, topic: orders, unanswered: promise}
  promise: {callback: 30m}
"""


def flow(when: str = "caller.vip", kind: str = "digits", told: str = "{answers.it}") -> str:
    return FLOW % (kind, when, told)


@pytest.mark.parametrize(
    "when",
    [
        "caller.calls_this_week >= 3 and not caller.open_callback",
        'answers.source == "shop" and answers.weight > 2 and answers.sure',
        'answers.it in ["123456", "654321"]',
        "queue.support.waiting > 3 or queue.support.longest_wait > 10m or queue.support.estimate is unknown",
        "hours.support.open and hours.shop.open",
        "now.hour < 12 and now.weekday in [saturday, sunday] and now.date < 2027-01-01 and now.time >= 9:30",
        'call.topic == "orders" and caller.language == "en" and call.number == "+12025550100"',
    ],
)
def test_every_sort_of_fact_can_be_asked_for(when: str, tmp_path: Path) -> None:
    assert codes(check(tmp_path, flow(when.replace("'", '"')))) == []


@pytest.mark.parametrize(
    ("when", "code", "where", "hint"),
    [
        ("caller.cals > 3", "F212", "caller.cals", 'did you mean "caller.calls"?'),
        ("queue.suport.waiting > 3", "F212", "queue.suport.waiting", 'did you mean "queue.support.waiting"?'),
        ("answers.weigth > 3", "F212", "answers.weigth", 'did you mean "answers.weight"?'),
        ("caller.calls", "F115", "caller.calls", ""),
        ("caller.calls and caller.vip", "F115", "caller.calls", ""),
        ('caller.calls == "3"', "F115", '"3"', ""),
        ("answers.it == 123456", "F115", "123456", ""),
        ('answers.source > "a"', "F115", "answers.source", ""),
        ("queue.support.longest_wait > 10", "F115", "10", ""),
        ('call.topic == "ordrs"', "F208", '"ordrs"', 'did you mean "orders"?'),
        ('caller.language == "bn"', "F204", '"bn"', ""),
        ("caller.vip and (", "F114", "", ""),
        ("caller.vip = true", "F114", "=", ""),
    ],
)
def test_what_does_not_fit_is_told_at_the_very_word(
    when: str, code: str, where: str, hint: str, tmp_path: Path
) -> None:
    text = flow(when)
    found = [problem for problem in check(tmp_path, text).problems if problem.code != "F301"]
    assert [str(problem.code) for problem in found] == [code]
    if where:
        assert place(found[0], text) == where
    assert hint in found[0].hint


LIST = """start: find
nodes:
  find: {lookup: "https://shop.example/all", keep: {all: {path: all, kind: %s}}, next: at, failed: person}
  at: {set: {at: %s}, next: take}
  take: {set: {name: {of: %s, at: at, path: name}}, next: told}
  told: {say: "It is[ %s].", next: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
HOSTS = "lookups: {hosts: [shop.example]}\n"


@pytest.mark.parametrize(
    ("kind", "at", "of", "told", "code"),
    [
        ("list", "{add: 1, first: 0}", "all", "{answers.name}", ""),
        ("text", "0", "all", "{answers.name}", "F115"),
        ("list", "x", "all", "{answers.name}", "F115"),
        ("list", "0", "every", "{answers.name}", "F212"),
        ("list", "0", "all", "{answers.all}", "F505"),
        ("list", "{add: 0}", "all", "{answers.name}", "F103"),
        ("list", "{add: one}", "all", "{answers.name}", "F103"),
    ],
)
def test_one_of_a_list_is_taken_by_a_number_and_the_list_is_told_to_nobody(
    kind: str, at: str, of: str, told: str, code: str, tmp_path: Path
) -> None:
    assert codes(check(tmp_path, LIST % (kind, at, of, told), HOSTS))[:1] == ([code] if code else [])


@pytest.mark.parametrize("kind", ["pin"])
def test_a_pin_is_told_to_nobody(kind: str, tmp_path: Path) -> None:
    text = flow(kind=kind)
    problem = only(check(tmp_path, text))
    assert (problem.code, place(problem, text)) == ("F505", "{answers.it}")
    kept = flow(kind=kind, told="so").replace("source: shop", 'source: "pin {answers.it}"')
    assert codes(check(tmp_path, kept)) == ["F505"]
    asked = flow('answers.it == "1234"', kind=kind, told="so")
    assert codes(check(tmp_path, asked)) == [], "a condition tells nobody what was keyed"


def test_what_is_sensitive_is_not_read_back(tmp_path: Path) -> None:
    text = flow(kind="pin, readback: true", told="so")
    assert codes(check(tmp_path, text)) == ["F505"]


def test_an_answer_that_nobody_gives_cannot_be_spoken(tmp_path: Path) -> None:
    text = flow(told="{answers.ti}")
    problem = only(check(tmp_path, text))
    assert (problem.code, place(problem, text), problem.hint) == (
        *("F206", "{answers.ti}"),
        'did you mean "{answers.it}"?',
    )


def test_one_name_is_one_sort_of_answer(tmp_path: Path) -> None:
    text = flow(kind="digits").replace("source: shop", "it: 5")
    assert codes(check(tmp_path, text)) == ["F213"]


@pytest.mark.parametrize("digits", ["digits: {least: 8, most: 4}", "digits: {}", "digits: 0", "kind: date, digits: 8"])
def test_an_impossible_length_is_refused(digits: str, tmp_path: Path) -> None:
    text = flow().replace("kind: digits", digits if "kind" in digits else f"kind: digits, {digits}")
    assert {*codes(check(tmp_path, text))} == {"F112"}


def test_who_keys_nothing_must_not_be_left_with_nothing(tmp_path: Path) -> None:
    text = flow().replace("otherwise: person", "otherwise: bye") + "  bye: {hang_up: Goodbye.}\n"
    problem = only(check(tmp_path, text))
    assert problem.code == "F403" and "caller presses nothing, or a wrong key" in problem.story


def test_what_the_system_decides_may_not_shut_out(tmp_path: Path) -> None:
    text = flow("not caller.vip").replace("go: person", "go: bye") + "  bye: {hang_up: Goodbye.}\n"
    problem = only(check(tmp_path, text))
    assert problem.code == "F402" and "(it holds that not caller.vip)" in problem.story


def test_keying_a_number_is_no_wish_to_be_left_alone(tmp_path: Path) -> None:
    text = flow(told="so").replace("next: note", "next: no_call") + "  no_call: {decline: }\n"
    assert "F404" in codes(check(tmp_path, text))


def test_money_without_a_name_cannot_be_spoken(tmp_path: Path) -> None:
    text = flow(kind="amount", told="{answers.it}")
    assert codes(check(tmp_path, text)) == []
    strange = check(tmp_path, text, "currency: XOF")
    assert codes(strange) == ["F501"] and 'XOF has no name in "en"' in strange.problems[0].message
    named = 'currency: XOF\nwords: {en: {currencies: "XOF franc/francs/centime/centimes"}}'
    assert codes(check(tmp_path, text, named)) == []
    half = 'currency: XOF\nwords: {en: {currencies: "XOF franc/francs"}}'
    assert codes(check(tmp_path, text, half)) == ["F501"]
    assert codes(check(tmp_path, flow(), "currency: XOF")) == [], "where no amount is keyed, none is spoken"


@pytest.mark.parametrize(
    ("lookup", "secret"),
    [
        ("url: 'https://shop.example/?token=abc'", True),
        ("url: 'https://shop.example/?a=1&api_key=abc'", True),
        ("url: 'https://shop.example/', send: {shop_password: abc}", True),
        ("url: 'https://shop.example/', secret: SHOP_TOKEN", False),
        ("url: 'https://shop.example/?token={answers.order}', send: {author: bo}", False),
    ],
)
def test_a_secret_is_never_written_out(lookup: str, secret: bool, tmp_path: Path) -> None:
    flow = f"""start: order
nodes:
  order: {{collect: {{kind: digits, prompt: Key it.}}, next: look, otherwise: person}}
  look: {{lookup: {{{lookup}}}, next: person, failed: person}}
  person: {{transfer: support, unanswered: promise}}
  promise: {{callback: 30m}}
"""
    assert codes(check(tmp_path, flow, "lookups: {hosts: [shop.example]}")) == ["F505"] * secret


@pytest.mark.parametrize(
    ("name", "kind", "wrong"), [("it", "digits", []), ("its", "digits", ["F212"]), ("it", "pin", ["F505"])]
)
def test_agents_are_told_of_answers_that_there_are_and_of_no_secret(
    name: str, kind: str, wrong: list[str], tmp_path: Path
) -> None:
    text = flow(kind=kind, told="so") + f"brief: {{{name}: {{en: order}}}}\n"
    assert codes(check(tmp_path, text)) == wrong
