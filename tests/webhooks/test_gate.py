"""Nobody but Twilio gets in, at no door, by no header; and nothing is asked of the desk before that is sure."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.line.inputs import NoInput
from ivr.twilio.request import Key, Trust
from ivr.webhooks.doors import ENTRANCES
from tests.twilio.signing import ACCOUNT, CALL, ID, PUBLIC_URL, TOKEN, form, sign
from tests.webhooks.fake_desk import FakeDesk, post, web

IDS = dict.fromkeys(("call", "transfer", "offer", "change", "recording"), ID) | {
    "n": "3",
    "round": "1",
    "after": "hold",
}


def address(name):
    query = "&".join(f"{id}={IDS[id]}" for id in ENTRANCES[name].ids)
    return f"/twilio/voice/{name}" + (f"?{query}" if query else "")


def test_behind_the_doors_there_are_sounds_and_nothing_else():
    rules = {rule.rule for rule in web(FakeDesk()).application.url_map.iter_rules() if rule.endpoint != "static"}
    assert rules == {"/twilio/sounds/<name>.wav", "/twilio/said/<recording>-<int:seconds>s.mp3"}


@pytest.mark.parametrize("path", ["", "nobody", "turn/", "turn/turn", "Turn", "../voice/turn", "turn%2F"])
def test_what_is_no_door_is_not_there_however_it_is_signed(path):
    desk = FakeDesk()
    target = f"/twilio/voice/{path}?call={ID}&n=3"
    assert post(desk, target).status_code == web(desk).get(target).status_code == 404
    assert desk.heard == desk.rescued == []


@pytest.mark.parametrize("name", ENTRANCES)
def test_no_door_opens_unsigned(name):
    desk = FakeDesk()
    for headers in ({}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": sign(PUBLIC_URL + "/", form())}):
        assert web(desk).post(address(name), data=dict(form()), headers=headers).status_code == 403
    assert desk.heard == desk.rescued == []


@pytest.mark.parametrize("name", ENTRANCES)
def test_every_door_opens_signed(name):
    desk = FakeDesk()
    assert post(desk, address(name), RecordingStatus="absent").status_code in (200, 204)
    assert [door for door, *_ in desk.heard] == [name]


@pytest.mark.parametrize("name", ENTRANCES)
def test_a_door_is_knocked_at_by_post_only(name):
    desk = FakeDesk()
    client = web(desk)
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + address(name), [])}
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        assert client.open(address(name), method=method, headers=signed).status_code == 405
    assert desk.heard == []


def test_a_door_that_somebody_adds_and_forgets_to_lock_stays_shut():
    client = web(FakeDesk())
    client.application.add_url_rule("/twilio/voice/open", "open", lambda: "come in", methods=["GET", "POST"])
    assert client.post("/twilio/voice/open").status_code == 404
    assert client.get("/twilio/voice/open").status_code == 404


def test_what_stands_beside_the_doors_is_answered_as_ever():
    client = web(FakeDesk())
    client.application.add_url_rule("/twilio/other", "other", lambda: "come in")
    assert client.get("/twilio/other").text == "come in"


def test_whoever_knocks_otherwise_is_told_how():
    assert web(FakeDesk()).get(address("turn")).headers["Allow"] == "POST"


def test_a_gate_that_breaks_stays_shut(caplog):
    desk = FakeDesk(trust=FakeDesk().trust)
    desk.trust = None
    assert post(desk, address("turn")).status_code == 500
    assert desk.heard == [] and "cannot tell who knocks" in caplog.text


def test_a_body_that_ends_too_early_is_nobodys():
    desk = FakeDesk()
    short = {"CONTENT_LENGTH": "500", "wsgi.input": BytesIO(b"CallSid=1"), "REQUEST_METHOD": "POST"}
    kind = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "PATH_INFO": "/twilio/voice/incoming"}
    statuses: list[str] = []
    web(desk).application.wsgi_app({**short, **kind}, lambda status, headers: statuses.append(status))
    assert statuses == ["400 Bad Request"] and desk.heard == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "http"},
        {"X-Forwarded-Port": "8443"},
        {"X-Forwarded-Prefix": "/else"},
        {"X-Original-Url": "/twilio/voice/over"},
        {"Forwarded": "host=evil.example;proto=http"},
    ],
)
def test_what_a_proxy_or_anybody_says_of_the_host_plays_no_part(headers):
    desk = FakeDesk()
    assert post(desk, address("turn"), headers=headers).status_code == 200
    host = headers.get("Host") or headers.get("X-Forwarded-Host") or "evil.example"
    forged = {"X-Twilio-Signature": sign(f"https://{host}{address('turn')}", form())}
    assert post(desk, address("turn"), headers=headers | forged).status_code == 403
    assert len(desk.heard) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    host=st.from_regex(r"[a-z]{1,12}(\.[a-z]{2,6}){1,2}(:[0-9]{2,4})?", fullmatch=True),
    proto=st.sampled_from(["http", "https", "ws", ""]),
    port=st.integers(1, 65535).map(str),
)
def test_no_combination_of_them_opens_or_shuts_a_door(host, proto, port):
    claims = {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": proto, "X-Forwarded-Port": port}
    assert post(FakeDesk(), address("turn"), headers=claims).status_code == 200
    forged = {"X-Twilio-Signature": sign(f"{proto or 'https'}://{host}{address('turn')}", form())}
    assert post(FakeDesk(), address("turn"), headers=claims | forged).status_code == 403


def test_a_path_is_signed_as_it_is_written():
    desk = FakeDesk()
    encoded = address("turn").replace("turn", "tur%6e")
    signature = {"X-Twilio-Signature": sign(PUBLIC_URL + address("turn"), form())}
    assert post(desk, encoded, headers=signature).status_code == 403
    assert post(desk, address("turn").replace("?", "/?")).status_code == 404


def test_a_whole_address_in_the_request_line_is_not_believed():
    signature = {"X-Twilio-Signature": sign(PUBLIC_URL + address("turn"), form())}
    desk = FakeDesk()
    answer = web(desk).post(
        address("turn"),
        data=dict(form()),
        headers=signature,
        environ_overrides={"RAW_URI": PUBLIC_URL + address("turn"), "REQUEST_URI": PUBLIC_URL + address("turn")},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["turn", "incoming"])
def test_a_server_that_does_not_tell_the_address_as_it_came_is_good_enough(name):
    """As granian: the address is put together from its parts, and signed or not as ever."""
    silent = {"RAW_URI": "", "REQUEST_URI": ""}
    desk = FakeDesk()
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + address(name), form())}
    answers = [
        web(desk).post(target, data=dict(form()), headers=signed, environ_overrides=silent).status_code
        for target in (address(name), f"{address(name)}{'&' if '?' in address(name) else '?'}x=1", address("brief"))
    ]
    assert answers == [200, 403, 403]
    assert [door for door, *_ in desk.heard] == [name]


def test_behind_a_path():
    trust = Trust(ACCOUNT, "https://example.com/phone", (Key(TOKEN),))
    signature = {"X-Twilio-Signature": sign("https://example.com/phone" + address("turn"), form())}
    assert post(FakeDesk(trust=trust), address("turn"), headers=signature).status_code == 200
    assert post(FakeDesk(trust=trust), address("turn")).status_code == 403


@pytest.mark.parametrize(
    "changes", [{"CallSid": None}, {"CallSid": "CA1"}, {"AccountSid": "AC" + "b" * 32}, {"1": ""}, {"a b": ""}]
)
def test_what_cannot_be_read_is_400_and_nothing_is_written(changes):
    desk = FakeDesk()
    assert post(desk, address("turn"), **changes).status_code == 400
    assert desk.heard == desk.rescued == []


def test_a_call_named_twice_is_400():
    desk = FakeDesk()
    pairs = [*form(), ("CallSid", "CA" + "2" * 32)]
    assert post(desk, address("turn"), pairs).status_code == 400
    assert desk.heard == []


def test_keys_that_come_twice_are_silence():
    desk = FakeDesk()
    post(desk, address("turn"), [*form(Digits="1"), ("Digits", "2")])
    assert desk.heard == [("turn", ID, 3, CALL, NoInput())]


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
def test_a_huge_body_is_not_even_read(size):
    desk = FakeDesk()
    assert post(desk, address("turn"), SpeechResult="x" * size).status_code == 413
    assert desk.heard == []


def test_a_flood_of_fields_is_refused():
    pairs = [*form(), *((f"x{at}", "") for at in range(500))]
    assert post(FakeDesk(), address("turn"), pairs).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data; boundary=x"])
def test_only_forms_are_read(kind):
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + address("turn"), form()), "Content-Type": kind}
    assert web(FakeDesk()).post(address("turn"), data="CallSid=1", headers=signed).status_code == 403


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_unicode_that_twilio_signed_gets_in_and_does_no_harm(name, city):
    desk = FakeDesk()
    assert post(desk, address("incoming"), CallerName=name, FromCity=city).status_code == 200
    assert [door for door, *_ in desk.heard] == ["incoming"]


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_body_whatever_breaks_the_gate(body):
    signed = {"X-Twilio-Signature": "x", "Content-Type": "application/x-www-form-urlencoded"}
    assert web(FakeDesk()).post(address("turn"), data=body, headers=signed).status_code == 403
