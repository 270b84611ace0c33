"""What the carrier remembers of its own requests for a leg: nothing for a quarter of an hour, then everything."""

from ivr.simulator.exchange import EventRecord, RestError
from tests.simulator.exchange.town import CALLER, Town, V, say

QUARTER = 15 * 60


def events(town: Town, sid: str) -> list[EventRecord]:
    """As REST shows them now."""
    found = town.exchange.list_events(sid)
    assert not isinstance(found, RestError)
    return found


def test_a_quarter_of_an_hour_after_the_end_everything_is_told() -> None:
    town = Town({"app:voice": (V("Gather", say(), action="app:key", numDigits="1"),), "app:key": 11205})
    town.answers["app:fallback"] = (say(), V("Hangup"))
    sid = town.call_in()
    town.sleep(2)
    town.press(sid, "7")
    town.sleep(QUARTER)
    assert events(town, sid) == [], "it ended a second later than the quarter began"
    town.sleep(2)
    told = events(town, sid)
    assert [(one.method, one.url, one.response_code) for one in told] == [
        ("POST", "app:voice", 200),
        ("POST", "app:key", 502),
        ("POST", "app:fallback", 200),
        ("POST", "app:ended", 200),
    ]
    assert dict(told[0].parameters)["call_sid"] == sid and dict(told[0].parameters)["from"] == CALLER
    assert dict(told[1].parameters)["digits"] == "7"
    assert dict(told[2].parameters)["error_code"] == "11205"
    assert dict(told[3].parameters)["call_status"] == "completed"


def test_a_call_of_which_nothing_is_known_has_no_events() -> None:
    refused = Town().exchange.list_events("CA" + "0" * 32)
    assert isinstance(refused, RestError) and refused.code == 20404
