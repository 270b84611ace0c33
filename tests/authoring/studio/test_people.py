"""What leads to a person: transfers, voicemails, and the callbacks behind them."""

import json

from ivr.authoring.nodes import TransferForm
from ivr.authoring.nodes.outside import VoicemailForm
from tests.authoring.studio.flows import agents, by_key, fates, gather, imported, node, row, say, split, ways_of, widget


def dial(name: str, to: str, after: str | None = None, noun: str = "number") -> dict[str, object]:
    return widget(name, "connect-call-to", {"noun": noun, "to": to, "timeout": 30}, callCompleted=after, hangup=None)


def test_nobody_who_was_sent_to_a_queue_is_left_there() -> None:
    made = imported(say("hello", "Hello.", "SendToSales"), agents("SendToSales", attributes='{"type": "sales"}'))
    assert ways_of(made, "send_to_sales") == {"unanswered": "call_back_by_sales", "done": "(end)"}
    assert row(made, "SendToSales").defaults == ["nobody takes the call: we call back"]
    assert row(made, "SendToSales").settings == ['who is in the team "sales": ivr agents add NAME NUMBER --team sales']
    assert made.business and '  sales:\n    title: {en: "Sales"}' in made.business


def test_a_queue_is_called_as_it_is_called() -> None:
    queue = {"queue_name": "Returns & Repairs", "priority": 5}
    made = imported(widget("q", "enqueue-call", queue, callComplete="bye", failedToEnqueue="bye"), say("bye", "Bye."))
    form = node(made, "q")
    assert isinstance(form, TransferForm) and form.team.value == "returns_repairs"
    assert row(made, "q").differs == ["callers wait in the order in which they came: its priority is left out"]
    assert ways_of(made, "q")["done"] == "bye"
    assert any("asked for a person" in what for what in row(made, "bye").defaults)


def test_a_number_becomes_a_team_with_one_person() -> None:
    made = imported(dial("Call the owner", "+12025550123"))
    assert row(made, "Call the owner").settings == [
        'whom the team "owner" rings: ivr agents add NAME +12025550123 --team owner'
    ]
    assert fates(made) == {"Call the owner": "translated"}
    softphone = imported(dial("ring", "browser", noun="client"))
    assert "client:browser" in row(softphone, "ring").settings[0]
    assert fates(imported(dial("room", "standup", noun="conference")))["room"] == "left"


def test_a_split_on_how_the_call_ended_parts_done_from_unanswered() -> None:
    made = imported(
        dial("ring", "+12025550123", "ended"),
        split("ended", "widgets.ring.DialCallStatus", ("equal_to", "completed", "thanks"), other="mail"),
        say("thanks", "Thank you."),
        widget("mail", "record-voicemail", {"max_length": 60}, recordingComplete=None, noAudio=None, hangup=None),
    )
    assert ways_of(made, "ring") == {"unanswered": "mail", "done": "thanks"}
    assert row(made, "ended").nodes == ["ring"]
    assert set(fates(made).values()) == {"translated"}


def test_a_voicemail_is_owed_an_answer_and_its_prompt_is_what_was_said_before() -> None:
    made = imported(
        say("sorry", "Nobody is here. Please leave a message.", "record"),
        widget("record", "record-voicemail", {"max_length": 90}, recordingComplete="bye", noAudio="bye", hangup=None),
        say("bye", "Goodbye."),
    )
    form = node(made, "record")
    assert isinstance(form, VoicemailForm) and form.longest
    assert form.prompt.text("en") == "Nobody is here. Please leave a message."
    assert form.longest.value.total_seconds() == 90
    assert set(fates(made).values()) == {"translated"}


def test_a_task_about_a_recording_is_the_callback_that_is_owed_already() -> None:
    attributes = json.dumps({"type": "voicemail", "recording_url": "{{widgets.record.RecordingUrl}}"})
    made = imported(
        gather("ask", "To leave a message, press 1.", keypress="key", timeout="record"),
        by_key("key", "ask", {"1": "record", "2": "wish"}, other="record"),
        widget("record", "record-voicemail", {}, recordingComplete="task", noAudio=None, hangup=None),
        agents("task", attributes=attributes),
        agents("wish", attributes='{"type": "callback_request"}'),
    )
    assert fates(made)["task"] == fates(made)["wish"] == "adapted"
    assert "wish:\n    callback: {team: support}" in made.flow


def test_closed_hours_end_in_a_callback_and_those_who_chose_to_end_may() -> None:
    made = imported(
        widget("hours", "run-function", {"url": "https://shop.example/hours"}, success="open", fail="ask"),
        split("open", "widgets.hours.parsed.isOpen", ("equal_to", "true", "ask"), other="closed"),
        gather("ask", "For a person, press 1. To end, press 2.", keypress="key", timeout="desk"),
        by_key("key", "ask", {"1": "desk", "2": "bye"}, other="desk"),
        say("closed", "We are closed.", "bye"),
        say("bye", "Goodbye."),
        agents("desk"),
    )
    assert ways_of(made, "ask")["2"] == "bye"
    assert ways_of(made, "bye") == {"next": "end_of_call"}
    assert any("hung up on" in what for what in row(made, "bye").defaults)
    copies = [name for name in row(made, "bye").nodes if name != "bye"]
    assert [ways_of(made, name)["next"] for name in copies] == ["call_back_by_desk"]
