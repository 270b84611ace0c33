"""Small Studio flows, made for these tests: a widget a line, the ways out of it by the names of their events."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ivr.authoring.fmt import formatted
from ivr.authoring.folder import Result, load_folder
from ivr.authoring.nodes import NodeForm
from ivr.authoring.studio.importing import Beside, Imported, import_flow
from ivr.authoring.studio.page import read_flow
from ivr.authoring.studio.table import Row

Json = dict[str, Any]


def widget(name: str, type_: str, properties: Json | None = None, **ways: str | None) -> Json:
    """A widget; a way to None is there and leads nowhere."""
    transitions = [{"event": event, **({"next": to} if to else {})} for event, to in ways.items()]
    return {"name": name, "type": type_, "properties": properties or {}, "transitions": transitions}


def say(name: str, text: str, to: str | None = None, **properties: Any) -> Json:
    return widget(name, "say-play", {"say": text, **properties}, audioComplete=to)


def gather(name: str, text: str = "", properties: Json | None = None, **ways: str | None) -> Json:
    every = {"keypress": None, "speech": None, "timeout": None, **ways}
    return widget(name, "gather-input-on-call", {**({"say": text} if text else {}), **(properties or {})}, **every)


def split(name: str, about: str, *tests: tuple[str, str, str | None], other: str | None = None) -> Json:
    """Tests are (type, value, where it leads)."""
    made = widget(name, "split-based-on", {"input": f"{{{{{about}}}}}"}, noMatch=other)
    made["transitions"] += [
        {
            "event": "match",
            "next": to,
            "conditions": [
                {"friendly_name": f"If value {type_} {value}", "type": type_, "value": value}
                | {"arguments": [f"{{{{{about}}}}}"]}
            ],
        }
        for type_, value, to in tests
    ]
    return made


def by_key(name: str, about: str, keys: dict[str, str | None], other: str | None = None) -> Json:
    """A split on the key that was pressed at a gather."""
    tests = [("equal_to", key, to) for key, to in keys.items()]
    return split(name, f"widgets.{about}.Digits", *tests, other=other)


def note(name: str, to: str | None, **values: str) -> Json:
    variables = [{"key": key, "value": value} for key, value in values.items()]
    return widget(name, "set-variables", {"variables": variables}, next=to)


def agents(name: str, **properties: Any) -> Json:
    ways = {"callComplete": None, "failedToEnqueue": None, "callFailure": None}
    return widget(name, "send-to-flex", {"workflow": "WW" + "0" * 32, "channel": "TC" + "0" * 32, **properties}, **ways)


def flow(*widgets: Json, title: str = "A shop", **triggers: str | None) -> bytes:
    """A flow that an incoming call enters at the first widget, unless `triggers` say otherwise."""
    entered = triggers or {"incomingMessage": None, "incomingCall": widgets[0]["name"]}
    states = [widget("Trigger", "trigger", **entered), *widgets]
    return json.dumps({"description": title, "initial_state": "Trigger", "states": states}).encode()


def imported(*widgets: Json, beside: Beside | None = None, **triggers: str | None) -> Imported:
    """What it becomes; that it checks is seen to for every flow of these tests."""
    return sound(import_flow(flow(*widgets, **triggers), "shop", beside or Beside()), beside)


def sound(made: Imported, beside: Beside | None = None) -> Imported:
    text = made.business or (beside.business if beside else None)
    assert text is not None
    assert formatted(made.flow) == made.flow, "its own form would be another"
    problems = errors(made.flow, text)
    assert not problems, f"{problems}\n{made.flow}"
    return made


def errors(flow_text: str, business: str) -> Sequence[str]:
    """What the checker of folders says, warnings left out."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "business.yaml").write_text(business, encoding="utf-8")
        (Path(folder) / "shop.yaml").write_text(flow_text, encoding="utf-8")
        result = load_folder(Path(folder))
    return [] if not result.errors and result.flows else [f"{it.code} {it.message}" for it in result.problems]


def checked(folder: Path) -> Result:
    return load_folder(folder)


def row(made: Imported, name: str) -> Row:
    return next(it for it in made.rows if it.widget == name)


def fates(made: Imported) -> dict[str, str]:
    return {it.widget: it.fate.value for it in made.rows}


def node(made: Imported, name: str) -> NodeForm:
    form, _ = read_flow(made.flow)
    assert form
    value = form.nodes[name].value
    assert isinstance(value, NodeForm), made.flow
    return value


def ways_of(made: Imported, name: str) -> dict[str, str]:
    """Label of an exit → where it leads."""
    return {way.label: way.target for way in node(made, name).exits()}
