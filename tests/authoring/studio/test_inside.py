"""Flows that run others: what is given goes in, what was noted comes out, and where one ends the other goes on."""

import json

import pytest

from ivr.authoring.studio.importing import Beside, Imported, import_flow
from ivr.authoring.studio.library import Export, Library
from ivr.authoring.studio.read import read
from tests.authoring.studio.flows import (
    Json,
    agents,
    by_key,
    fates,
    flow,
    gather,
    note,
    row,
    say,
    sound,
    split,
    ways_of,
    widget,
)

ASKED = (
    split("kind", "trigger.parent.parameters.kind", ("equal_to", "short", "brief"), other="ask"),
    gather("ask", "For us, press 1. For them, press 2.", keypress="which", timeout=None),
    by_key("which", "ask", {"1": "us"}, other="brief"),
    note("us", None, who="us"),
    say("brief", "As you like."),
)


def run(name: str, flow_sid: str, completed: str | None, **given: str) -> Json:
    parameters = [{"key": key, "value": value} for key, value in given.items()]
    return widget(
        name, "run-subflow", {"flow_sid": flow_sid, "parameters": parameters}, completed=completed, failed="desk"
    )


def library(**flows: bytes) -> Library:
    return Library([Export(name, read(raw)) for name, raw in flows.items()])


def inner(*widgets: Json) -> bytes:
    return flow(*widgets, incomingCall=None, incomingParent=widgets[0]["name"])


def outer(*widgets: Json, **flows: bytes) -> Imported:
    return sound(import_flow(flow(*widgets), "line", Beside(), library(line=flow(*widgets), **flows)))


def test_a_flow_goes_through_the_one_that_it_runs_and_on_behind_it() -> None:
    made = outer(
        run("asked", "${twilio_studio_flow.who_are_you.sid}", "told", kind="long"),
        split("told", "widgets.asked.who", ("equal_to", "us", "hello"), other="desk"),
        say("hello", "Hello, us.", "desk"),
        agents("desk"),
        who_are_you=inner(*ASKED),
    )
    assert set(fates(made).values()) == {"translated"}
    assert ways_of(made, "asked") == {"to": "asked_parameters"}
    assert ways_of(made, "asked_brief") == {"next": "asked_return"}
    assert ways_of(made, "asked_return") == {"to": "told"}
    assert "set: {asked_given_kind: long}" in made.flow and 'answers.asked_given_kind == "short"' in made.flow
    assert "set: {asked_who: us}" in made.flow and 'answers.asked_who == "us"' in made.flow
    assert {"asked", "asked.ask", "told", "desk"} <= set(fates(made)) and "asked.return" not in fates(made)


def test_one_that_is_run_twice_stands_there_twice() -> None:
    made = outer(
        run("one", "FW" + "a" * 32, "two"),
        run("two", "FW" + "a" * 32, None),
        agents("desk"),
        **{"FW" + "a" * 32: inner(say("hi", "Hi."))},
    )
    assert ways_of(made, "one_return") == {"to": "two"} and ways_of(made, "two_hi") == {"next": "two_return"}


@pytest.mark.parametrize("others", [{}, {"another": inner(say("hi", "Hi."))}])
def test_without_its_export_it_is_a_todo_that_says_which_is_wanted(others: dict[str, bytes]) -> None:
    sid = "FW" + "b" * 32
    made = outer(run("asked", sid, "desk"), agents("desk"), **others)
    assert row(made, "asked").differs == [f"give the export of the flow {sid} together with this one, as {sid}.json"]
    assert "todo:" in made.flow


def test_one_that_runs_itself_is_a_todo() -> None:
    made = outer(run("again", "loop", "desk"), agents("desk"), loop=inner(run("deeper", "loop", None), agents("desk")))
    assert fates(made)["again"] == "translated" and fates(made)["again.deeper"] == "left"


def test_an_answer_of_the_api_is_known_by_its_sid() -> None:
    sid = "FW" + "c" * 32
    wrapped = json.dumps({"sid": sid, "friendly_name": "Any", "definition": json.loads(inner(say("hi", "Hi.")))})
    made = outer(run("asked", sid, "desk"), agents("desk"), export_7=wrapped.encode())
    assert fates(made)["asked.hi"] == "translated"


def test_what_only_messages_come_to_is_no_part_of_a_call() -> None:
    about = "trigger.parent.trigger_type"
    kind = split("kind", about, ("equal_to", "message", "text"), ("equal_to", "call", "hi"), other="hi")
    text = widget("text", "send-message", {"body": "Hi.", "to": "+12025550123"}, sent=None)
    made = outer(run("asked", "other", "desk"), agents("desk"), other=inner(kind, text, say("hi", "Hi.")))
    assert row(made, "asked.text").voice is False and fates(made)["asked.kind"] == "translated"
