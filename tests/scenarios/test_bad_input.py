"""What no honest carrier sends, in the middle of real calls over HTTP: it changes nothing, and breaks nothing."""

from urllib.parse import parse_qsl, urlencode

import pytest

from tests.scenarios.acts import asks_for_a_person, leaves_unheard, picks_up, says_yes, talks
from tests.scenarios.recorder import Recorded
from tests.scenarios.shop import NUMBER

ASHA = ("Asha", "+12025550111")


@pytest.fixture
def shop(sqlite_url, make_shop):
    return make_shop(sqlite_url, stage=Recorded)


def last(shop, door):
    """The last request for a door, and its fields."""
    sent = next(one for one in reversed(shop.stage.sent) if one.target.startswith(f"/twilio/voice/{door}"))
    return sent, parse_qsl(sent.body.decode(), keep_blank_values=True)


def in_the_menu(shop):
    """Nasrin is asked what her call is about."""
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("For English")
    shop.nasrin.presses("1")
    shop.nasrin.hears("press 0")


def test_every_request_of_a_finished_call_may_come_again_and_changes_nothing(database_url, make_shop):
    shop = make_shop(database_url, stage=Recorded)
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30, verdict="2")
    says_yes(asha)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, asha, 30)
    leaves_unheard(shop, shop.caller("Karim", "+8801812345679"))
    shop.goes_home("Asha")
    shop.passes(60)
    old, before = list(shop.stage.sent), shop.stage.dump()
    doors = {one.target.split("?")[0].rpartition("/")[2] for one in old}
    assert doors >= {"incoming", "turn", "wait", "left", "status", "brief", "reply", "joining", "over", "verdict"}
    for one in (*old, *reversed(old)):
        assert shop.stage.post(one).status_code in (200, 204)
    assert shop.stage.dump() == before


def test_nothing_unsigned_or_signed_for_something_else_is_let_in(shop):
    in_the_menu(shop)
    sent, fields = last(shop, "turn")
    before = shop.stage.dump()
    other = urlencode([(name, "0" if name == "Digits" else value) for name, value in fields]).encode()
    assert shop.stage.post(sent, signature="").status_code == 403
    assert shop.stage.post(sent, body=other).status_code == 403
    assert shop.stage.post(last(shop, "incoming")[0], signature=sent.signature).status_code == 403
    assert shop.stage.dump() == before
    shop.nasrin.hangs_up()
    shop.passes(5)


def test_fields_that_were_cut_up_anew_do_not_make_another_call_speak(shop):
    """The signature is over names and values without a mark between them."""
    in_the_menu(shop)
    sent, fields = last(shop, "turn")
    before = shop.stage.dump()
    recut = [(f"{name}{value[:2]}", value[2:]) if name == "CallSid" else (name, value) for name, value in fields]
    assert shop.stage.post(sent, body=urlencode(recut).encode()).status_code in (400, 403)
    swallowed = [(name, value) for name, value in fields if name not in ("CallSid", "CallStatus")]
    swallowed += [("CallSid" + dict(fields)["CallSid"] + "CallStatus", dict(fields)["CallStatus"])]
    assert shop.stage.post(sent, body=urlencode(swallowed).encode()).status_code in (400, 403)
    assert shop.stage.dump() == before
    shop.nasrin.hangs_up()
    shop.passes(5)


def test_a_signed_request_with_the_id_of_another_call_says_nothing_and_does_nothing(shop):
    in_the_menu(shop)
    karim = shop.caller("Karim", "+8801812345679")
    karim.rings(NUMBER)
    stranger = dict(last(shop, "incoming")[1])["CallSid"]
    mine = next(one for one in reversed(shop.stage.sent) if one.target.startswith("/twilio/voice/turn"))
    target = mine.target.replace("n=1", "n=2")
    before = shop.stage.dump()
    answer = shop.stage.sign(
        target, [*_without(last(shop, "turn")[1], "CallSid", "Digits"), ("CallSid", stranger), ("Digits", "0")]
    )
    assert answer.status_code == 200 and "<Response" in answer.text and "Enqueue" not in answer.text
    assert shop.stage.dump() == before
    for caller in (shop.nasrin, karim):
        caller.hangs_up()
    shop.passes(5)


def _without(fields, *names):
    return [(name, value) for name, value in fields if name not in names]


@pytest.mark.parametrize(
    "digits",
    [
        [("Digits", "abc")],
        [("Digits", "1"), ("Digits", "0")],
        [("Digits", "9" * 5000)],
        [("Digits", "०")],
        [("Digits", "")],
    ],
    ids=["letters", "twice", "five thousand", "another script", "empty"],
)
def test_keys_that_no_telephone_has_are_silence(shop, digits):
    in_the_menu(shop)
    sent, fields = last(shop, "turn")
    target = sent.target.replace("n=1", "n=2")
    answer = shop.stage.sign(target, [*_without(fields, "Digits"), *digits])
    assert answer.status_code == 200
    assert "Enqueue" not in answer.text and "Sorry" in answer.text
    shop.nasrin.presses("0")  # the turn is answered: other keys for it get the same answer again
    shop.nasrin.hears("Sorry, ")
    shop.nasrin.hangs_up()
    shop.passes(5)


def test_other_ways_of_asking_are_refused(shop):
    in_the_menu(shop)
    sent, fields = last(shop, "turn")
    before = shop.stage.dump()
    assert shop.stage.sign(sent.target, fields, method="GET").status_code == 405
    assert shop.stage.sign(sent.target, [*fields, ("SpeechResult", "x" * 70_000)]).status_code == 413
    assert shop.stage.sign(sent.target, [*fields, ("CallSid", "CA" + "1" * 32)]).status_code == 400
    assert shop.stage.sign(sent.target, _without(fields, "CallSid")).status_code == 400
    assert shop.stage.sign(sent.target + "&n=7", fields).status_code == 400
    assert shop.stage.sign("/twilio/voice/reply?offer=" + "a" * 16, fields).status_code == 200
    assert shop.stage.dump() == before
    shop.nasrin.hangs_up()
    shop.passes(5)
