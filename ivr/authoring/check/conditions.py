"""Whether the conditions of a flow ask for facts that there are, and compare what can be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from ivr.authoring.codes import Code
from ivr.authoring.conditions import Token, Written
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import Said, within
from ivr.authoring.tree import Mark
from ivr.callflow.conditions import Constant, Do, Fact, Op, Several
from ivr.callflow.values import Type, Value

_CALLED = {
    Type.TEXT: "a text",
    Type.DIGITS: "a row of digits",
    Type.NUMBER: "a number",
    Type.AMOUNT: "an amount",
    Type.DATE: "a day",
    Type.TIME: "a time of day",
    Type.MOMENT: "a moment",
    Type.DURATION: "a length of time",
    Type.PHONE: "a telephone number",
    Type.FLAG: "true or false",
    Type.WEEKDAY: "a day of the week",
    Type.LIST: "a list",
}
_FAMILY = {Type.DIGITS: Type.TEXT, Type.PHONE: Type.TEXT, Type.AMOUNT: Type.NUMBER}
"""Types that may be compared with another one."""
_WRITTEN = {
    Type.TEXT: '"lost"',
    Type.DIGITS: '"123456", in quotes',
    Type.NUMBER: "5",
    Type.AMOUNT: "12.50",
    Type.DATE: "2026-12-31",
    Type.TIME: "10:00",
    Type.MOMENT: "another moment",
    Type.DURATION: "10m",
    Type.PHONE: '"+12025550100", in quotes',
    Type.FLAG: "true",
    Type.WEEKDAY: "saturday",
    Type.LIST: "is known",
}
_ORDERED = frozenset({Type.NUMBER, Type.DATE, Type.TIME, Type.MOMENT, Type.DURATION})
_ORDER = frozenset({Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST})
_WITHIN = frozenset({Op.CONTAINS, Op.STARTS})
_LOGIC = frozenset({Op.AND, Op.OR, Op.NOT})

Closed = Mapping[str, tuple[Code, Collection[str]]]
"""Facts that can only be one of a few words: fact → the code of another word, and the words."""


@dataclass(frozen=True, slots=True)
class Operand:
    """What stands on one side of a comparison. `type` is None where it is not known: then nothing follows from it."""

    type: Type | None
    token: Token
    fact: str = ""
    values: tuple[Value, ...] = ()


def check_condition(said: Said[Written], names: Mapping[str, Type], closed: Closed, found: Findings) -> None:
    """`names`: every fact by its full name."""
    stack: list[Operand] = []
    written = said.value
    for step, token in zip(written.condition.steps, written.tokens, strict=True):
        match step:
            case Fact(name):
                stack.append(Operand(_known(said, token, name, names, found), token, name))
            case Constant(value):
                stack.append(Operand(value.type, token, values=(value,)))
            case Several(values):
                stack.append(Operand(values[0].type, token, values=values))
            case Do(op):
                stack.append(_done(said, op, token, stack, closed, found))
    _so(said, stack.pop(), found)


def _known(said: Said[Written], token: Token, name: str, names: Mapping[str, Type], found: Findings) -> Type | None:
    if name not in names:
        family = name.partition(".")[0] + "."
        message = f'no fact is called "{name[:60]}"'
        like = (known for known in names if known.startswith(family))
        others = (known for known in names if not known.startswith(family))
        found.unknown(Code.UNKNOWN_FACT, _mark(said, token), message, name, chain(like, others))
    return names.get(name)


def _done(said: Said[Written], op: Op, token: Token, stack: list[Operand], closed: Closed, found: Findings) -> Operand:
    right = stack.pop()
    if op in (Op.KNOWN, Op.UNKNOWN):
        return Operand(Type.FLAG, token)
    left = right if op is Op.NOT else stack.pop()
    if op in _LOGIC:
        for operand in dict.fromkeys((left, right)):
            _so(said, operand, found)
    else:
        _compared(said, op, left, right, found)
        _words(said, left, right, closed, found)
    return Operand(Type.FLAG, left.token)


def _so(said: Said[Written], operand: Operand, found: Findings) -> None:
    if operand.type not in (None, Type.FLAG):
        message = f"this is {_CALLED[operand.type]}, and stands where something true or false belongs"
        found.add(Code.MISMATCH, _mark(said, operand.token), message, "a comparison, such as caller.calls > 3")


def _compared(said: Said[Written], op: Op, left: Operand, right: Operand, found: Findings) -> None:
    for one in dict.fromkeys(_types(right)):
        if left.type is None or one is None:
            continue
        if _family(left.type) is not _family(one) or left.type is Type.LIST:
            message = f"{_CALLED[left.type]} is compared with {_CALLED[one]}"
            found.add(Code.MISMATCH, _mark(said, right.token), message, _WRITTEN[left.type])
        elif op in _ORDER and _family(left.type) not in _ORDERED:
            message = f"{_CALLED[left.type]} is neither less nor more than another"
            found.add(Code.MISMATCH, _mark(said, left.token), message, "== or != or in [...]")
        elif op in _WITHIN and _family(left.type) is not Type.TEXT:
            message = f"nothing is looked for within {_CALLED[left.type]}"
            found.add(Code.MISMATCH, _mark(said, left.token), message, "== or != or in [...]")


def _types(operand: Operand) -> Iterator[Type | None]:
    if operand.values:
        return (value.type for value in operand.values)
    return iter([operand.type])


def _family(type_: Type) -> Type:
    return _FAMILY.get(type_, type_)


def _words(said: Said[Written], left: Operand, right: Operand, closed: Closed, found: Findings) -> None:
    for fact, other in ((left, right), (right, left)):
        if fact.fact in closed:
            code, words = closed[fact.fact]
            for value in other.values:
                if value.type is Type.TEXT and value.text not in words:
                    message = f'{fact.fact} is never "{value.text[:60]}"'
                    found.unknown(code, _mark(said, other.token), message, value.text, sorted(words))


def _mark(said: Said[Written], token: Token) -> Mark:
    return within(said.mark, said.value.raw, token.offset, token.text)
