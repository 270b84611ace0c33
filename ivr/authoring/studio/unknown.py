"""Answers that a draft speaks of and that nothing in it gives: their places are left out, and that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ivr.authoring.studio.draft import Node
from ivr.authoring.studio.widgets.deciding import NEVER
from ivr.authoring.studio.work import Work

_PLACE = re.compile(r"\{answers\.([a-z0-9_]+)\}")
_NAMED = re.compile(r"\banswers\.([a-z0-9_]+)")


def forget(work: Work) -> None:
    """Leaves out whatever nobody answers, and whatever was to be copied from that."""
    for _ in range(len(work.draft.nodes) + 1):
        known = {name for node in work.draft.nodes.values() for name in _given(node)}
        asking = [node for node in work.draft.nodes.values() if _asks(node) - known]
        for node in asking:
            _leave_out(work, node, known)
        if not asking:
            return


def _given(node: Node) -> Iterator[str]:
    fields = node.fields if isinstance(node.fields, dict) else {}
    if node.kind in ("collect", "survey"):
        yield fields.get("as", node.name)
    elif node.kind == "menu" and "as" in fields:
        yield fields["as"]
    elif node.kind == "lookup":
        yield from fields.get("keep", {})
    elif node.kind == "set":
        yield from fields


def _asks(node: Node) -> set[str]:
    return {name for text in _texts([node.fields, node.beside]) for name in _NAMED.findall(text)}


def _leave_out(work: Work, node: Node, known: set[str]) -> None:
    unknown = sorted(_asks(node) - known)
    for row in work.rows.values():
        if node.name in row.nodes:
            row.adapt(f"never known here, and left out: {', '.join(unknown)}")
    if isinstance(node.fields, list):
        for arm in node.fields:
            arm["when"] = NEVER if set(_NAMED.findall(arm["when"])) - known else arm["when"]
    elif isinstance(node.fields, str):
        node.fields = _without(node.fields, known)
    elif node.kind == "lookup" and node.fields:
        _not_sent(node.fields, known)
    elif node.fields:
        node.fields = {key: _left(value, known) for key, value in node.fields.items()}
    _keep_a_node(node)


def _not_sent(fields: dict[str, Any], known: set[str]) -> None:
    sent = fields.pop("send", {})
    kept = {key: value for key, value in sent.items() if not set(_NAMED.findall(value)) - known}
    if kept:
        fields["send"] = kept
    fields["url"] = _without(fields["url"], known)


def _left(value: Any, known: set[str]) -> Any:
    if isinstance(value, str):
        return _without(value, known)
    return {key: _left(item, known) for key, item in value.items()} if isinstance(value, dict) else value


def _without(text: str, known: set[str]) -> str:
    left = _PLACE.sub(lambda place: place[0] if place[1] in known else "", text)
    return re.sub(r"\s+([.,!?;:])", r"\1", " ".join(left.split())) if left != text else text


def _keep_a_node(node: Node) -> None:
    """A `set` or a `say` that has nothing left is passed by; a question has a word to say in any case."""
    if node.kind == "set" and isinstance(node.fields, dict):
        node.fields = {key: value for key, value in node.fields.items() if value != ""}
    if node.kind in ("set", "say") and not _said(node.fields):
        node.kind, node.fields, node.beside = "go", {"to": node.beside["next"]}, {}
    if isinstance(node.fields, dict) and "prompt" in node.fields and not _said(node.fields["prompt"]):
        node.fields["prompt"] = _instead(node.fields["prompt"])


def _instead(prompt: Any) -> Any:
    return dict.fromkeys(prompt, "…") if isinstance(prompt, dict) else "…"


def _said(value: Any) -> bool:
    return any(_said(item) for item in value.values()) if isinstance(value, dict) else bool(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
