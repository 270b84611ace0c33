"""What holds where an author said nothing: the safe defaults of nodes and teams, for those who want to see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import time, timedelta

from ivr.authoring.business import BusinessForm, PolicyForm
from ivr.authoring.flow import FlowForm
from ivr.authoring.read_node import Broken
from ivr.authoring.shape import Form, keys
from ivr.calendar import Window
from ivr.promise.policy import Policy

_LEFT_OUT = "left out: "


def of_flow(form: FlowForm) -> Iterator[str]:
    """Each as `node: key: what holds`; keys without which nothing happens are not told."""
    for name, pair in form.nodes.items():
        if not isinstance(pair.value, Broken):
            yield from (f"{form.callflow.value}: {name}: {line}" for line in _of(pair.value))


def of_business(form: BusinessForm) -> Iterator[str]:
    """The knobs of each team that were not turned."""
    standard = Policy()
    for name, pair in form.teams.items():
        policy = pair.value.policy
        for field in fields(Policy):
            written = getattr(policy, field.name, None) if field.name in keys(PolicyForm) else pair.value.strategy
            if written is None:
                yield f"team {name}: {field.name}: {spelled(getattr(standard, field.name))}"


def _of(form: Form) -> Iterator[str]:
    for key, field in keys(type(form)).items():
        _, told, what = str(field.metadata["doc"]).partition(_LEFT_OUT)
        if told and getattr(form, field.name) is None:
            yield f"{key}: {what}"


def spelled(value: object) -> str:
    """A value as an author would write it."""
    if isinstance(value, timedelta):
        return _length(value)
    if isinstance(value, Window):
        return f"{_clock(value.start)}-{_clock(value.end)}"
    if isinstance(value, tuple):
        return f"[{', '.join(spelled(one) for one in value)}]"
    return str(value)


def _length(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def _clock(value: time) -> str:
    return f"{value:%H:%M}"
