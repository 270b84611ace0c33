"""From the form of a node to the node that answers calls; each form knows what it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.authoring.nodes import Context, NodeForm
from ivr.authoring.read_node import Broken
from ivr.callflow import nodes

__all__ = ["Context", "compile_node", "goodbye"]


def goodbye(words: Mapping[str, Mapping[str, str]]) -> nodes.HangUp:
    """The end of whatever names no next node."""
    texts = {code: sentences["goodbye"] for code, sentences in words.items() if "goodbye" in sentences}
    return nodes.HangUp(nodes.Prompt(texts) if texts else None)


def compile_node(name: str, form: NodeForm | Broken, known: Context) -> nodes.Node:
    """ValueError for a node that could not be read: such a flow is never compiled."""
    if isinstance(form, Broken):
        raise ValueError(f"node {name} is broken")
    return form.compiled(name, known)
