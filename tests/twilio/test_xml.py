"""A document as we write it, beside the library's own: the same letters, whatever stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml import GenericNode
from twilio.twiml.voice_response import Hangup, VoiceResponse

from ivr.twilio.twiml import render, tree
from ivr.twilio.urls import Urls
from ivr.twilio.xml import written
from tests.line.samples import answers

URLS = Urls("https://ivr.example.com")
texts = st.one_of(st.text(st.sampled_from("a&<>\"' \r\n\t\ud800ঃ😀"), max_size=6), st.text(max_size=6))
names = st.sampled_from(["Say", "Gather", "break", "xml:lang", "statusCallback"])
attributes = st.dictionaries(names, st.one_of(texts, st.booleans(), st.integers()), max_size=3)


def node(name, value, attrs, inside):
    made = GenericNode(name, value)
    made.attrs = attrs
    for one in inside:
        made.nest(one)
    return made


leaves = st.builds(node, names, st.one_of(st.none(), texts), attributes, st.just([]))
trees = st.recursive(
    leaves, lambda inner: st.builds(node, names, st.none() | texts, attributes, st.lists(inner | texts, max_size=4))
)


@given(trees)
def test_every_letter_is_as_the_library_writes_it(tree):
    assert written(tree) == str(tree)


@given(answers)
def test_so_is_every_answer_of_ours(instructions):
    assert render(instructions, URLS) == str(tree(instructions, URLS))


def test_what_is_empty_is_written_short():
    response = VoiceResponse()
    assert written(response) == str(response)
    response.append(Hangup())
    assert written(response) == str(response) == '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup /></Response>'
