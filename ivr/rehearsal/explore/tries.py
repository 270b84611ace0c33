"""What a caller, a person or a system may do at a wait: what is worth trying, by what the line listens for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr import phone
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Collect, Lookup
from ivr.callflow.position import HOLDING, LOOKING_UP, RECORDING, Position
from ivr.callflow.values import Type
from ivr.line.inputs import Digits, Input, LookedUp, NoInput, Recorded, Returned, Spoken
from ivr.line.instructions import Ask, AskAloud
from ivr.rehearsal.explore import literals

KEYS = "1234567890*#"
_SILENCE_AFTER_THE_TONE = 5.0
_NOTHING_KNOWN = "something else entirely"
_NUMBERS = ("10", "99", "12*50", "01012027", "*")
_KEPT = {
    Type.NUMBER: "5",
    Type.AMOUNT: "12.50",
    Type.DATE: "2027-01-01",
    Type.TIME: "10:00",
    Type.MOMENT: "2027-01-01T10:00:00+00:00",
    Type.DURATION: "600",
    Type.FLAG: "true",
    Type.DIGITS: "123456",
    Type.LIST: "[]",
}


@dataclass(frozen=True, slots=True)
class Try:
    """`waits` are seconds in which the caller hears nothing; `acts`: whether it is the caller's or a person's doing."""

    told: str
    given: Input
    acts: bool = True
    waits: float = 0.0


def tries(flow: Callflow, position: Position, ask: Ask | None) -> Iterator[Try]:
    """All of them; `ask` is what the line listens for, None where it is elsewhere."""
    if position.stage == HOLDING:
        yield Try("nobody comes", Returned("unanswered"), acts=False)
        yield Try("a person comes, and hangs up first", Returned("done"))
    elif position.stage == RECORDING:
        yield Try("says nothing", NoInput(), acts=False, waits=_SILENCE_AFTER_THE_TONE)
        yield Try("says something", Recorded("RE0", 5), waits=_SILENCE_AFTER_THE_TONE)
        yield from (Try(f"presses {key}", Recorded("RE0", 1, key)) for key in KEYS)
    elif position.stage == LOOKING_UP:
        yield from _lookups(flow, flow.nodes[position.node])
    elif ask is not None:
        yield Try("says nothing", NoInput(), acts=False, waits=float(ask.timeout))
        yield from (Try(f"presses {keys}", Digits(keys)) for keys in _keys(flow, position, ask))
        yield from (Try(f'says "{words}"', Spoken(words)) for words in _words(ask))


def _words(ask: Ask) -> tuple[str, ...]:
    return (*ask.words, _NOTHING_KNOWN) if isinstance(ask, AskAloud) else ()


def _keys(flow: Callflow, position: Position, ask: Ask) -> tuple[str, ...]:
    if ask.max_digits == 1:
        return tuple(KEYS)
    most = ask.max_digits or 32
    keyed = [*_NUMBERS, *_of_a_phone(flow), *_of_a_node(flow, position)]
    return tuple(dict.fromkeys(keys for keys in keyed if len(keys) <= most))


def _of_a_phone(flow: Callflow) -> tuple[str, ...]:
    example = phone.example(flow.country)
    return (f"00{example[1:]}",) if example else ()


def _of_a_node(flow: Callflow, position: Position) -> tuple[str, ...]:
    node = flow.nodes[position.node]
    if not isinstance(node, Collect):
        return ()
    compared = literals.written(flow, f"answers.{node.answer}")
    return (*(keys for keys in compared if keys.isdecimal()), "1" * node.least, "1" * node.most)


def _lookups(flow: Callflow, node: object) -> Iterator[Try]:
    assert isinstance(node, Lookup)
    seconds = node.timeout.total_seconds()
    yield Try("our system does not answer", LookedUp("failed"), acts=False, waits=seconds)
    yield Try("our system does not know it", LookedUp("not_found"), acts=False, waits=seconds)
    plain = {name: _KEPT.get(kept.type, "something") for name, kept in node.keep.items()}
    answers = [plain]
    for name in node.keep:
        answers += [{**plain, name: text} for text in literals.written(flow, f"answers.{name}")]
    for kept in answers:
        told = ", ".join(f"{name} {text}" for name, text in kept.items()) or "yes"
        yield Try(f"our system answers: {told}", LookedUp("next", tuple(sorted(kept.items()))), False, seconds)
