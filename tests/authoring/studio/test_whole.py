"""Whole flows: of every age and shape, in several languages, and what is said about them in the end."""

import json

import pytest

from ivr.authoring.studio.importing import BadBusiness, Beside, import_flow
from ivr.authoring.studio.read import NoStudioFlow, read
from ivr.authoring.studio.table import as_json, as_text
from tests.authoring.studio.flows import agents, fates, flow, gather, imported, row, say, sound, ways_of, widget

OWN = """version: 1
business: Corner Shop
zone: Asia/Dhaka
country: BD
currency: BDT
languages: {bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}, en: en-US}
teams:
  care: {title: {en: Care, bn: সেবা}, owner: {name: Rahima, number: "+8801712345678"}, hours: shop}
schedules:
  shop: {weekly: {saturday-thursday: 10:00-20:00}}
"""


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{}", "not a text in UTF-8"),
        (b"[]", "no list of"),
        (b'{"states": {}}', "no list of"),
        (b'{"states": []}', "hold no widget"),
        (b'{"states": [1, null]}', "hold no widget"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"states": [' + b'{"name": "x"},' * 6000 + b"{}]}", "Studio allows 1000"),
        (b" " * 9_000_000, "9 MB"),
    ],
)
def test_what_is_no_studio_flow_is_refused_with_the_reason(raw: bytes, why: str) -> None:
    with pytest.raises(NoStudioFlow, match=why):
        read(raw)


def test_a_flow_may_be_wrapped_or_come_from_a_template() -> None:
    plain = flow(say("hello", "Hello."))
    wrapped = json.dumps({"sid": "FW1", "friendly_name": "Line", "definition": json.loads(plain)}).encode()
    as_text_within = json.dumps({"definition": plain.decode()}).encode()
    template = plain.replace(b'"properties": {"say"', b'"properties": {"loop": ${LOOPS}, "say"')
    for raw in (plain, b"\xef\xbb\xbf" + plain, wrapped, as_text_within, template):
        assert list(read(raw).reached(read(raw).start)) == ["hello"]


def test_older_exports_name_their_widgets_by_sid() -> None:
    states = [
        {"name": "Trigger", "type": "InitialState", "sid": "FF0", "properties": {}}
        | {"transitions": [{"event": "incomingCall", "conditions": [], "next": "FF1", "uuid": "u"}]},
        {"name": "hello", "type": "SayPlay", "sid": "FF1", "properties": {"say": "Hello.", "play": None}}
        | {"transitions": [{"event": "audioComplete", "conditions": [], "next": "FF2"}]},
        {
            "name": "ask",
            "type": "Gather",
            "sid": "FF2",
            "properties": {"say": "For us, press 1.", "number_of_digits": 1},
        }
        | {"transitions": [{"event": "keypress", "next": "FF3"}, {"event": "timeout", "next": None}]},
        {"name": "which", "type": "Branch", "sid": "FF3", "properties": {"input": "{{widgets.ask.Digits}}"}}
        | {
            "transitions": [
                {"event": "noMatch", "next": None},
                {"event": "match", "conditions": [{"type": "equal_to", "value": "1"}], "next": "FF1"},
            ]
        },
    ]
    made = sound(import_flow(json.dumps({"states": states}).encode(), "old", Beside()))
    assert set(fates(made).values()) == {"translated"}
    assert ways_of(made, "ask") == {"1": "hello", "otherwise": "call_back_by_support"}


def test_a_flow_that_only_answers_messages_still_answers_a_call() -> None:
    reply = widget(
        "reply", "send-message", {"to": "{{contact.channel.address}}", "body": "Hi."}, sent=None, failed=None
    )
    made = imported(reply, incomingMessage="reply", incomingCall=None)
    assert "start: call_back_by_support" in made.flow
    assert not row(made, "reply").voice and fates(made) == {"reply": "left"}
    assert any("answers no calls" in remark for remark in made.remarks)


def test_a_flow_that_phones_out_begins_where_the_other_side_answers() -> None:
    ways = {"answered": "hello", "busy": None, "noAnswer": None, "failed": None}
    made = imported(
        widget("dial", "make-outgoing-call-v2", {"to": "x"}, **ways), say("hello", "Hello."), incomingRequest="dial"
    )
    assert ways_of(made, "dial") == {"next": "hello"}
    assert fates(made) == {"dial": "left", "hello": "translated"}


