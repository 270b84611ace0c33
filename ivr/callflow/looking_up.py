"""The node `lookup`: what the business's own system is asked, and what its answer means. Pure: it asks nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ivr.callflow.events import LookupAsked
from ivr.callflow.nodes import Item, Kept, Lookup
from ivr.callflow.position import LOOKING_UP, Position
from ivr.callflow.steps import Held, Memory, Scene, Step, To
from ivr.callflow.values import Answers, Type, Value, read_value
from ivr.line.inputs import Input, LookedUp

NEXT, NOT_FOUND, FAILED = "next", "not_found", "failed"

_PLACE = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_]+)*)\}")

_UPWARD = (".", "..")
"""Values that would lead elsewhere in an address, encoded or not."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to a system of the business. `send` is the query of a get, the JSON body of a post, or the
    form that a browser would post."""

    method: str
    url: str
    send: Mapping[str, str]
    secret: str
    """The name of a setting, or empty."""
    seconds: float
    key: str
    """The same for the same question, however often it is asked: whoever changes something by it can tell."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Status 0: nothing did."""

    status: int
    body: bytes = b""


def enter(scene: Scene, node: Lookup) -> Step:
    """A turn ends here: nothing is asked while anything is locked."""
    return Step(Held(LOOKING_UP), events=(LookupAsked(scene.node),))


def after(scene: Scene, node: Lookup, given: Input, memory: Memory) -> Step:
    """Where nothing came back, or not all that was to be kept, it has failed."""
    if not isinstance(given, LookedUp) or given.outcome == FAILED:
        return Step(To(node.failed))
    if given.outcome == NOT_FOUND:
        return Step(To(node.not_found))
    known = _typed(node.keep, dict(given.kept))
    return Step(To(node.failed)) if known is None else Step(To(node.next), answers=known)


def inquiry(node: Lookup, position: Position, numbers: tuple[str | None, str], key: str) -> Inquiry | None:
    """The question as it is asked from here, sensitive answers included; None where a value that it names is unknown.

    `numbers`: the caller's, and the one that was dialled. Values stand percent-encoded in the address: none of them can
    lead elsewhere than the author wrote.
    """
    values = {f"answers.{name}": value.text for name, value in position.answers}
    number, dialled = numbers
    values |= {"caller.number": number or "", "call.number": dialled}
    values |= {"call.topic": position.topic, "call.language": position.language}
    named = {place for text in (node.url, *node.send.values()) for place in _PLACE.findall(text)}
    if not all(values.get(place) for place in named) or any(values[place] in _UPWARD for place in named):
        return None
    send = {name: _filled(text, values, encode=False) for name, text in node.send.items()}
    url = _filled(node.url, values, encode=True)
    return Inquiry(node.method, url, send, node.secret, node.timeout.total_seconds(), key)


def _filled(text: str, values: Mapping[str, str], encode: bool) -> str:
    return _PLACE.sub(lambda place: quote(values[place[1]], safe="") if encode else values[place[1]], text)


def judged(node: Lookup, reply: Reply) -> LookedUp:
    """What an answer means. Only what is kept of it is looked at, and it must be there, of its type."""
    if reply.status == 404:
        return LookedUp(NOT_FOUND)
    if not 200 <= reply.status < 300:
        return LookedUp(FAILED)
    texts = _texts(node.keep, reply.body)
    if texts is None or _typed(node.keep, texts) is None:
        return LookedUp(FAILED)
    return LookedUp(NEXT, tuple(sorted(texts.items())))


def _texts(keep: Mapping[str, Kept], body: bytes) -> dict[str, str] | None:
    if not keep:
        return {}
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = {name: _kept(_at(answer, kept.path), kept.type) for name, kept in keep.items()}
    texts = {name: text for name, text in found.items() if text is not None}
    return texts if all(kept.optional or name in texts for name, kept in keep.items()) else None


def _at(answer: Any, path: str) -> Any:
    """What stands at `order.lines.0.price`; at `order.lines.size` how many there are."""
    for step in path.split("."):
        if isinstance(answer, list) and step.isascii() and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        elif isinstance(answer, list) and step == "size":
            answer = len(answer)
        elif isinstance(answer, dict):
            answer = answer.get(step)
        else:
            return None
    return answer


def item_of(known: Answers, it: Item) -> Value | None:
    """One of a list that was kept, counted from 0 as in JSON; None where there is no such one."""
    found = dict(known)
    rows, at = found.get(it.of), found.get(it.at)
    if not rows or not at or rows.type is not Type.LIST or not at.text.isdecimal():
        return None
    text = _text(_at(json.loads(rows.text), f"{at.text}.{it.path}" if it.path else at.text))
    return None if text is None else read_value(it.type, text)


def _kept(value: Any, type_: Type) -> str | None:
    whole = type_ is Type.LIST and isinstance(value, list)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if whole else _text(value)


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else None


def _typed(keep: Mapping[str, Kept], texts: Mapping[str, str]) -> Answers | None:
    found = {
        name: read_value(kept.type, texts.get(name, ""), kept.type is Type.LIST) for name, kept in sorted(keep.items())
    }
    if any(value is None and not keep[name].optional for name, value in found.items()):
        return None
    return tuple((name, value) for name, value in found.items() if value is not None)
