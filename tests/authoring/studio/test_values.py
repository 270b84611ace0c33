"""What a flow remembers, asks of itself and of other systems, and says of it."""

import pytest

from ivr.authoring.studio import liquid
from ivr.authoring.studio.answers import Kind, Ref
from ivr.authoring.studio.conditions import expression
from ivr.authoring.studio.model import Condition
from tests.authoring.studio.flows import agents, fates, gather, imported, note, row, say, split, ways_of, widget


def ask(name: str, url: str, **properties: object) -> dict[str, object]:
    ways = {"success": properties.pop("to", None), "failed": properties.pop("otherwise", None)}
    known = {"method": "GET", "url": url, "content_type": "application/json;charset=utf-8", **properties}
    return widget(name, "make-http-request", known, **ways)  # type: ignore[arg-type]


def test_values_are_set_and_told_and_decided_by() -> None:
    made = imported(
        note("begin", "tell", shop="north", level="3"),
        say("tell", "You called {{ flow.variables.shop | capitalize }}.", "which"),
        split("which", "flow.variables.level", ("greater_than", "2", "desk"), other="bye"),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert "set: {shop: north, level: 3}" in made.flow
    assert 'say: "You called {answers.shop}."' in made.flow
    assert '{when: "answers.level > 2", go: desk}' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_a_value_with_conditions_is_a_branch_to_each() -> None:
    choose = (
        '{% if flow.variables.shop == "north" %}cold{% elsif flow.variables.shop %}mild{% else %}unknown{% endif %}'
    )
    made = imported(note("begin", "air", shop="north"), note("air", "desk", air=choose), agents("desk"))
    assert ways_of(made, "air") == {"when 1": "air_air", "when 2": "air_air_2", "otherwise": "air_air_3"}
    assert "when: 'answers.shop == \"north\"'" in made.flow and 'when: "answers.shop is known"' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_a_text_with_conditions_is_a_branch_to_each() -> None:
    text = "{% case flow.variables.why %}{% when 'snow' %}It snows.{% else %}It is late.{% endcase %} Goodbye."
    made = imported(note("begin", "tell", why="snow"), say("tell", text))
    assert ways_of(made, "tell") == {"when 1": "tell_said", "otherwise": "tell_said_2"}
    assert 'say: "It snows. Goodbye."' in made.flow and 'say: "It is late. Goodbye."' in made.flow
    assert fates(made) == {"begin": "translated", "tell": "translated"}


def test_the_caller_s_number_decides() -> None:
    made = imported(
        split(
            "who",
            "trigger.call.From",
            ("equal_to", "anonymous", "bye"),
            ("starts_with", "+880", "desk"),
            ("matches_any_of", "+12025550101, +12025550102", "desk"),
            other="bye",
        ),
        say("bye", "Bye."),
        agents("desk"),
    )
    assert "{when: caller.withheld, go: bye_then_call_back}" in made.flow
    assert "{when: 'caller.number starts with \"+880\"', go: desk}" in made.flow
    assert 'caller.number in ["+12025550101", "+12025550102"]' in made.flow
    assert set(fates(made).values()) == {"translated"}


def test_a_request_is_a_lookup_that_keeps_what_is_asked_for() -> None:
    made = imported(
        ask(
            "Find order",
            "https://shop.example/orders/{{widgets.number.Digits}}?by={{trigger.call.From}}",
            parameters=[{"key": "from", "value": "{{contact.channel.address}}"}],
            to="which",
            otherwise="desk",
        ),
        split("which", "widgets.Find order.parsed.order.sent", ("equal_to", "true", "tell"), other="desk"),
        say("tell", "Your order is {{widgets.Find order.parsed.order.status}}.", "desk"),
        gather("number", "Key your order.", {"number_of_digits": 4}, keypress="Find order", timeout="desk"),
        agents("desk"),
        incomingCall="number",
    )
    assert "https://shop.example/orders/{answers.number}?by={caller.number}" in made.flow
    assert 'send: {from: "{caller.number}"}' in made.flow
    assert "sent: {path: order.sent, kind: flag, optional: true}" in made.flow
    assert '{when: "answers.sent == true", go: tell}' in made.flow
    assert made.business and "hosts: [shop.example]" in made.business
    assert set(fates(made).values()) == {"translated"}


def test_a_form_is_a_form_and_other_methods_are_left() -> None:
    form = {"method": "POST", "content_type": "application/x-www-form-urlencoded", "body": "a=1&b={{From}}"}
    made = imported(ask("post", "https://shop.example/", **form, to="desk"), agents("desk"))
    assert fates(made)["post"] == "translated" and "method: form" in made.flow
    assert 'send: {a: "1", b: "{caller.number}"}' in made.flow
    body = {
        "method": "POST",
        "content_type": "application/json",
        "body": '{"who": {{From}}, "deep": {"x": 1}, "on": true}',
    }
    made = imported(ask("post", "https://shop.example/", **body, to="desk"), agents("desk"))
    assert row(made, "post").differs == ["of its body only the values of the first level are sent"]
    assert (
        fates(imported(ask("put", "https://shop.example/", method="PUT", to="desk"), agents("desk")))["put"] == "left"
    )


def test_places_of_terraform_are_settings() -> None:
    made = imported(
        widget("hours", "run-function", {"url": "https://${SHOP_DOMAIN}/hours"}, success="desk", fail=None),
        agents("desk", workflow="${SALES_WORKFLOW_SID}"),
    )
    assert "https://shop-domain.example/hours" in made.flow
    assert "${SHOP_DOMAIN} in its address" in row(made, "hours").settings
    assert "team: sales" in made.flow
    assert row(made, "hours").defaults == ["the Function failed: we call back"]


def test_a_text_message_goes_to_the_caller_and_to_nobody_else() -> None:
    def text(to: str) -> dict[str, object]:
        return widget(
            "text", "send-message", {"to": to, "body": "See {{flow.variables.x}}"}, sent="desk", failed="desk"
        )

    made = imported(note("begin", "text", x="our page"), text("{{contact.channel.address}}"), agents("desk"))
    assert 'text: "See {answers.x}"' in made.flow and fates(made)["text"] == "translated"
    other = imported(note("begin", "text", x="our page"), text("+12025550123"), agents("desk"))
    assert fates(other)["text"] == "left"


@pytest.mark.parametrize(
    ("kind", "test", "value", "says"),
    [
        (Kind.TEXT, "equal_to", "late", 'answers.x == "late"'),
        (Kind.TEXT, "not_equal_to", "late", 'not answers.x == "late"'),
        (Kind.TEXT, "matches_any_of", "a, b", 'answers.x in ["a", "b"]'),
        (Kind.TEXT, "does_not_match_any_of", "a,b", 'not answers.x in ["a", "b"]'),
        (Kind.TEXT, "is_not_blank", "", "answers.x is known"),
        (Kind.TEXT, "is_blank", "", "answers.x is unknown"),
        (Kind.DIGITS, "regex", "^(12|34)$", 'answers.x in ["12", "34"]'),
        (Kind.TEXT, "regex", ".+", "answers.x is known"),
        (Kind.TEXT, "regex", "a.*b", None),
        (Kind.TEXT, "contains", "b", 'answers.x contains "b"'),
        (Kind.TEXT, "does_not_contain", "b", 'not answers.x contains "b"'),
        (Kind.DIGITS, "starts_with", "77", 'answers.x starts with "77"'),
        (Kind.TEXT, "does_not_start_with", "b", 'not answers.x starts with "b"'),
        (Kind.TEXT, "regex", r"\+44.*", 'answers.x starts with "+44"'),
        (Kind.TEXT, "regex", "^.*sale.*$", 'answers.x contains "sale"'),
        (Kind.TEXT, "contains", "", None),
        (Kind.NUMBER, "contains", "1", None),
        (Kind.TEXT, "equal_to", "{{flow.variables.y}}", None),
        (Kind.TEXT, "equal_to", 'it\'s "it"', None),
        (Kind.NUMBER, "less_than", "3.5", "answers.x < 3.5"),
        (Kind.NUMBER, "less_than", "-3", None),
        (Kind.FLAG, "equal_to", "True", "answers.x == true"),
        (Kind.FLAG, "equal_to", "perhaps", None),
        (Kind.WORDS, "equal_to", "Yes.", 'answers.x == "Yes."'),
    ],
)
def test_each_test_as_it_is_asked_here(kind: Kind, test: str, value: str, says: str | None) -> None:
    assert expression(Ref("answers.x", kind), Condition(test, "", value)) == says


@pytest.mark.parametrize(
    ("shape", "test", "value", "says"),
    [
        ("%H", "less_than", "09", "now.hour < 9"),
        ("%H%M", "greater_than", "1730", "now.time > 17:30"),
        ("%A", "matches_any_of", "Saturday, Sunday", "now.weekday in [saturday, sunday]"),
        ("%u", "equal_to", "1", "now.weekday == monday"),
        ("%w", "equal_to", "0", "now.weekday == sunday"),
        ("%F", "equal_to", "2026-12-31", "now.date == 2026-12-31"),
    ],
)
def test_the_clock_is_asked_in_our_way(shape: str, test: str, value: str, says: str) -> None:
    about = f"'now' | timezone: 'Asia/Dhaka' | date: '{shape}'"
    made = imported(split("when", about, (test, value, "desk"), other="bye"), say("bye", "Bye."), agents("desk"))
    assert f'{{when: "{says}", go: desk}}' in made.flow
    assert fates(made)["when"] == "translated"


def test_liquid_is_read_as_it_is_written() -> None:
    assert "widgets.a b.parsed.x.0" in list(liquid.paths("{{ widgets.a b.parsed['x'][0] | plus: n }}"))
    assert "flow.variables.y" in list(liquid.paths("{% if flow.variables.y == 'z.q' %}"))
    found = liquid.variants("{% if a %}1{% if b == 'x' %}2{% endif %}{% else %}3{% endif %}!")
    assert found and ["".join(map(str, it.pieces)) for it in found] == ["12!", "1!", "3!"]
    assert liquid.variants("{% for x in y %}{{x}}{% endfor %}") is None
    assert liquid.variants("{% if a %}never ended") is None
