"""Connect Call To, Enqueue Call, Send To Flex, Record Voicemail: what leads to a person, now or later."""

from __future__ import annotations

import json
import re
from typing import Any

from ivr.authoring.studio import liquid
from ivr.authoring.studio.conditions import holds
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import SPLIT, Widget
from ivr.authoring.studio.names import plain_name
from ivr.authoring.studio.text import plain, readable, terraform
from ivr.authoring.studio.widgets.left import described, todo
from ivr.authoring.studio.widgets.speaking import prompt_before
from ivr.authoring.studio.work import PROMISE, Work

_NOISE = re.compile(
    r"(?:_?(?:send|call|calls|to|flex|enqueue|connect|queue|workflow|sid|voice|channel|agent|agents|copy|of|the|id|ww|"
    r"assign|anyone|widget|task|router|\d+))+(?=_|$)"
)
_DIALLED = re.compile(r"widgets\.(.+?)\.(DialCallStatus|Outcome|CallStatus|status)")
_SAYS_NOTHING = re.compile(r"|inbound|voice|call|.*callback.*|.*voicemail.*", re.IGNORECASE)
_SHORTEST, _LONGEST = 10, 300


def connect(work: Work, widget: Widget) -> None:
    """A number, a client or a SIP address becomes a team with one person in it."""
    properties = widget.properties
    noun, to = properties.text("noun") or "number", properties.text("to", "sip_endpoint").strip()
    if noun in ("conference", "sim"):
        work.row(widget).leave(f"a call is not joined to a {noun} here")
        todo(work, widget, described(widget), To(PROMISE))
        return
    team = work.team(_team_name(widget.name, "desk"), f"{noun} {plain(to)}"[:200])
    row = work.row(widget)
    if "{{" in to:
        row.adapt("whom it rings is only known during the call: a team stands for them")
    prefix = {"client": "client:", "sip": ""}.get(noun, "")
    row.setting(f'whom the team "{team}" rings: ivr agents add NAME {prefix}{plain(to)[:120]} --team {team}')
    done, unanswered = _after(work, widget)
    _transfer(work, widget, team, done, unanswered)


def _after(work: Work, widget: Widget) -> tuple[To | None, To | None]:
    """After a talk, and after none: a split on the outcome parts the two, and is part of the transfer."""
    name = widget.to("callCompleted")
    split = work.studio.widget(name)
    if not name or not split:
        return None, None
    inputs = {match[1] for path in liquid.paths(split.properties.text("input")) if (match := _DIALLED.fullmatch(path))}
    if split.kind != SPLIT or inputs != {widget.name}:
        return work.to(name), work.to(name)
    work.fold(work.names[widget.name], split)
    return _outcome(work, split, "completed"), _outcome(work, split, "no-answer")


def _outcome(work: Work, split: Widget, status: str) -> To | None:
    for way in split.matches:
        if any(holds(condition, status) for condition in way.conditions):
            return work.to(way.to) if way.to else None
    other = split.to("noMatch")
    return work.to(other) if other else None


def enqueue(work: Work, widget: Widget) -> None:
    properties = widget.properties
    queue = properties.text("queue_name") or properties.text("workflow_sid", "workflow")
    _to_team(work, widget, queue, properties.text("task_attributes", "attributes"))


def flex(work: Work, widget: Widget) -> None:
    """A task for the agents: a call that waits for one, or, with a recording or a number in it, one that is owed."""
    attributes = widget.properties.text("attributes")
    if re.search(r"RecordingUrl|RecordingSid|voicemail", attributes):
        _owed_already(work, widget)
    elif re.search(r"callback", attributes, re.IGNORECASE):
        row = work.row(widget)
        row.adapt("the caller is asked by our own words on which number to call, where none is shown")
        work.put(widget, "callback", {"team": _first_team(work)})
    else:
        _to_team(work, widget, widget.properties.text("workflow"), attributes)


