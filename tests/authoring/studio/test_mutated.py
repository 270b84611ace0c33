"""Flows in which anything may be wrong: the import never breaks, and what it writes always checks.

As many as fit into a few seconds, from seeds that are always the same.
"""

import copy
import json
import random
from typing import Any

import pytest

from ivr.authoring.studio.importing import Beside, import_flow
from ivr.authoring.studio.page import errors_of, house, problems_of, read_flow
from ivr.authoring.studio.read import NoStudioFlow
from tests.authoring.studio.flows import Json, agents, by_key, flow, gather, note, say, split, widget

FLOWS = 50
"""Of each seed."""

ODD: tuple[Any, ...] = (
    *(None, "", 0, -1, True, [], {}, "{{", "}}", "{% if %}", "{{x | y: }}", "${A}", "\ud800", "\x00", "<b>", "][}{"),
    *("é" * 50, "x" * 5000, "https://", "http://a b/c", "#", "*", "12", "{{widgets.ask.Digits}}", "(a+)+$", "1" * 40),
    *("{% if a == 'b' %}x{% else %}y{% endif %}", "{{flow.variables.level | plus: 1}}", "contains", "less_than"),
    *("{{widgets.request.parsed.a.b}}", "regex", "split-based-on", "say-play", "ünï", "日本", "A B", "a_b"),
)

WHOLE: tuple[Json, ...] = (
    say("hello", "Hello.", "ask"),
    gather("ask", "For us, press 1.", keypress="which", speech="heard", timeout="sorry"),
    by_key("which", "ask", {"1": "account", "2": "reason", "3": "pay"}, other="sorry"),
    split("heard", "widgets.ask.SpeechResult", ("contains", "us", "account"), other="sorry"),
    say("sorry", "Sorry.", "ask", language="es-MX"),
    gather("account", "Key it.", {"number_of_digits": 6}, keypress="request", timeout="account"),
    widget(
        "request",
        "make-http-request",
        {"method": "POST", "url": "https://shop.example/{{widgets.account.Digits}}", "body": '{"a": "{{From}}"}'},
        success="told",
        failed="desk",
    ),
    split(
        "told", "widgets.request.parsed.a.b", ("equal_to", "true", "tell"), ("less_than", "5", "level"), other="desk"
    ),
    say(
        "tell",
        "{% if flow.variables.level == '2' %}Low{% else %}It is {{widgets.request.parsed.c}}{% endif %}.",
        "desk",
    ),
    note("level", "tell", level="{% if widgets.account.Digits == '1' %}2{% else %}3{% endif %}", other="4"),
    gather("reason", "Why?", speech="text", keypress="desk", timeout="mail"),
    widget("text", "send-message", {"to": "{{contact.channel.address}}", "body": "Hi."}, sent="desk", failed=None),
    agents("desk", attributes='{"type": "sales"}'),
    widget("ring", "connect-call-to", {"noun": "number", "to": "+12025550123"}, callCompleted="mail", hangup=None),
    widget("mail", "record-voicemail", {"max_length": 60}, recordingComplete="ring", noAudio=None, hangup=None),
    widget("pay", "capture-payments", {}, success="tell", maxFailedAttempts="ring"),
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_wrong_in_it_the_import_checks(seed: int) -> None:
    chance = random.Random(seed)
    for number in range(FLOWS):
        raw = mutated(chance)
        try:
            made = import_flow(raw, "flow", Beside())
        except NoStudioFlow:
            continue
        assert made.business
        form, found = read_flow(made.flow)
        business = house(made.business)
        assert form and business.form and not business.errors, (seed, number)
        wrong = errors_of(found) or problems_of(form, found, business.form)
        assert not wrong, (seed, number, wrong, made.flow)
        assert len(made.rows) >= 1 and all(row.nodes or row.differs for row in made.rows), (seed, number)


def mutated(chance: random.Random) -> bytes:
    whole: Json = json.loads(flow(*WHOLE))
    for _ in range(chance.randint(1, 8)):
        chance.choice((_way, _way, _property, _property, _type, _name, _drop, _key, _test, _again))(
            whole["states"], chance
        )
    return json.dumps(whole).encode()


def _way(states: list[Json], chance: random.Random) -> None:
    ways = chance.choice(states).get("transitions")
    names = [it.get("name") for it in states]
    if isinstance(ways, list) and ways:
        chance.choice(ways)["next"] = chance.choice([*names, None, "nowhere", 3])


def _property(states: list[Json], chance: random.Random) -> None:
    properties = chance.choice(states).get("properties")
    if isinstance(properties, dict) and properties:
        properties[chance.choice(list(properties))] = chance.choice(ODD)


def _type(states: list[Json], chance: random.Random) -> None:
    chance.choice(states)["type"] = chance.choice([it.get("type") for it in states] + ["zzz", None, 5])


def _name(states: list[Json], chance: random.Random) -> None:
    chance.choice(states)["name"] = chance.choice([it.get("name") for it in states] + list(ODD))


def _drop(states: list[Json], chance: random.Random) -> None:
    if len(states) > 1:
        states.remove(chance.choice(states))


def _key(states: list[Json], chance: random.Random) -> None:
    state = chance.choice(states)
    if state:
        state.pop(chance.choice(list(state)))


def _test(states: list[Json], chance: random.Random) -> None:
    ways = [way for it in states for way in it.get("transitions") or () if way.get("conditions")]
    for condition in chance.choice(ways)["conditions"] if ways else ():
        condition[chance.choice(["value", "type", "arguments"])] = chance.choice(ODD)


def _again(states: list[Json], chance: random.Random) -> None:
    states.append(copy.deepcopy(chance.choice(states)))