def test_what_has_no_equal_is_a_todo_that_the_checker_names() -> None:
    ways = {"success": "thanks", "maxFailedAttempts": "desk", "providerError": None, "hangup": None}
    made = imported(widget("Pay now", "capture-payments", {}, **ways), say("thanks", "Thanks."), agents("desk"))
    assert 'todo: "Studio widget Pay now (capture-payments)"' in made.flow
    assert ways_of(made, "pay_now") == {"next": "desk"}
    assert row(made, "Pay now").differs == ["card payments are not taken here"]
    assert row(made, "thanks").differs == ["nothing leads to it any more"]


def test_a_type_that_nobody_knows_is_known_by_its_events() -> None:
    made = imported(
        widget("hello", "say-play-v9", {"say": "Hello."}, audioComplete="odd"), widget("odd", "fly", {}, gone="hello")
    )
    assert fates(made) == {"hello": "translated", "odd": "left"}


def test_names_that_cannot_be_written_here_are_made_new_ones() -> None:
    made = imported(
        say("Bienvenue à tous!", "Bonjour.", "স্বাগতম"),
        say("স্বাগতম", "Hello.", "A-B"),
        say("A-B", "One.", "a_b"),
        say("a_b", "Two.", "1st"),
        say("1st", "Three."),
    )
    assert [row(made, it.widget).nodes[0] for it in made.rows] == ["bienvenue_a_tous", "say", "a_b", "a_b_2", "say_1st"]


def test_a_text_that_is_too_long_for_a_voice_is_said_in_parts() -> None:
    made = imported(say("long", "All of this is important. " * 300))
    assert len(row(made, "long").nodes) > 2
    assert fates(made) == {"long": "translated"}


def test_each_language_is_spoken_in_its_own_voice() -> None:
    made = imported(
        gather(
            "english",
            "For English, press 1.",
            {"language": "en-US", "voice": "Polly.Salli"},
            keypress="hello",
            timeout="spanish",
        ),
        gather(
            "spanish",
            "Para español, oprima 2.",
            {"language": "es-US", "voice": "Polly.Lupe"},
            keypress="hola",
            timeout="english",
        ),
        say("hello", "Hello.", "desk", language="en-US", voice="Polly.Salli"),
        say("hola", "Hola.", "desk", language="es-MX", voice="Polly.Mia"),
        say("bye", "Bye.", language="en-US"),
        agents("desk"),
    )
    assert made.business and 'en: {locale: "en-US", voice: "Polly.Salli"}' in made.business
    assert "These sentences are ours, in English" in made.business
    assert "start: english_in_en" in made.flow
    assert "spanish_in_es:\n    language: es\n    next: spanish" in made.flow
    assert 'hola:\n    say: {en: "Hola.", es: "Hola."}\n    next: desk' in made.flow
    assert set(fates(made).values()) - {"left"} == {"translated"}


def test_a_business_that_is_there_is_kept_to() -> None:
    beside = Beside(OWN, names={"shop"}, numbers={"+12025550100"})
    made = imported(say("hello", "Hello.", "desk"), agents("desk"), beside=beside)
    assert made.business is None and made.name == "shop_2"
    assert 'numbers: ["+12025550101"]' in made.flow
    assert 'languages:\n  en: {locale: "en-US"}' in made.flow
    assert "team: care" in made.flow
    assert any('"care" stands in its place' in what for what in row(made, "desk").settings)


def test_a_host_that_the_business_does_not_list_stays_a_todo() -> None:
    request = {"method": "GET", "url": "https://shop.example/x"}
    made = imported(
        widget("ask", "make-http-request", request, success="desk", failed="desk"), agents("desk"), beside=Beside(OWN)
    )
    assert fates(made)["ask"] == "left" and ways_of(made, "ask") == {"next": "desk"}


def test_beside_a_business_with_mistakes_nothing_can_be_checked() -> None:
    with pytest.raises(BadBusiness):
        import_flow(flow(say("hello", "Hello.")), "shop", Beside(OWN.replace("zone: Asia/Dhaka", "zone: Mars")))


def test_the_table_says_all_of_it() -> None:
    made = imported(
        say("hello", "Hello.", "ask"),
        gather("ask", "What is it?", speech="desk"),
        agents("desk", priority="5"),
        widget("lost", "fly", {}),
    )
    text, told = as_text(made.rows), as_json(made.rows)
    assert "3 widgets on the way of a call: 2 translated, 1 adapted, 0 left.\n1 more to which no call comes." in text
    assert told["voice_widgets"] == {"translated": 2, "adapted": 1, "left": 0}
    assert [it["widget"] for it in told["widgets"]] == ["hello", "ask", "desk", "lost"]
    assert "Your flow hung up here, and ours does not:\n    ask: silence: we call back" in text
    assert 'Settings to fill in:\n    desk: who is in the team "desk"' in text
