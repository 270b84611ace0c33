"""Widgets without an equal: a `todo` that says what stood there, and goes on as if least of it had been done."""

from __future__ import annotations

from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import REDIRECT, Widget
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.work import PROMISE, Work

_WAYS = (
    "live-agent-handoff",
    "liveAgentHandoff",
    "maxFailedAttempts",
    "providerError",
    "payInterrupted",
    "validationError",
    "fail",
    "failed",
    "failure",
    "deliveryFailure",
    "timeout",
    "noMatch",
    "return",
    "next",
    "success",
    "completed",
    "answered",
)
_HARMLESS = ("answered", "next", "success", "return", "completed")
_GO_ON = frozenset({"record-call", "fork-stream", "make-outgoing-call", "state"})
"""What a call can go on without as if it had been done."""

_WHY = {
    "capture-payments": "card payments are not taken here",
    "record-call": "whole calls are not recorded here",
    "fork-stream": "the sound of a call is not streamed elsewhere",
    "make-outgoing-call": "our callbacks phone out, a call flow does not",
    "connect-virtual-agent": "no virtual agent is connected here",
    "connect-virtual-agent-v2": "no virtual agent is connected here",
    "send-to-auto-pilot": "Autopilot has no equal here",
    "send-and-wait-for-reply": "nobody waits for a text message during a call",
    REDIRECT: "another server's instructions are not followed here",
}


def leave(work: Work, widget: Widget) -> None:
    """A `todo` in place of the widget."""
    why = _WHY.get(widget.kind, f"there is nothing like {widget.written or 'a widget without a type'} here")
    work.row(widget).leave(why)
    todo(work, widget, described(widget), _way_on(work, widget))


def hang_up(work: Work, widget: Widget) -> None:
    work.put(widget, "hang_up")


def pass_on(work: Work, widget: Widget) -> None:
    work.put(widget, "go", {"to": work.on(widget, "next")})


def todo(work: Work, widget: Widget, what: str, next_: To) -> None:
    work.put(widget, "todo", what, {"next": next_})


def described(widget: Widget) -> str:
    """What stood there, for whoever finishes the flow."""
    said = widget.properties.text(
        "url", "to", "body", "say", "input", "flow_sid", "payment_connector", "connector_name"
    )
    told = f": {said}" if said else ""
    return plain(f"Studio widget {widget.name} ({widget.written or 'of no type'}){told}")[:300]


def _way_on(work: Work, widget: Widget) -> To:
    """Where nothing was done the failing ways are the honest ones, except for what a caller does not notice."""
    ordered = _HARMLESS + _WAYS if widget.kind in _GO_ON else _WAYS
    known = widget.to(*ordered) or next((way.to for way in widget.ways if way.to), None)
    if known:
        return work.to(known)
    work.row(widget).default("it led nowhere: we call back")
    return To(PROMISE)
