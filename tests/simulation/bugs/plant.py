"""How a bug is planted: a few words of our own code become others, in this process only, and then are what they were.

The one place where our own code is patched; a bug whose words are no longer there is an error, so no list can rot.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

ROOMS = ("promise", "store")
"""Of `ivr`; whatever names none of them stands in the switchboard."""


@dataclass(frozen=True)
class Edit:
    """`where` is `module:name`, of a function, a method or a constant; `old` becomes `new` in what is written there."""

    where: str
    old: str
    new: str


@dataclass(frozen=True)
class Bug:
    """One mistake. Where several guards stand behind each other, it takes several edits to make it felt."""

    name: str
    edits: tuple[Edit, ...]


def bug(name: str, where: str, old: str, new: str, *more: Edit) -> Bug:
    """A bug, mostly of one edit."""
    return Bug(name, (Edit(where, old, new), *more))


@contextmanager
def planted(one: Bug) -> Iterator[None]:
    """With the bug in place. Processes that are forked meanwhile have it too."""
    with ExitStack() as stack:
        stack.callback(_forget)
        for where in dict.fromkeys(edit.where for edit in one.edits):
            stack.callback(_put(where, [edit for edit in one.edits if edit.where == where]))
        _forget()
        yield


def _put(where: str, edits: list[Edit]) -> Callable[[], None]:
    """Makes the edits of one place; returns what takes them back."""
    module, place, name = _found(where)
    there = getattr(place, name)
    if inspect.isfunction(there):
        source = _edited(edits, textwrap.dedent(inspect.getsource(there)))
        names: dict[str, Any] = {}
        exec(compile(source, where, "exec"), there.__globals__, names)
        return _everywhere(place, name, there, names[name])
    value = eval(compile(f"({_edited(edits, _written(module, name))})", where, "eval"), vars(module))
    return _inside(there, value) if isinstance(there, dict) else _everywhere(place, name, there, value)


def _edited(edits: list[Edit], source: str) -> str:
    for edit in edits:
        if source.count(edit.old) != 1:
            raise LookupError(f"{edit.where} no longer says {edit.old!r} once")
        source = source.replace(edit.old, edit.new)
    return source


def _written(module: Any, name: str) -> str:
    """What a constant is said to be."""
    source = inspect.getsource(module)
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return ast.get_source_segment(source, node.value) or ""  # type: ignore[attr-defined]
    raise LookupError(f"{module.__name__} has no {name}")


def _everywhere(place: Any, name: str, before: Any, after: Any) -> Callable[[], None]:
    """Some modules know a thing of another by its own name."""
    places = [place, *(module for module in _ours() if module is not place and vars(module).get(name) is before)]

    def put(value: Any) -> None:
        for one in places:
            setattr(one, name, value)

    put(after)
    return lambda: put(before)


def _inside(table: dict[Any, Any], after: dict[Any, Any]) -> Callable[[], None]:
    """A table stays itself, for many hold it."""
    before = dict(table)

    def put(rows: dict[Any, Any]) -> None:
        table.clear()
        table.update(rows)

    put(after)
    return lambda: put(before)


def _ours() -> list[Any]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("ivr.")]


CACHED = type(functools.cache(lambda: None))


def _forget() -> None:
    """What was worked out once, from what may have changed."""
    for module in _ours():
        for thing in list(vars(module).values()):
            if isinstance(thing, CACHED):
                thing.cache_clear()


def _found(where: str) -> tuple[Any, Any, str]:
    """The module; the module again, or a class in it; and the name."""
    room, _, path = where.partition(":")
    package = "ivr." if room.partition(".")[0] in ROOMS else "ivr.switchboard."
    module: Any = importlib.import_module(package + room)
    *classes, name = path.split(".")
    place = module
    for part in classes:
        place = getattr(place, part)
    return module, place, name
