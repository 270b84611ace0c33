"""What is the same for every call that comes in: ways for messages and conversations are none that a call can take."""

from __future__ import annotations

from dataclasses import replace

from ivr.authoring.studio import liquid
from ivr.authoring.studio.conditions import holds
from ivr.authoring.studio.liquid import Value
from ivr.authoring.studio.model import SPLIT, Condition, Studio, Way, Widget

_FIXED = {"trigger.parent.trigger_type": "call", "trigger.type": "call", "trigger.call.Direction": "inbound"}


def fixed(widget: Widget, condition: Condition) -> bool | None:
    """Whether a test holds in every call; None where that depends on the call."""
    pieces = [it for it in liquid.pieces(condition.argument or widget.properties.text("input")) if it != ""]
    only = pieces[0] if len(pieces) == 1 else None
    value = _FIXED.get(only.path) if isinstance(only, Value) and not only.filters else None
    return None if value is None or "{{" in condition.value else holds(condition, value)


def for_calls(studio: Studio) -> Studio:
    """The flow without the ways that no call takes; what only they lead to is then reached by none."""
    kept = {
        name: replace(it, ways=tuple(way for way in it.ways if not _never(it, way))) if it.kind == SPLIT else it
        for name, it in studio.widgets.items()
    }
    return replace(studio, widgets=kept)


def _never(widget: Widget, way: Way) -> bool:
    return any(fixed(widget, condition) is False for condition in way.conditions)
