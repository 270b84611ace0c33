"""One person and a document: what is heard, which keys count, when silence does."""

import pytest

from ivr.simulator.exchange import BadDocument, Impossible, Limits
from tests.simulator.exchange.town import BUSINESS, CALLER, START, Town, V, say


def menu(**attributes: str) -> Town:
    """A caller in a Gather with one second of words, then a line for those who say nothing."""
    gather = V("Gather", say(), action="app:menu", **attributes)
    return Town({"app:voice": (gather, say("Nothing heard")), "app:menu": (V("Hangup"),)})


def test_words_take_time_and_the_end_of_the_document_ends_the_call() -> None:
    town = Town({"app:voice": (say("a" * 30), V("Play", text="/sound/bell-3s.mp3"), V("Pause", length="4"))})
    caller = town.call_in()
    town.sleep(8.9)
    assert town.status(caller) == "in-progress"
    town.sleep(0.1)
    assert town.status(caller) == "completed"
    assert town.heard(caller) == ["a" * 30, "/sound/bell-3s.mp3"]
    assert town.fields("ended")["CallDuration"] == "9"


def test_the_first_request_says_all_that_the_carrier_knows() -> None:
    town = Town({"app:voice": (say(),)})
    town.exchange.ring_in(CALLER, BUSINESS, StirVerstat="TN-Validation-Passed-A")
    town.settle()
    fields = town.fields("voice")
    assert fields["CallStatus"] == "ringing"
    assert (fields["From"], fields["To"], fields["Direction"]) == (CALLER, BUSINESS, "inbound")
    assert fields["FromCity"] == "", "blank parameters are sent too"
    assert fields["StirVerstat"] == "TN-Validation-Passed-A"


def test_a_key_stops_the_words_and_goes_to_the_action() -> None:
    town = menu(numDigits="1")
    caller = town.call_in()
    town.sleep(0.4)
    town.press(caller, "2")
    assert town.fields("menu")["Digits"] == "2"
    assert [fact.what for fact in town.exchange.transcript(caller)][-3:] == ["presses", "cut", "ends"]


def test_silence_falls_to_the_next_verb_five_seconds_after_the_last_word() -> None:
    town = menu(numDigits="1")
    caller = town.call_in()
    town.sleep(5.9)
    assert town.heard(caller) == ["Fifteen letters"]
    town.sleep(0.2)
    assert town.heard(caller)[-1] == "Nothing heard"
    assert "menu" not in town.urls()


def test_silence_goes_to_the_action_where_the_document_wants_it() -> None:
    town = Town({
        "app:voice": (V("Gather", action="app:menu", timeout="2", actionOnEmptyResult="true"),),
        "app:menu": (V("Hangup"),),
    })  # fmt: skip
    town.call_in()
    town.sleep(2)
    assert town.fields("menu")["Digits"] == ""


def test_several_keys_end_with_the_finish_key_or_with_silence() -> None:
    town = menu()
    caller = town.call_in()
    town.press(caller, "12")
    town.press(caller, "34#")
    assert town.fields("menu")["Digits"] == "1234"
    town = menu(timeout="3")
    caller = town.call_in()
    town.press(caller, "12")
    town.sleep(2)
    town.press(caller, "3")
    town.sleep(2.9)
    assert "menu" not in town.urls()
    town.sleep(0.1)
    assert town.fields("menu")["Digits"] == "123"


def test_the_finish_key_alone_is_silence() -> None:
    town = menu()
    caller = town.call_in()
    town.press(caller, "#")
    assert "menu" not in town.urls()
    assert town.heard(caller)[-1] == "Nothing heard"


def test_without_a_finish_key_every_key_counts() -> None:
    town = menu(finishOnKey="", numDigits="2")
    caller = town.call_in()
    town.press(caller, "#*")
    assert town.fields("menu")["Digits"] == "#*"


def test_keys_outside_a_gather_are_lost() -> None:
    town = Town({"app:voice": (say(), V("Gather", action="app:menu", numDigits="1"))})
    caller = town.call_in()
    town.press(caller, "1")
    town.sleep(3)
    assert "menu" not in town.urls()
    assert [fact.other for fact in town.exchange.transcript(caller) if fact.what == "presses"] == ["nowhere"]


def test_a_gather_without_an_action_asks_its_own_document_again() -> None:
    town = Town({"app:voice": (V("Gather", say(), numDigits="1"),)})
    caller = town.call_in()
    town.press(caller, "5")
    assert town.urls() == ["voice", "voice"]
    assert town.fields("voice")["Digits"] == "5"


