"""The dialogues of `collect` and `survey`: what the caller keys is read back, confirmed, and only then an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from ivr import phone
from ivr.callflow.asking import REPEAT, missed, once_more
from ivr.callflow.events import Answered, Pressed
from ivr.callflow.nodes import Collect, Keyed, Survey
from ivr.callflow.prompts import in_words, render, told, words
from ivr.callflow.steps import Question, Scene, Step, To, Wait
from ivr.callflow.values import Type, Value, read_value
from ivr.language import FullDate, Spoken, Word

READBACK = "readback"
_KEYED = "keyed"
REFUSED = "refused"
"""The meaning of keys that are no such answer."""
MONTH_FIRST = frozenset({"US"})
"""Countries in which people write the month before the day."""


def ask(scene: Scene, node: Collect, wait: Wait) -> Question:
    """The prompt; or what was keyed, and whether it is right."""
    seconds = max(1, round(node.timeout.total_seconds()))
    if wait.stage != READBACK:
        return Question(render(scene, node.prompt), node.most, seconds, "#")
    value = in_words(scene, _read_back(scene, _kept(node, wait)))
    return Question(words(scene, Word.ANSWER_READBACK, value=value))


def hear(scene: Scene, node: Collect, wait: Wait, keys: str | None) -> Step:
    """An answer counts once it was confirmed, where it is read back; silence never confirms anything."""
    if keys == REPEAT:
        return Step(wait)
    otherwise = Step(To(node.otherwise))
    if wait.stage == READBACK:
        return _hear_readback(scene, node, wait, keys, otherwise)
    if keys is None:
        return missed(scene, wait, keys, otherwise, node.tries)
    value = keyed(scene, node, keys)
    if value is None:
        pressed = Pressed(scene.node, "", REFUSED)
        return once_more(scene, wait, pressed, Word.ANSWER_REFUSED, otherwise, node.tries)
    if not node.readback or node.sensitive:
        return _answered(scene, node, value)
    return Step(Wait(READBACK, memory=wait.keep(_KEYED, value.text)), events=(Pressed(scene.node, "", READBACK),))


def _hear_readback(scene: Scene, node: Collect, wait: Wait, keys: str | None, otherwise: Step) -> Step:
    if keys == "1":
        return _answered(scene, node, _kept(node, wait)).because(Pressed(scene.node, keys, "right"))
    if keys == "2":
        return Step(Wait(), events=(Pressed(scene.node, keys, "again"),))
    return missed(scene, wait, keys, otherwise, node.tries)


def _answered(scene: Scene, node: Collect, value: Value) -> Step:
    private = value.sensitive or value.type is Type.PHONE
    event = Answered(scene.node, node.answer, "" if private else value.text)
    return Step(To(node.next), events=(event,), answers=((node.answer, value),))


def _kept(node: Collect, wait: Wait) -> Value:
    return Value(TYPES[node.kind], wait.recall(_KEYED) or "")


def keyed(scene: Scene, node: Collect, keys: str) -> Value | None:
    """What these keys mean at this node; None where they are too few, too many, or no such thing."""
    digits = sum(key.isdecimal() for key in keys)
    if not node.least <= digits <= node.most:
        return None
    written = _WRITTEN.get(node.kind, _as_keyed)(keys, scene.flow.country)
    return read_value(TYPES[node.kind], written, node.sensitive) if written else None


def _as_keyed(keys: str, country: str) -> str | None:
    return keys


def _amount(keys: str, country: str) -> str | None:
    """`12*50` is twelve and a half."""
    whole, _, part = keys.partition("*")
    return f"{whole or 0}.{part or 0}" if len(part) <= 2 else None


def _date(keys: str, country: str) -> str | None:
    if len(keys) != 8 or not keys.isdecimal():
        return None
    first, second, year = int(keys[:2]), int(keys[2:4]), int(keys[4:])
    month, day = (first, second) if country in MONTH_FIRST else (second, first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _phone(keys: str, country: str) -> str | None:
    read = phone.parse_number(keys, country)
    return read if isinstance(read, str) else None


def _read_back(scene: Scene, value: Value) -> Spoken:
    """As it was keyed: a date in full, whenever it is."""
    return FullDate(value.plain) if isinstance(value.plain, date) else told(scene, value)


def ask_survey(scene: Scene, node: Survey, wait: Wait) -> Question:
    """The prompt."""
    return Question(render(scene, node.prompt), timeout=max(1, round(node.timeout.total_seconds())))


def hear_survey(scene: Scene, node: Survey, wait: Wait, keys: str | None) -> Step:
    """Nobody is asked for a rating again who gave none; a wrong key may be put right once."""
    key = keys[0] if keys else None
    if key == REPEAT:
        return Step(wait)
    if key and key.isdecimal() and 1 <= int(key) <= node.scale:
        events = (Pressed(scene.node, key, node.next), Answered(scene.node, node.answer, key))
        return Step(To(node.next), events=events, answers=((node.answer, Value(Type.NUMBER, str(Decimal(key)))),))
    return missed(scene, wait, key, Step(To(node.next)), 1 if key is None else 2)


TYPES: Mapping[Keyed, Type] = {
    Keyed.DIGITS: Type.DIGITS,
    Keyed.NUMBER: Type.NUMBER,
    Keyed.AMOUNT: Type.AMOUNT,
    Keyed.DATE: Type.DATE,
    Keyed.PHONE: Type.PHONE,
    Keyed.PIN: Type.DIGITS,
}
"""What each kind of answer is, once it was keyed."""

_WRITTEN: Mapping[Keyed, Callable[[str, str], str | None]] = {
    Keyed.AMOUNT: _amount,
    Keyed.DATE: _date,
    Keyed.PHONE: _phone,
}
