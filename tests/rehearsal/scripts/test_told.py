"""What a system must have answered in a call that became a script."""

import json

from ivr.callflow.looking_up import NEXT, Reply, judged
from ivr.callflow.nodes import Kept, Lookup
from ivr.callflow.values import Type
from ivr.rehearsal.scripts.told import example


def test_the_example_of_an_answer_has_everything_that_is_kept() -> None:
    keep = {
        "size": Kept("order.all.size", Type.NUMBER),
        "all": Kept("order.all", Type.LIST),
        "due": Kept("order.due", Type.DATE),
        "name": Kept("name"),
    }
    node = Lookup("https://shop.example/", "next", "missing", "failed", keep=keep)
    assert example(node) == {"order": {"all": [], "due": "2027-01-01"}, "name": "12"}
    assert judged(node, Reply(200, json.dumps(example(node)).encode())).outcome == NEXT
