"""Which element may carry and hold what, read from the source of the helper library that is installed.

Its methods `return self.nest(Child(attribute=…))` are the table; nothing is copied here.
"""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from twilio.twiml import TwiML, lower_camel, voice_response


@dataclass
class Element:
    """One element: its attributes in TwiML's spelling, the elements inside it, whether it may hold text."""

    name: str
    attributes: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)
    text: bool = False


@cache
def table() -> dict[str, Element]:
    """All elements by their name in XML."""
    classes = {
        node.name: node for node in ast.parse(inspect.getsource(voice_response)).body if isinstance(node, ast.ClassDef)
    }
    names = {name: _element_name(node) for name, node in classes.items()}
    texts = {name: _text_arguments(node) for name, node in classes.items()}
    found: dict[str, Element] = {}
    for name, node in classes.items():
        element = found.setdefault(names[name], Element(names[name]))
        element.text |= bool(texts[name])
        for child, keywords in _nested(node):
            element.children.add(names[child])
            inner = found.setdefault(names[child], Element(names[child]))
            inner.attributes |= {lower_camel(TwiML.MAP.get(key, key)) for key in keywords - texts[child]}
    return found


def _element_name(node: ast.ClassDef) -> str:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign) and ast.unparse(inner.targets[0]) == "self.name":
            return str(ast.literal_eval(inner.value))
    return node.name


def _text_arguments(node: ast.ClassDef) -> set[str]:
    """Named arguments of the constructor: they are the element's text, all else is an attribute."""
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            return {argument.arg for argument in inner.args.args if argument.arg != "self"}
    return set()


def _nested(node: ast.ClassDef) -> Iterator[tuple[str, set[str]]]:
    """Each child class that a method nests, with the keywords it hands on."""
    for call in ast.walk(node):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "self.nest"):
            continue
        child = call.args[0]
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name):
            yield child.func.id, {keyword.arg for keyword in child.keywords if keyword.arg}
