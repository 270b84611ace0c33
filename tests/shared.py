"""What the many web applications of a test run share: what Flask's libraries compile out of the same text each time.

Two thirds of a test's time went there. Nothing that an application decides, or remembers, is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule
from werkzeug.routing.converters import DEFAULT_CONVERTERS


class Compiled(BytecodeCache):
    """Templates that were compiled in this process, by name; Jinja asks whether their text is the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._kept.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _remembering(compile_: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """What makes of a rule how addresses are read and built by it: a function of the rule's text alone, where it has no
    default and its words mean what they mean everywhere."""
    kept: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def remembered(rule: Rule) -> None:
        if rule.defaults or rule.map.host_matching or rule.map.converters != DEFAULT_CONVERTERS:
            return compile_(rule)
        key = (rule.rule, rule.subdomain, rule.merge_slashes)
        if key not in kept:
            compile_(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
            kept[key] = rule._parts, rule._trace, rule._converters, frozenset(rule.arguments), *builders
        rule._parts, rule._trace, rule._converters, arguments, build, unknown = kept[key]
        rule.arguments = set(arguments)
        rule._build, rule._build_unknown = build.__get__(rule), unknown.__get__(rule)

    return remembered


def share() -> None:
    """From now on, in this process."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    setattr(Rule, "compile", _remembering(Rule.compile))  # noqa: B010 -- not ours to declare
