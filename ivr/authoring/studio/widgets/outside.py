"""Make HTTP Request, Run Function, Run Subflow: what is asked of other systems, and of other flows."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from ivr.authoring.studio.answers import Kind, Ref
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import Widget
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.widgets.addresses import address_of, unless_secret, without_secrets
from ivr.authoring.studio.widgets.left import described, todo
from ivr.authoring.studio.work import Work
from ivr.callflow.values import MOST_LIST

_BARE = re.compile(r'("(?:[^"\\]|\\.)*")|(\{\{.*?\}\})', re.DOTALL)
MOST_SENT = 30


def request(work: Work, widget: Widget) -> None:
    row, properties = work.row(widget), widget.properties
    method = (properties.text("method") or "GET").lower()
    if method not in ("get", "post"):
        row.leave(f"a lookup asks by GET or POST, not by {method.upper()[:10]}")
        todo(work, widget, described(widget), work.failing(widget, "failed", "the request failed"))
        return
    if method == "post" and "json" not in properties.text("content_type").lower():
        method = "form"
    _lookup(work, widget, method, _send(work, widget), work.failing(widget, "failed", "the request failed"))


def function(work: Work, widget: Widget) -> None:
    """A Function is sent a form; one that is protected wants a signature that only Twilio makes."""
    work.row(widget).setting("whether the Function is public: a protected one refuses what does not come from Twilio")
    _lookup(work, widget, "form", _send(work, widget), work.failing(widget, "fail", "the Function failed"))


def _lookup(work: Work, widget: Widget, method: str, send: dict[str, str], failed: To) -> None:
    row = work.row(widget)
    url = without_secrets(work, widget, address_of(work, widget))
    row.setting("that it answers within 2 seconds, and its secret if it has one (secret: NAME)")
    fields: dict[str, Any] = {"url": url, "method": method}
    if send:
        fields["send"] = send
    if kept := {ref.name: _kept(ref) for ref in work.answers.kept(widget.name)}:
        fields["keep"] = kept
    if any(ref.kind is Kind.LIST for ref in work.answers.kept(widget.name)):
        row.setting(f"that its list is no longer than {MOST_LIST} letters: a longer one stays unknown")
    work.put(widget, "lookup", {**fields, "next": work.on(widget, "success"), "failed": failed})


def _kept(ref: Ref) -> Any:
    """Studio goes on without a value that is not there."""
    kind = {} if ref.kind is Kind.TEXT else {"kind": ref.kind.value}
    return {"path": ref.path, **kind, "optional": True}


def _send(work: Work, widget: Widget) -> dict[str, str]:
    pairs = widget.properties.pairs("parameters")
    body = widget.properties.text("body").strip()
    if body:
        pairs += _body(work, widget, body)
    if len(pairs) > MOST_SENT:
        work.row(widget).adapt(f"of what it sends, the first {MOST_SENT} values are sent")
    sent = {key: work.sendable(widget, value) for key, value in pairs[:MOST_SENT]}
    return unless_secret(work, widget, {key: value for key, value in sent.items() if value})


def _body(work: Work, widget: Widget, body: str) -> list[tuple[str, str]]:
    """The values of a body that is one level of JSON, or a form."""
    quoted = _BARE.sub(lambda found: found[1] or json.dumps(found[2]), body)
    try:
        value = json.loads(quoted, strict=False)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        if any(isinstance(item, dict | list) for item in value.values()):
            work.row(widget).adapt("of its body only the values of the first level are sent")
        flat = [(key, item) for key, item in value.items() if isinstance(item, str | int | float)]
        return [(key, str(item).lower() if isinstance(item, bool) else str(item)) for key, item in flat]
    if "=" in body and "\n" not in body and not body.lstrip().startswith(("<", "[", "{")):
        return parse_qsl(body)
    work.row(widget).adapt("its body is neither one level of JSON nor a form, and is left out")
    return []


def subflow(work: Work, widget: Widget) -> None:
    """Another Studio flow whose export was not given as well."""
    sid = plain(widget.properties.text("flow_sid"))[:80]
    file = f", as {sid}.json" if sid.isalnum() else ""
    work.row(widget).leave(f"give the export of the flow {sid or 'that it runs'} together with this one{file}")
    todo(work, widget, described(widget), work.on(widget, "completed", "failed"))