def _owed_already(work: Work, widget: Widget) -> None:
    """A voicemail hangs on a callback of ours: the team has it without a task of its own."""
    work.row(widget).adapt("the voicemail is owed to the team as a callback; the caller does not wait as well")
    work.put(widget, "go", {"to": work.on(widget, "callComplete")})


def _to_team(work: Work, widget: Widget, queue: str, attributes: str) -> None:
    row = work.row(widget)
    team = work.team(_hint(work, widget, attributes, queue), plain(f"queue or workflow {queue or widget.name}")[:200])
    row.setting(f'who is in the team "{team}": ivr agents add NAME NUMBER --team {team}')
    if widget.properties.text("priority") not in ("", "0"):
        row.adapt("callers wait in the order in which they came: its priority is left out")
    if widget.properties.text("wait_url"):
        row.setting("what is heard while waiting: ours offers a callback (keep_place)")
    done = widget.to("callComplete", "callCompleted")
    failed = widget.to("failedToEnqueue", "callFailure")
    _transfer(work, widget, team, work.to(done) if done else None, work.to(failed) if failed else None)


def _transfer(work: Work, widget: Widget, team: str, done: To | None, unanswered: To | None) -> None:
    if unanswered is None:
        work.row(widget).default("nobody takes the call: we call back")
    fields: dict[str, Any] = {"team": team, "unanswered": unanswered or To(f"{PROMISE}{team}")}
    if done:
        fields["done"] = done
    work.put(widget, "transfer", fields)


def _hint(work: Work, widget: Widget, attributes: str, queue: str = "") -> str:
    """What a team is called: the queue by its name, else what the task is about, else the widget."""
    places = terraform(queue)
    named = readable(places[0]) if places else "" if re.fullmatch("[A-Z]{2}[0-9a-f]{32}", queue) else queue
    known = [named, _task_type(attributes), widget.name]
    return next((name for text in known if (name := _team_name(text, ""))), "support")


def _team_name(text: str, otherwise: str) -> str:
    if not text or "{{" in text or text.upper().startswith("YOUR-"):
        return otherwise
    return _NOISE.sub("", plain_name(text, "")).strip("_") or otherwise


def _task_type(attributes: str) -> str:
    """What the author wrote of a task's kind, where it is written and not put in during the call."""
    try:
        task = json.loads(re.sub(r"\{\{.*?\}\}", "", attributes) or "{}")
    except (ValueError, RecursionError):
        return ""
    kinds = (
        [task.get(key) for key in ("department", "queue", "skill", "team", "type")] if isinstance(task, dict) else []
    )
    words = [kind for kind in kinds if isinstance(kind, str) and not _SAYS_NOTHING.fullmatch(kind)]
    return words[0] if words else ""


def voicemail(work: Work, widget: Widget) -> None:
    """A message that is owed an answer: whoever leaves one is called back."""
    row, properties = work.row(widget), widget.properties
    callbacks = ("recording_status_callback_url", "transcription_callback_url", "transcribe_callback_url")
    if any(properties.text(name) for name in callbacks):
        row.adapt("its address is not told of the recording: your people get it with the callback")
    quiet = widget.to("noAudio")
    if quiet and quiet != widget.to("recordingComplete"):
        row.adapt("who says nothing goes on as who left a message, and is called back as well")
    longest = min(max(properties.whole("max_length") or 120, _SHORTEST), _LONGEST)
    team = _first_team(work)
    prompt = prompt_before(work, widget) or work.tongue.after_the_tone(widget)
    fields = {"prompt": work.tongue.prompt(prompt), "team": team, "longest": f"{longest}s"}
    work.put(widget, "voicemail", {**fields, "next": work.on(widget, "recordingComplete"), "cannot": To(PROMISE)})


def _first_team(work: Work) -> str:
    """Who calls back where Studio names nobody."""
    return next(iter(work.teams), "") or work.team("support", "")
