"""Our check of a signature beside the library's: the same yes and the same no, whatever comes."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.twilio.request import read_form
from ivr.twilio.signature import run_together, signed
from tests.twilio.signing import Repeated, form, sign

ORIGINS = (
    "https://ivr.example.com",
    "https://ivr.example.com:8443",
    "http://127.0.0.1:8000",
    "https://a.example:443/x",
)
TARGETS = (
    "/twilio/voice/turn?call=k3v7aaaaaaaaaaa2&n=3",
    "/twilio/voice/incoming",
    "/twilio/voice/incoming?",
    "/",
    "/?a=",
)
SECRETS = ("a" * 32, "ключ")
ALGORITHMS = ("HMAC_SHA1", "HMAC_SHA256")

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
forms = st.dictionaries(words, st.lists(words, min_size=1, max_size=3), max_size=6).map(Repeated)
signatures = st.one_of(st.text(max_size=30), st.just(""), st.just("é" * 28))


def both(origin, target, fields, signature, secret, algorithm):
    """The library's answer, and ours."""
    theirs = RequestValidator(secret).validate(origin + target, fields, signature, algorithm)
    return theirs, signed(origin, target, run_together(fields), signature, secret, algorithm)


drawn = {
    "origin": st.sampled_from(ORIGINS),
    "target": st.sampled_from(TARGETS),
    "fields": forms,
    "secret": st.sampled_from(SECRETS),
    "algorithm": st.sampled_from(ALGORITHMS),
}


@given(**drawn)
def test_what_the_library_signs_is_right(origin, target, fields, secret, algorithm):
    for address in {origin + target, origin.replace(":8443", "").replace(":8000", "").replace(":443", "") + target}:
        signature = RequestValidator(secret).compute_signature(address.removesuffix("?"), fields, algorithm)
        assert both(origin, target, fields, signature, secret, algorithm) == (True, True)


@given(**drawn, signature=signatures, other=forms, where=st.sampled_from(TARGETS))
def test_what_the_library_refuses_is_refused(origin, target, fields, secret, algorithm, signature, other, where):
    for shown in (
        signature,
        RequestValidator(secret).compute_signature(origin + target, other, algorithm),
        RequestValidator(secret).compute_signature(origin + where, fields, algorithm),
        RequestValidator("another").compute_signature(origin + target, fields, algorithm),
        RequestValidator(secret).compute_signature(origin + target, fields, "HMAC_SHA1"),
    ):
        theirs, ours = both(origin, target, fields, shown, secret, algorithm)
        assert theirs is ours


@pytest.mark.parametrize("algorithm", ["", "HMAC_MD5", "sha1", "none"])
def test_an_algorithm_that_there_is_not_lets_nobody_in(algorithm):
    fields = Repeated({name: [value] for name, value in form()})
    shown = sign(ORIGINS[0] + TARGETS[0], form())
    assert not signed(ORIGINS[0], TARGETS[0], run_together(fields), shown, SECRETS[0], algorithm)


@given(st.one_of(st.text(alphabet="ab=&+%4Ff;é ", max_size=40), st.text(max_size=40)))
def test_a_form_is_read_as_ever(body):
    assert list(read_form(body)) == parse_qsl(body, keep_blank_values=True)


@given(st.lists(st.tuples(words.filter(bool), words)))
def test_a_form_that_was_written_is_read_again(pairs):
    from urllib.parse import urlencode

    assert list(read_form(urlencode(pairs))) == pairs