def test_who_hangs_up_in_a_gather_causes_no_action() -> None:
    town = menu()
    caller = town.call_in()
    town.hang_up(caller)
    assert town.urls() == ["voice", "ended"]


def test_a_rejected_call_is_never_answered() -> None:
    town = Town({"app:voice": (V("Reject", reason="busy"),)})
    caller = town.call_in()
    assert (town.status(caller), town.exchange.get_call(caller).answered) == ("busy", None)  # type: ignore[union-attr]


def test_a_pause_before_all_else_lets_it_ring() -> None:
    town = Town({"app:voice": (V("Pause", length="3"), say())})
    caller = town.call_in()
    assert town.status(caller) == "ringing"
    town.sleep(3)
    assert town.status(caller) == "in-progress"


def test_addresses_are_relative_to_their_document() -> None:
    town = Town({
        "http://shop/a/voice?x=1": (V("Redirect", text="next"),),
        "http://shop/a/next": (V("Redirect", text="/top"),),
        "http://shop/top": (V("Hangup"),),
    })  # fmt: skip
    town.exchange.own_number(BUSINESS, voice_url="http://shop/a/voice?x=1#rc=2&rp=all")
    town.call_in()
    assert [(request.url, request.policy) for request in town.asked] == [
        ("http://shop/a/voice?x=1", "rc=2&rp=all"),
        ("http://shop/a/next", ""),
        ("http://shop/top", ""),
    ]


def test_documents_that_only_redirect_come_to_an_end() -> None:
    town = Town({"app:voice": (V("Redirect", text="app:voice"),), "app:fallback": 11205})
    caller = town.call_in()
    town.sleep(5)
    assert town.status(caller) == "completed"
    assert town.urls().count("voice") < 20


def test_documents_that_chase_each_other_without_time_passing_are_stopped() -> None:
    enqueue = (V("Enqueue", text="t-1", action="app:voice", waitUrl="app:away"),)
    town = Town({"app:voice": enqueue}, strict=False)
    caller = town.call_in()
    town.sleep(5)
    assert town.status(caller) == "completed"
    assert "in one instant" in town.exchange.complaints[0]


def test_a_failed_request_goes_to_the_fallback_which_carries_on() -> None:
    town = Town({"app:fallback": (say("Please hold"),)})
    caller = town.call_in()
    assert town.fields("fallback")["ErrorCode"] == "11205"
    assert town.fields("fallback")["ErrorUrl"] == "app:voice"
    assert town.heard(caller) == ["Please hold"]


def test_an_answer_that_never_comes_is_given_up_after_fifteen_seconds() -> None:
    town = Town({"app:fallback": (say("Please hold"),)}, silent={"app:voice"})
    caller = town.call_in()
    town.sleep(14.9)
    assert town.heard(caller) == []
    town.sleep(0.1)
    assert town.heard(caller) == ["Please hold"]
    late = next(request for request in town.asked if request.url == "app:voice")
    assert town.exchange.answer(late.id, (say("Too late"),)) is False


def test_without_any_answer_the_carrier_apologises() -> None:
    town = Town()
    caller = town.call_in()
    town.sleep(4)
    assert "application error" in town.heard(caller)[0]
    assert town.status(caller) == "completed"


def test_who_hangs_up_before_the_answer_comes_is_told_nothing() -> None:
    town = Town(silent={"app:voice"})
    caller = town.call_in()
    town.hang_up(caller)
    assert town.status(caller) == "no-answer"
    assert town.exchange.answer(town.asked[0].id, (say(),)) is False
    assert town.heard(caller) == []


@pytest.mark.parametrize("keys", ["", "12a", "1 2"])
def test_a_telephone_has_twelve_keys(keys: str) -> None:
    town = menu()
    with pytest.raises(Impossible):
        town.press(town.call_in(), keys)


def test_a_strict_exchange_raises_and_a_lenient_one_notes() -> None:
    wrong = {"app:voice": (V("Say", text="Hello", voic="man"), V("Hangup"), say())}
    with pytest.raises(BadDocument, match="no attribute voic"):
        Town(dict(wrong)).call_in()
    town = Town(dict(wrong), strict=False)
    town.call_in()
    assert len(town.exchange.complaints) == 2


def test_time_never_goes_back() -> None:
    town = Town()
    town.exchange.advance(START + 5)
    with pytest.raises(ValueError, match="never goes back"):
        town.exchange.advance(START)


def test_speech_is_as_fast_as_told() -> None:
    town = Town({"app:voice": (say("a" * 60), V("Hangup"))}, limits=Limits(calls_per_second=None, speech_rate=30))
    caller = town.call_in()
    town.sleep(2)
    assert town.status(caller) == "completed"
