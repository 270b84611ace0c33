"""What an answer of the business's own system means, where not all of it must be there."""

import json

from ivr.callflow.looking_up import FAILED, NEXT, Reply, item_of, judged
from ivr.callflow.nodes import Item, Kept, Lookup
from ivr.callflow.values import MOST_LIST, Type, Value, laid_over

KEEP = {"status": Kept("order.status"), "note": Kept("order.note", optional=True)}


def answered(body: object, **keep: Kept) -> tuple[str, dict[str, str]]:
    node = Lookup("https://shop.example/", "next", "missing", "failed", keep=keep or KEEP)
    made = judged(node, Reply(200, json.dumps(body).encode()))
    return made.outcome, dict(made.kept)


def test_what_is_optional_may_be_missing_and_the_rest_may_not() -> None:
    assert answered({"order": {"status": "sent", "note": "by post"}}) == (NEXT, {"status": "sent", "note": "by post"})
    assert answered({"order": {"status": "sent"}}) == (NEXT, {"status": "sent"})
    assert answered({"order": {"note": "by post"}}) == (FAILED, {})


def test_what_is_optional_and_of_another_sort_is_not_known() -> None:
    node = Lookup("https://shop.example/", "next", "missing", "failed", keep={"n": Kept("n", Type.NUMBER, True)})
    assert judged(node, Reply(200, b'{"n": "many"}')).outcome == NEXT


def test_a_list_is_counted() -> None:
    assert answered({"sites": [{}, {}]}, sites=Kept("sites.size", Type.NUMBER)) == (NEXT, {"sites": "2"})
    assert answered({"sites": []}, sites=Kept("sites.size", Type.NUMBER)) == (NEXT, {"sites": "0"})
    assert answered({"sites": {"size": 7}}, sites=Kept("sites.size", Type.NUMBER)) == (NEXT, {"sites": "7"})


ROWS = Value(Type.LIST, '[{"name": "Lake", "far": {"km": 2}}, "Mill"]', sensitive=True)


def taken(at: Value | None, path: str = "name", rows: Value = ROWS, type_: Type = Type.TEXT) -> Value | None:
    known = (("all", rows),) if at is None else (("all", rows), ("at", at))
    return item_of(known, Item("all", "at", path, type_))


def test_one_of_a_list_is_what_stands_there_or_nothing() -> None:
    zero, one, two = (Value(Type.NUMBER, text) for text in "012")
    assert taken(zero) == Value(Type.TEXT, "Lake")
    assert taken(zero, "far.km", type_=Type.NUMBER) == Value(Type.NUMBER, "2")
    assert taken(one, "") == Value(Type.TEXT, "Mill")
    for at, path in [(one, "name"), (two, "name"), (zero, "far"), (zero, ""), (None, "name")]:
        assert taken(at, path) is None
    assert taken(Value(Type.NUMBER, "-1")) is None and taken(Value(Type.NUMBER, "0.5")) is None
    assert taken(zero, rows=Value(Type.TEXT, "[1]")) is None


def test_a_list_is_kept_whole_and_is_no_text() -> None:
    assert answered({"all": [1, {"a": "ä"}]}, all=Kept("all", Type.LIST)) == (NEXT, {"all": '[1,{"a":"ä"}]'})
    assert answered({"all": [1]}, all=Kept("all")) == (FAILED, {})
    assert answered({"all": {"a": 1}}, all=Kept("all", Type.LIST)) == (FAILED, {})
    assert answered({"all": ["x" * MOST_LIST]}, all=Kept("all", Type.LIST)) == (FAILED, {})


def test_what_is_not_there_any_more_is_forgotten() -> None:
    name = ("name", Value(Type.TEXT, "Lake"))
    assert laid_over((name,), (("name", None),)) == ()
