"""What an answer of the business's own system means, where not all of it must be there."""

import json

from ivr.callflow.looking_up import FAILED, NEXT, Reply, judged
from ivr.callflow.nodes import Kept, Lookup
from ivr.callflow.values import Type

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
