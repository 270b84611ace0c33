"""Flows inside of templates and programs: what is around them is passed over, and what they name is kept as a place."""

import pytest

from ivr.authoring.studio.loose import DEEPEST, NotLoose, find_flow
from ivr.authoring.studio.read import NoStudioFlow, read

TERRAFORM = """
# who answers at night
locals {
  flow = jsonencode({
    description   = "Night line"
    initial_state = "Trigger"
    flags         = { allow_concurrent_calls = true }
    states = [
      {
        name = "Trigger", type = "trigger", properties = {},
        transitions = [{ event = "incomingCall", next = "hello" }, ]
      },
      {
        name        = "hello"  // the greeting
        type        = "say-play"
        transitions = [{ event = "audioComplete" }]
        properties  = { say = "Welcome to ${upper(var.shop["name"])}.", loop = 1, voice = var.voices["night"] }
      },
    ]
  })
}
"""


def test_an_object_of_terraform_is_read_with_its_places() -> None:
    studio = read(TERRAFORM.encode())
    assert studio.start == "hello" and studio.title == "Night line"
    properties = studio.widgets["hello"].properties
    assert properties.text("say") == "Welcome to ${upper(var.shop[name])}."
    assert (properties.whole("loop"), properties.text("voice")) == (1, "${var.voices[night]}")


def test_a_template_around_json_is_passed_over() -> None:
    whole = '${ jsonencode({"states": [{"name": "a", "type": "say-play", "properties": {"say": "${greeting}"}}]})}'
    assert read(whole.encode()).widgets["a"].properties.text("say") == "${greeting}"


def test_what_programs_export_is_read_and_not_run() -> None:
    program = """const a = {b: 1};
    module.exports = { 'flags': {x: true}, states: [ {name: 'a', type: "say-play",
      properties: {say: `It\\'s \\u0041`, to: process.env.TO, n: -1.5,}, }, /* no more */ ] };"""
    assert find_flow(program)["states"] == [
        {"name": "a", "type": "say-play", "properties": {"say": "It's A", "to": "${process.env.TO}", "n": -1.5}}
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "states: [", "{states: [", "{states: [}", '{"states": ["', "{states: [${", "{{{{{{states=[,,,]"),
        "{states: " + "[" * (DEEPEST + 5) + "]" * (DEEPEST + 5) + "}",
        "{" * 5000 + "states: [" + "{" * 5000,
        "{states: [(" * 3000,
        "{states: [" + "/*," * 300_000,
        "{" * 500 + "{states: [" + "(" * 300_000,
    ],
)
def test_whatever_else_stands_there_is_refused_and_quickly(text: str) -> None:
    with pytest.raises(NotLoose):
        find_flow(text)
    with pytest.raises(NoStudioFlow):
        read(text.encode())
