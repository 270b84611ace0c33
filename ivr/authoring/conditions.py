"""How a condition is written: `caller.calls_this_week >= 3 and not caller.open_callback`. It is read into the steps in
which it is evaluated; whether names are known and types fit is checked elsewhere. Nothing is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import TEXT, Said, parse_duration, within
from ivr.authoring.tree import Tree
from ivr.callflow.conditions import Condition, Constant, Do, Fact, Op, Several, Step
from ivr.callflow.values import WEEKDAYS, Type, Value, read_value

MOST_LETTERS = 500
MOST_DEPTH = 12
"""Of brackets and nots in each other: more are not read by anybody."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"[^"]*"|'[^']*')
    |(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}\b)
    |(?P<time>[0-9]{1,2}:[0-9]{2}\b)
    |(?P<duration>(?:[0-9]+[smhd])+\b)
    |(?P<number>[0-9]+(?:\.[0-9]+)?\b)
    |(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)
    |(?P<sign>==|!=|<=|>=|[<>()\[\],])
    |(?P<odd>&&|\|\||[^\s]+?(?=[\s()\[\]]|$))
    )""",
    re.VERBOSE | re.ASCII,
)
_COMPARISONS = {op.value: op for op in Op if not op.value[0].isalpha()}
_WORDS = frozenset({"and", "or", "not", "in", "is", "known", "unknown", "contains", "starts", "with", "true", "false"})
_WORDS |= frozenset(WEEKDAYS)
_INSTEAD = {"=": "== compares", "&&": "the word and", "||": "the word or", "!": "the word not"}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it was read. `tokens` are those from which its steps came, one for each."""

    condition: Condition
    tokens: tuple[Token, ...]
    raw: str = ""
    """As it stands in the file."""


class Unreadable(Exception):
    """Where it cannot be read on, and what is wrong there."""

    def __init__(self, token: Token, wrong: str) -> None:
        super().__init__(wrong)
        self.token, self.wrong = token, wrong


@dataclass(frozen=True, slots=True)
class ConditionReader:
    wants: str = 'a comparison, such as caller.calls_this_week >= 3 or answers.status in ["lost", "late"]'

    def read(self, tree: Tree, found: Findings) -> Said[Written] | None:
        said = TEXT.read(tree, found)
        if said is None:
            return None
        try:
            return Said(parse_condition(said.value), said.mark)
        except Unreadable as failure:
            mark = within(said.mark, said.value, failure.token.offset, failure.token.text)
            found.add(Code.BAD_CONDITION, mark, failure.wrong, self.wants)
            return None


CONDITION = ConditionReader()


def parse_condition(text: str) -> Written:
    """The condition that a text means; Unreadable where it means none."""
    if len(text) > MOST_LETTERS:
        raise Unreadable(Token("end", "", 0), f"a condition of {len(text)} letters (at most {MOST_LETTERS})")
    return _Parser(_tokens(text)).whole(text)


def _tokens(text: str) -> list[Token]:
    tokens = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        tokens.append(Token(kind, found[kind], found.start(kind)))
    return [*tokens, Token("end", "", len(text))]


