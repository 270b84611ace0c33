"""Who gets in: Twilio, with a signature of ours over the address under which it knows us, and nobody else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.twilio.request import Asked, Denial, Key, Trust, verify
from tests.twilio.signing import ACCOUNT, CALL, ID, OTHER_CALL, PUBLIC_URL, TOKEN, TRUST, asked, form, sign

TURN = f"/twilio/voice/turn?call={ID}&n=3"
SIGNED = sign(PUBLIC_URL + TURN, form(Digits="2"))


def turn(target=TURN, pairs=None, signature=SIGNED, trust=TRUST, ids=("call", "n")):
    return verify(trust, target, form(Digits="2") if pairs is None else pairs, signature, ids)


def test_a_signed_request_is_read():
    request = turn()
    assert isinstance(request, Asked)
    assert request.sid == CALL
    assert request.ids["call"] == ID and request.number("n") == 3
    assert request.fields["Digits"] == "2" and request.fields["FromCity"] == ""


def test_the_order_of_the_fields_does_not_matter():
    assert isinstance(turn(pairs=form(Digits="2")[::-1]), Asked)


@pytest.mark.parametrize("at", range(len(SIGNED)))
def test_every_byte_of_the_signature_counts(at):
    for other in string.ascii_letters + string.digits + "+/= \x00é":
        if other != SIGNED[at]:
            assert turn(signature=SIGNED[:at] + other + SIGNED[at + 1 :]) is Denial.FORGED


@pytest.mark.parametrize("signature", ["", SIGNED[:-1], SIGNED + "=", SIGNED * 2, f"{SIGNED},{SIGNED}", SIGNED.lower()])
def test_nothing_like_a_signature_gets_in(signature):
    assert turn(signature=signature) is Denial.FORGED


@pytest.mark.parametrize(
    "target",
    [
        TURN.replace("n=3", "n=4"),
        TURN.replace("turn", "reply"),
        TURN + "&x=1",
        TURN.replace("turn", "tur%6e"),
        TURN.replace("/twilio", "//twilio"),
        TURN.replace("turn?", "turn/?"),
        PUBLIC_URL + TURN,
        "@evil.example" + TURN,
        TURN + "é",
        "",
    ],
)
def test_the_address_is_taken_as_it_came(target):
    assert turn(target=target) is Denial.FORGED


def test_a_changed_field_is_no_longer_signed():
    assert turn(pairs=form(Digits="3")) is Denial.FORGED
    assert turn(pairs=form()) is Denial.FORGED
    assert turn(pairs=[]) is Denial.FORGED


@pytest.mark.parametrize(
    "url", ["https://ivr.example.com:443", "https://ivr.example.com:8443", "http://127.0.0.1:8000"]
)
def test_twilio_may_name_the_port_or_not(url):
    trust = Trust(ACCOUNT, url, (Key(TOKEN),))
    bare = url.removesuffix(":443").removesuffix(":8443")
    for signed_url in (url, bare):
        assert isinstance(turn(signature=sign(signed_url + TURN, form(Digits="2")), trust=trust), Asked)


def test_a_public_address_with_a_path_is_signed_with_it_whether_the_proxy_strips_it_or_not():
    trust = Trust(ACCOUNT, "https://example.com/phone", (Key(TOKEN),))
    signature = sign("https://example.com/phone" + TURN, form(Digits="2"))
    assert isinstance(turn(signature=signature, trust=trust), Asked)
    assert isinstance(turn(target="/phone" + TURN, signature=signature, trust=trust), Asked)


def test_two_tokens_are_good_while_one_replaces_the_other():
    trust = Trust(ACCOUNT, PUBLIC_URL, (Key("the-new-token"), Key(TOKEN)))
    assert isinstance(turn(trust=trust), Asked)
    assert isinstance(turn(trust=trust, signature=sign(PUBLIC_URL + TURN, form(Digits="2"), "the-new-token")), Asked)
    assert turn(trust=Trust(ACCOUNT, PUBLIC_URL, (Key("the-new-token"),))) is Denial.FORGED


def test_the_algorithm_belongs_to_the_key():
    shared = Trust(ACCOUNT, PUBLIC_URL, (Key("shared-key", "HMAC_SHA256"),))
    strong = sign(PUBLIC_URL + TURN, form(Digits="2"), "shared-key", "HMAC_SHA256")
    assert isinstance(turn(trust=shared, signature=strong), Asked)
    assert turn(trust=shared, signature=sign(PUBLIC_URL + TURN, form(Digits="2"), "shared-key")) is Denial.FORGED


@pytest.mark.parametrize(
    "wrong",
    [{"keys": ()}, {"account": ""}, {"account": "AC1"}],
)
def test_nobody_is_trusted_without_keys_and_account(wrong):
    with pytest.raises(ValueError):
        Trust(**({"account": ACCOUNT, "public_url": PUBLIC_URL, "keys": (Key(TOKEN),)} | wrong))


def test_an_empty_key_would_let_everybody_in_and_none_is_ever_shown():
    with pytest.raises(ValueError):
        Key("")
    assert TOKEN not in repr(TRUST)


@pytest.mark.parametrize(
    "changes",
    [
        {"CallSid": None},
        {"CallSid": ""},
        {"CallSid": "CA1"},
        {"CallSid": CALL + "\n"},
        {"CallSid": "CA" + "A" * 32},
        {"CallSid": "SM" + "1" * 32},
        {"AccountSid": None},
        {"AccountSid": "AC" + "b" * 32},
        {"AccountSid": ACCOUNT + " "},
    ],
)
def test_a_leg_of_ours_must_be_named(changes):
    assert asked(**changes) is Denial.UNREADABLE


@pytest.mark.parametrize("name", ["CallSid", "AccountSid"])
@pytest.mark.parametrize("second", [{"CallSid": OTHER_CALL, "AccountSid": "AC" + "b" * 32}, dict(form())])
def test_who_it_is_about_is_said_once(name, second):
    pairs = [*form(), (name, second[name])]
    assert verify(TRUST, "/x", pairs, sign(PUBLIC_URL + "/x", pairs)) is Denial.UNREADABLE


@pytest.mark.parametrize("name", ["From", "To", "Digits"])
def test_any_other_field_that_comes_twice_counts_as_absent(name):
    pairs = [*form(Digits="2"), (name, "+12025550177")]
    request = verify(TRUST, "/x", pairs, sign(PUBLIC_URL + "/x", pairs))
    assert isinstance(request, Asked) and name not in request.fields


@pytest.mark.parametrize(
    "query",
    [
        "",
        f"?call={ID}",
        f"?call={ID}&n=",
        f"?call={ID}&n=-1",
        f"?call={ID}&n=03",
        f"?call={ID}&n=3&n=4",
        f"?call={ID}&n=3&x=1",
        f"?call={ID}&n=٣".encode().decode("latin-1").replace("Ù", "%D9").replace("£", "%A3"),
        f"?call={ID}x&n=3",
        f"?call={ID[:-1]}&n=3",
        f"?call={ID.upper()}&n=3",
    ],
)
def test_the_ids_of_an_address_are_exactly_those_that_we_hand_out(query):
    assert asked(f"/twilio/voice/turn{query}", ("call", "n")) is Denial.UNREADABLE


@given(st.dictionaries(st.text(), st.text()), st.text(), st.text())
def test_no_noise_gets_in(pairs, target, signature):
    assert verify(TRUST, "/" + target, pairs.items(), signature) is Denial.FORGED


@given(st.text(), st.text(), st.text(st.characters(exclude_categories=["Cs"])))
def test_fields_that_we_do_not_know_do_no_harm(city, name, words):
    spoken = words.encode("utf-8", "replace").decode()
    request = asked(CallerName=spoken, NewParameter="১২", StirVerstat="TN-Validation-Passed-A")
    assert isinstance(request, Asked)
