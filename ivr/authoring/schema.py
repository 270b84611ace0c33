"""The language as a JSON Schema (a subset of draft 07), for editors: keys, what they mean, and how values look.

It is made from the forms that read the files, so it cannot fall behind. What only the whole flow can say, such as
whether a name exists, is the checker's: what this schema refuses is wrong, what it takes may still be.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from ivr.authoring.business import BusinessForm
from ivr.authoring.flow import FlowForm, SubflowFile
from ivr.authoring.nodes import KINDS, NodeForm
from ivr.authoring.nodes.deciding import ConstantReader, CountForm, ItemForm
from ivr.authoring.prompts import PromptReader, SpokenForm
from ivr.authoring.read_node import EVERY, NodeReader
from ivr.authoring.scalars import FLAG, LANGUAGE, NAME, One
from ivr.authoring.schedules import ScheduleForm, ScheduleReader
from ivr.authoring.shape import By, Form, Many, Shape, keys

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
"""A text: to other readers of YAML some of them are numbers."""
_NOTES: Schema = {"^x-": {}}
"""Keys that begin so are the author's own notes."""


def of_flows() -> Schema:
    """Of a file with a call flow, or, where it has `returns`, with a subflow."""
    made = _Made()
    flow, subflow = made.shape(FlowForm), made.shape(SubflowFile)
    whole = {"if": {"required": ["returns"]}, "then": subflow, "else": flow}
    return {"$schema": DRAFT, "title": "A call flow", **whole, "definitions": made.definitions}


def of_business() -> Schema:
    """Of `business.yaml`."""
    made = _Made()
    whole = made.shape(BusinessForm)
    return {"$schema": DRAFT, "title": "A business", "allOf": [whole], "definitions": made.definitions}


class _Made:
    """Definitions in the making: each form once, whoever refers to it."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, reader: object) -> Schema:
        """What a reader takes."""
        match reader:
            case One():
                return _one(reader)
            case Shape(form):
                return self._short(form)
            case By():
                return self._by(reader)
            case Many(item, least):
                one = self.of(item)
                return {"anyOf": [{"type": "array", "items": one, "minItems": least}, one]}
            case ScheduleReader():
                return self.shape(ScheduleForm)
            case PromptReader():
                return self._defined("prompt", self._prompt)
            case NodeReader():
                return self._defined("node", self._node)
        counted = [self.shape(CountForm), self.shape(ItemForm)] if isinstance(reader, ConstantReader) else []
        return {"anyOf": [dict(_SCALAR), *counted]} if counted else dict(_SCALAR)

    def shape(self, form: type[Form]) -> Schema:
        """A mapping with the keys of a form."""
        return self._defined(form.__name__.removesuffix("Form"), lambda: self._shape(form))

    def _defined(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name].update(make())
        return {"$ref": f"#/definitions/{name}"}

    def _shape(self, form: type[Form]) -> Schema:
        required = [name for name, field in keys(form).items() if _needed(field)]
        return {**self._mapping(self._keys(form)), "required": required}

    def _short(self, form: type[Form]) -> Schema:
        """The mapping, or the value of its main key alone."""
        if not form.main:
            return self.shape(form)
        return {"anyOf": [self.of(keys(form)[form.main].metadata["reader"]), self.shape(form)]}

    def _keys(self, form: type[Form]) -> Schema:
        fields = keys(form).items()
        return {name: _told(self.of(it.metadata["reader"]), it.metadata["doc"]) for name, it in fields}

    def _mapping(self, properties: Schema) -> Schema:
        return {
            "type": "object",
            "properties": properties,
            "patternProperties": _NOTES,
            "additionalProperties": False,
        }

    def _by(self, reader: By[Any]) -> Schema:
        names = {"anyOf": [{"pattern": "^x-"}, _one(reader.key)]}
        value = self.of(reader.value)
        made = {"type": "object", "propertyNames": names, "patternProperties": _NOTES, "additionalProperties": value}
        return {**made, "minProperties": reader.least}

    def _prompt(self) -> Schema:
        use = {**self._mapping({"use": _told(_one(NAME), "the name of a prompt")}), "required": ["use"]}
        each = By(LANGUAGE, Shape(SpokenForm), least=1)
        languages = {**self._by(each), "not": {"required": ["use"]}}
        return {"anyOf": [dict(_SCALAR), use, languages]}

    def _node(self) -> Schema:
        return {"anyOf": [self._defined(kind, partial(self._kind, kind, form)) for kind, form in KINDS.items()]}

    def _kind(self, kind: str, form: type[NodeForm]) -> Schema:
        """What belongs to a node stands under its kind or beside it."""
        beside = {**self._keys(form), **{name: self.of(reader) for name, reader in EVERY.items()}}
        needed = [name for name, field in keys(form).items() if _needed(field) and name != form.main]
        somewhere = [_in_either(kind, name) for name in needed]
        whole = self._mapping({**beside, kind: self._inside(form, beside)})
        return {**whole, "required": [kind], **({"allOf": somewhere} if somewhere else {})}

    def _inside(self, form: type[NodeForm], beside: Schema) -> Schema:
        fields = keys(form)
        ways = [self._mapping(beside)]
        if form.main:
            ways.insert(0, self.of(fields[form.main].metadata["reader"]))
        if not form.main or not _needed(fields[form.main]):
            ways.append({"type": "null"})
        told = " ".join((form.__doc__ or "").split())
        made = {"anyOf": ways}
        return _told(made, told) if told and not told.startswith(f"{form.__name__}(") else made


def _needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING


def _in_either(kind: str, name: str) -> Schema:
    inside = {"properties": {kind: {"type": "object", "required": [name]}}}
    return {"anyOf": [{"required": [name]}, inside]}


def _told(schema: Schema, doc: str) -> Schema:
    """With what it means. Beside a reference nothing else counts, so that is put in a list of its own."""
    return {"description": doc, **({"allOf": [schema]} if "$ref" in schema else schema)}


def _one(reader: One[Any]) -> Schema:
    if reader is FLAG:
        return {"type": "boolean"}
    if reader.bounds:
        return {"type": "integer", "minimum": reader.bounds[0], "maximum": reader.bounds[1]}
    if reader.among:
        return {"enum": list(reader.among)}
    return {"type": "string", "pattern": reader.pattern} if reader.pattern else dict(_SCALAR)