class _Parser:
    """Goes through the tokens once; what it reads it notes in the order in which it is evaluated."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self._steps: list[tuple[Step, Token]] = []

    def whole(self, text: str) -> Written:
        self._either()
        if self._next.kind != "end":
            raise self._wrong("nothing more belongs here")
        steps, tokens = zip(*self._steps, strict=True)
        return Written(Condition(" ".join(text.split()), steps), tokens, text)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *texts: str) -> Token | None:
        token = self._next
        if token.kind in ("name", "sign") and token.text in texts:
            self._at += 1
            return token
        return None

    def _wrong(self, otherwise: str) -> Unreadable:
        token = self._next
        if token.kind == "end":
            return Unreadable(token, "something is missing at the end")
        instead = next((right for sign, right in _INSTEAD.items() if token.text.startswith(sign)), "")
        if token.kind == "odd":
            return Unreadable(token, f'"{token.text[:20]}" means nothing here{instead and f": {instead}"}')
        return Unreadable(token, f'"{token.text[:40]}" cannot stand here: {otherwise}')

    def _do(self, op: Op, token: Token) -> None:
        self._steps.append((Do(op), token))

    def _either(self) -> None:
        self._joined("or", Op.OR, self._both)

    def _both(self) -> None:
        self._joined("and", Op.AND, self._negated)

    def _joined(self, word: str, op: Op, part: Callable[[], None]) -> None:
        part()
        while token := self._take(word):
            part()
            self._do(op, token)

    def _negated(self) -> None:
        if token := self._take("not"):
            self._deeper(self._negated)
            self._do(Op.NOT, token)
        else:
            self._comparison()

    def _deeper(self, inside: Callable[[], None]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unreadable(self._next, f"nested more than {MOST_DEPTH} deep")
        inside()
        self._depth -= 1

    def _comparison(self) -> None:
        first = self._next
        self._operand()
        if self._next.kind == "sign" and self._next.text in _COMPARISONS:
            token = self._tokens[self._at]
            self._at += 1
            self._operand()
            self._do(_COMPARISONS[token.text], token)
        elif token_among := self._take("in", "not"):
            self._among(token_among)
        elif token_within := self._take("contains", "starts"):
            self._within(token_within)
        elif token_is := self._take("is"):
            self._presence(first, token_is)

    def _among(self, token: Token) -> None:
        if token.text == "not" and not self._take("in"):
            raise self._wrong("`not in` is one comparison; `not` alone stands before what it turns round")
        self._several()
        self._do(Op.IN if token.text == "in" else Op.NOT_IN, token)

    def _within(self, token: Token) -> None:
        if token.text == "starts" and not self._take("with"):
            raise self._wrong("`starts with` is one comparison")
        self._operand()
        self._do(Op.CONTAINS if token.text == "contains" else Op.STARTS, token)

    def _presence(self, first: Token, token: Token) -> None:
        if not isinstance(self._steps[-1][0], Fact):
            raise Unreadable(first, "only a fact is known or unknown")
        known, unknown = self._take("known"), self._take("unknown")
        if not known and not unknown:
            raise self._wrong("`is known` or `is unknown`; two values are compared by ==")
        self._do(Op.KNOWN if known else Op.UNKNOWN, token)

    def _operand(self) -> None:
        token = self._next
        if self._take("("):
            self._deeper(self._either)
            if not self._take(")"):
                raise self._wrong("a bracket ( is not closed before")
        elif token.kind == "name" and token.text not in _WORDS:
            self._at += 1
            self._steps.append((Fact(token.text), token))
        else:
            self._steps.append((Constant(self._literal()), token))

    def _several(self) -> None:
        token = self._next
        if not self._take("["):
            raise self._wrong('a list belongs here, such as ["lost", "late"]')
        values = [self._literal()]
        while self._take(","):
            values.append(self._literal())
        if not self._take("]"):
            raise self._wrong("the list is not closed by ] before")
        self._steps.append((Several(tuple(values)), token))

    def _literal(self) -> Value:
        value = _value(self._next)
        if value is None:
            raise self._wrong('a fact or a value belongs here, such as 5, "lost", true, 10m or saturday')
        self._at += 1
        return value


def _value(token: Token) -> Value | None:
    if token.kind == "name":
        flag = token.text in ("true", "false")
        return read_value(Type.FLAG if flag else Type.WEEKDAY, token.text)
    if token.kind == "text":
        return Value(Type.TEXT, token.text[1:-1])
    if token.kind == "duration":
        span = parse_duration(token.text)
        return read_value(Type.DURATION, f"{span.total_seconds():.0f}") if span else None
    if token.kind == "time":
        return read_value(Type.TIME, token.text.rjust(5, "0"))
    return read_value(Type(token.kind), token.text) if token.kind in ("date", "number") else None
