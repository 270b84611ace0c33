"""Any bytes → a Studio flow, or a refusal that says what they are instead.

It knows today's exports, the older ones whose widgets are joined by sid, what the REST API answers, and templates of
Terraform: with `${…}` outside of texts, or written as an object of its own (jsonencode).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ivr.authoring.studio.loose import NotLoose, find_flow
from ivr.authoring.studio.model import HANG_UP, TRIGGER, Condition, Properties, Studio, Way, Widget

MOST_BYTES = 8_000_000
MOST_WIDGETS = 5_000
"""Studio itself allows a thousand."""


class NoStudioFlow(ValueError):
    """What was read is no Studio flow; the message says why."""


_TYPES = {
    "initialstate": TRIGGER,
    "sayplay": "say-play",
    "gather": "gather-input-on-call",
    "gatherinput": "gather-input-on-call",
    "branch": "split-based-on",
    "split": "split-based-on",
    "setvariables": "set-variables",
    "webhook": "make-http-request",
    "httprequest": "make-http-request",
    "function": "run-function",
    "message": "send-message",
    "messageprompt": "send-and-wait-for-reply",
    "record": "record-voicemail",
    "voicemail": "record-voicemail",
    "dial": "connect-call-to",
    "connectcall": "connect-call-to",
    "enqueue": "enqueue-call",
    "flex": "send-to-flex",
    "flextask": "send-to-flex",
    "twimlredirect": "add-twiml-redirect",
    "redirect": "add-twiml-redirect",
    "subflow": "run-subflow",
    "pay": "capture-payments",
    "callrecording": "record-call",
    "outgoingcall": "make-outgoing-call",
    "makeoutgoingcallv1": "make-outgoing-call",
    "makeoutgoingcallv2": "make-outgoing-call",
    "makecall": "make-outgoing-call",
    "hangup": HANG_UP,
    "endcall": HANG_UP,
    "stopcall": HANG_UP,
    "startcallrecording": "record-call",
}
"""Types as older exports have them, without case and dashes."""

_KNOWN = {
    name.replace("-", ""): name
    for name in (
        *("trigger", "say-play", "gather-input-on-call", "split-based-on", "set-variables", "connect-call-to"),
        *("enqueue-call", "send-to-flex", "record-voicemail", "make-http-request", "run-function", "run-subflow"),
        *("send-message", "send-and-wait-for-reply", "add-twiml-redirect", "capture-payments", "record-call"),
        *("fork-stream", "make-outgoing-call"),
    )
}

_BY_EVENTS = (
    ({"audioComplete"}, "say-play"),
    ({"keypress"}, "gather-input-on-call"),
    ({"noMatch", "match"}, "split-based-on"),
    ({"recordingComplete"}, "record-voicemail"),
    ({"callCompleted"}, "connect-call-to"),
    ({"failedToEnqueue"}, "enqueue-call"),
    ({"incomingCall"}, TRIGGER),
)
"""A widget of a type that we do not know is known by the events that only one type has."""

_OPENINGS = ("incomingCall", "incomingRequest", "incomingParent")


def read(raw: bytes) -> Studio:
    """The flow. NoStudioFlow says what stands there instead."""
    if len(raw) > MOST_BYTES:
        raise NoStudioFlow(f"it has {len(raw) / 1e6:.0f} MB, and a Studio flow has at most {MOST_BYTES // 1_000_000}")
    flow = _definition(_json(raw))
    states = [state for state in flow["states"] if isinstance(state, dict)]
    if not states:
        raise NoStudioFlow('its "states" hold no widget')
    if len(states) > MOST_WIDGETS:
        raise NoStudioFlow(f"it has {len(states)} widgets, and Studio allows 1000")
    widgets = {widget.name: widget for widget in _widgets(states)}
    start, by = _start(widgets, str(flow.get("initial_state") or ""))
    title = _text(flow.get("friendly_name")) or _text(flow.get("description"))
    return Studio(title, widgets, start, by, _run_from(widgets) or start, _text(flow.get("sid")))


def _json(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoStudioFlow("it is not a text in UTF-8") from None
    for attempt in (text, _quoted(text)):
        try:
            return json.loads(attempt, strict=False)
        except RecursionError:
            raise NoStudioFlow("it is nested too deep") from None
        except ValueError as failure:
            reason = str(failure)
    try:
        return find_flow(text)
    except NotLoose:
        raise NoStudioFlow(f"it is not JSON: {reason}") from None


_STRING_OR_PLACE = re.compile(r'"(?:[^"\\]|\\.)*"|\$\{[^{}"\n]*\}', re.DOTALL)


def _quoted(text: str) -> str:
    """A template of Terraform with its bare places put in quotes."""
    return _STRING_OR_PLACE.sub(lambda found: found[0] if found[0][0] == '"' else f'"{found[0]}"', text)


def _definition(value: Any) -> Mapping[str, Any]:
    """The flow within whatever stands around it: an answer of the API, or a definition that is itself a text."""
    around = dict[str, Any]()
    for _ in range(4):
        if isinstance(value, str):
            value = _json(value.encode("utf-8", "replace"))
        if not isinstance(value, dict):
            break
        if isinstance(value.get("states"), list):
            return {**around, **value}
        around |= {key: value[key] for key in ("sid", "friendly_name") if key in value}
        value = value.get("definition") or value.get("flow") or value.get("flow_definition")
    raise NoStudioFlow('it has no list of "states", as every Studio flow has')


def _widgets(states: list[dict[str, Any]]) -> Iterator[Widget]:
    """All widgets; no way leads back to where calls come in."""
    named = dict[str, dict[str, Any]]()
    for number, state in enumerate(states, 1):
        name = _text(state.get("name")) or f"widget_{number}"
        while name in named:
            name = f"{name}_again"
        named[name] = state
    kinds = {name: _kind(_text(state.get("type")), _events(state)) for name, state in named.items()}
    targets = {sid: name for name, state in reversed(named.items()) if (sid := _text(state.get("sid")))}
    targets |= {name: name for name in named}
    targets = {key: name for key, name in targets.items() if kinds[name] != TRIGGER}
    for name, state in named.items():
        properties = state.get("properties")
        known = Properties(properties if isinstance(properties, dict) else {})
        ways = tuple(_ways(state.get("transitions"), targets))
        yield Widget(name, kinds[name], _text(state.get("type")), known, ways)


def _events(state: Mapping[str, Any]) -> set[str]:
    return {way.event for way in _ways(state.get("transitions"), {})}


def _kind(written: str, events: set[str]) -> str:
    folded = re.sub("[^a-z0-9]", "", written.lower())
    known = _TYPES.get(folded) or _KNOWN.get(folded)
    return known or next((kind for marks, kind in _BY_EVENTS if marks & events), written.lower() or "unknown")


def _ways(transitions: Any, targets: Mapping[str, str]) -> Iterator[Way]:
    if isinstance(transitions, dict):
        transitions = [{"event": event, "next": to} for event, to in transitions.items()]
    for item in transitions if isinstance(transitions, list) else ():
        if isinstance(item, dict):
            target = targets.get(_text(item.get("next")))
            conditions = item.get("conditions")
            listed = conditions if isinstance(conditions, list) else []
            yield Way(_text(item.get("event")), target, tuple(_condition(it) for it in listed if isinstance(it, dict)))


def _condition(item: Mapping[str, Any]) -> Condition:
    arguments = item.get("arguments")
    first = arguments[0] if isinstance(arguments, list) and arguments else arguments
    return Condition(
        _text(item.get("type")), _text(first), _text(item.get("value")).strip(), _text(item.get("friendly_name"))
    )


def _start(widgets: Mapping[str, Widget], initial: str) -> tuple[str | None, str]:
    """Where a call arrives; a flow that only phones out, or is only run by others, begins where they begin."""
    triggers = [widget for widget in widgets.values() if widget.kind == TRIGGER]
    for event in _OPENINGS:
        for trigger in triggers:
            if to := trigger.to(event):
                return to, event
    if not triggers and initial in widgets:
        return initial, "incomingCall"
    return None, ""


def _run_from(widgets: Mapping[str, Widget]) -> str | None:
    triggers = (widget for widget in widgets.values() if widget.kind == TRIGGER)
    return next((to for trigger in triggers if (to := trigger.to("incomingParent"))), None)


def _text(value: Any) -> str:
    """A value as text that can be written anywhere: half a letter of JSON's own is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")
