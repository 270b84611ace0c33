"""What a call knew before and after each step is followed from its events; what they do not hold is not made up."""

from __future__ import annotations

from ivr.callflow import nodes
from ivr.callflow.nodes import Node, Prompt
from ivr.callflow.values import Type, Value
from ivr.reports.call.calls import Event
from ivr.reports.call.learned import Known, Learned, Sort, learned
from tests.callflow.shop import only

ONE = Value(Type.NUMBER, "1")
HIDDEN, ELSEWHERE = Known(Sort.HIDDEN), Known(Sort.ELSEWHERE)


def entered(node: str) -> Event:
    return {"kind": "entered", "node": node}


def answered(node: str, name: str, text: str = "") -> Event:
    return {"kind": "answered", "node": node, "name": name, "text": text}


def number(text: str) -> Known:
    return Known(Sort.OPEN, text, Type.NUMBER)


def text(text: str) -> Known:
    return Known(Sort.OPEN, text)


def followed(of: dict[str, Node], *steps: list[Event]) -> list[list[tuple[str, Known | None, Known]]]:
    found = learned(only(**of) if of else None, steps)
    assert all(isinstance(one, Learned) for told in found for one in told)
    return [[(one.name, one.before, one.after) for one in told] for told in found]


def test_an_answer_is_known_from_its_step_on() -> None:
    told = followed({}, [entered("ask")], [answered("ask", "order", "4711")], [answered("ask", "order", "4712")])
    assert told == [[], [("order", None, text("4711"))], [("order", text("4711"), text("4712"))]]


def test_an_answer_that_is_nobodys_business_is_told_without_its_value() -> None:
    assert followed({}, [answered("pin", "pin")]) == [[("pin", None, HIDDEN)]]


def test_what_the_flow_notes_is_reckoned_with_as_it_does() -> None:
    note = nodes.Set({"kind": Value(Type.TEXT, "gold"), "hello": Value(Type.TEXT, "Dear {caller.name}")}, "more")
    count = nodes.Set({}, "more", {"times": nodes.Added(ONE, ONE)}, {"one": nodes.Item("list", "times")})
    told = followed({"note": note, "count": count}, [entered("note")], [entered("count"), entered("count")])
    assert told[0] == [("kind", None, text("gold")), ("hello", None, ELSEWHERE)]
    assert [one for one in told[1] if one[0] == "times"] == [
        ("times", None, number("1")), ("times", number("1"), number("2"))
    ]  # fmt: skip
    assert ("one", None, ELSEWHERE) in told[1], "what stood in the list was kept nowhere"


def test_what_is_secret_stays_so_when_the_flow_notes_or_counts_it() -> None:
    note = nodes.Set({"code": Value(Type.TEXT, "sesame", sensitive=True)}, "count")
    count = nodes.Set({}, "end", {"code": nodes.Added(ONE, ONE)})
    told = followed({"note": note, "count": count}, [entered("note"), entered("count")])
    assert told == [[("code", None, HIDDEN), ("code", HIDDEN, ELSEWHERE)]]


def test_a_rating_can_be_counted_on() -> None:
    ask = nodes.Survey(Prompt({"en": "How was it?"}), "stars", "count")
    count = nodes.Set({}, "end", {"stars": nodes.Added(ONE, ONE)})
    told = followed({"ask": ask, "count": count}, [answered("ask", "stars", "4"), entered("count")])
    assert told == [[("stars", None, number("4")), ("stars", number("4"), number("5"))]]


def test_what_a_system_told_is_known_where_the_flow_went_on_as_if() -> None:
    ask = nodes.Lookup("https://shop.example/", "found", "none", "failed", keep={"state": nodes.Kept("state")})
    for to, expected in (("found", [("state", None, ELSEWHERE)]), ("none", []), ("failed", [])):
        assert followed({"ask": ask}, [entered("ask")], [entered(to)]) == [[], expected], to
    same = nodes.Lookup("https://shop.example/", "on", "on", "on", keep={"state": nodes.Kept("state")})
    assert followed({"ask": same}, [entered("ask")], [entered("on")]) == [[], []], "nobody can tell"
    late = [entered("ask")], [entered("failed"), entered("found")]
    assert followed({"ask": ask}, *late) == [[], []]


def test_without_the_flow_its_own_notes_are_not_told() -> None:
    assert learned(None, [[entered("note"), answered("ask", "order", "4711")]]) == (
        (Learned("order", None, text("4711")),),
    )
