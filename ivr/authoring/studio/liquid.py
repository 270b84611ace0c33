"""Liquid as Studio uses it: a template becomes pieces, or one list of pieces for each of its conditions.

It evaluates nothing; what it cannot read is a piece that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

MOST_VARIANTS = 12
MOST_DEPTH = 8
COMPUTED = "(computed)"
"""Begins a path that depends on a value of its own."""

_TOKEN = re.compile(r"\{\{-?(.*?)-?\}\}|\{%-?(.*?)-?%\}", re.DOTALL)
_PIPE = re.compile(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?[0-9]+(?:\.[0-9]+)?)|(true|false))\s*""")
_PATH = re.compile(r"[A-Za-z_](?:[^\s|{}%'\"<>=!]|(?<=\.)\s+(?=\w)|\s+(?=\.))*")
_INDEX = re.compile(r"""\[\s*["']?([^\]"']*)["']?\s*\]""")
_AT = re.compile(r"([^\[\]]+)\[\s*(flow\.(?:variables|data)\.[A-Za-z0-9_]+)\s*\](.*)")
_SAME = frozenset((("plus", "0"), ("times", "1")))
"""How Liquid makes a number of a text."""
_TEST = re.compile(r"(.+?)\s*(==|!=|<>|>=|<=|>|<|\bcontains\b)\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in double braces. `path` is empty where it is a literal; filters are as written."""

    path: str = ""
    literal: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    at: str = ""
    """The path that says which one of a list is meant; `path` is the list, and `rest` what of that one."""
    rest: str = ""

    @property
    def shown(self) -> str:
        path = f"{self.path}[{self.at}].{self.rest}" if self.at else self.path
        return " | ".join([path or f'"{self.literal}"', *(name for name, _ in self.filters)])


Piece = str | Value


@dataclass(frozen=True, slots=True)
class Test:
    """A condition of a tag. `sign` is empty where only presence is asked."""

    left: Value
    sign: str = ""
    right: Value = Value()


@dataclass(frozen=True, slots=True)
class Variant:
    """What a template says where all `tests` hold and no variant before it did."""

    tests: tuple[tuple[Test, ...], ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    words: str


class _Unread(Exception):
    """A template that goes beyond what is read here."""


def pieces(template: str) -> tuple[Piece, ...]:
    """Texts and values; tags are left out."""
    return tuple(token for token in _tokens(template) if not isinstance(token, _Tag))


def paths(template: str) -> Iterator[str]:
    """Every path that a template names, in values and in tags."""
    for found in _TOKEN.finditer(template):
        if found[1] is not None and (whole := value(found[1]).path):
            yield whole
        inside = re.sub(r"""("[^"]*"|'[^']*')(?!\s*\])""", " ", found[1] or found[2] or "")
        for path in _PATH.findall(inside):
            yield normal(path)


def taken(template: str) -> Iterator[Value]:
    """The values that are one of a list, chosen by a value of its own."""
    for variant in variants(template) or ():
        yield from (it for it in variant.pieces if isinstance(it, Value) and it.at)


def is_plain(template: str) -> bool:
    """Whether a template has no tags."""
    return "{%" not in template


def variants(template: str) -> tuple[Variant, ...] | None:
    """What the template can say, in the order in which its conditions are asked; None where that cannot be told."""
    if is_plain(template):
        return (Variant((), pieces(template)),)
    try:
        return tuple(_expand(_blocks(list(_tokens(template)), 0), 0))
    except _Unread:
        return None


def value(text: str) -> Value:
    """One expression with its filters."""
    first, *rest = (part.strip() for part in _PIPE.split(text.strip()))
    filters = tuple((name.strip(), arguments.strip()) for name, _, arguments in (part.partition(":") for part in rest))
    if match := _LITERAL.fullmatch(first):
        return Value(literal=next(group for group in match.groups() if group is not None), filters=filters)
    if match := _AT.fullmatch(first):
        return Value(normal(match[1]), "", filters, normal(match[2]), normal(match[3]))
    return Value(path=normal(first), filters=filters)


def normal(path: str) -> str:
    """A path with dots only."""
    return ".".join(part.strip() for part in _INDEX.sub(r".\1", path).split(".") if part.strip())


def _tokens(template: str) -> Iterator[Piece | _Tag]:
    at = 0
    for found in _TOKEN.finditer(template):
        if found.start() > at:
            yield template[at : found.start()]
        if found[1] is not None:
            yield value(found[1])
        else:
            name, _, words = (found[2] or "").strip().partition(" ")
            yield _Tag(name, words.strip())
        at = found.end()
    if at < len(template):
        yield template[at:]


@dataclass(frozen=True, slots=True)
class _If:
    """The arms of a condition: each with its test (empty: else) and what stands in it."""

    arms: tuple[tuple[tuple[Test, ...], tuple[_Block, ...]], ...]


_Block = Piece | _If
_ENDS = {"if": "endif", "unless": "endif", "case": "endcase"}


def _blocks(tokens: list[Piece | _Tag], depth: int) -> tuple[_Block, ...]:
    """The tokens as blocks; consumes `tokens` from the front."""
    names: dict[str, Value] = {}
    blocks = list[_Block]()
    while tokens:
        token = tokens.pop(0)
        if not isinstance(token, _Tag):
            blocks.append(_renamed(token, names))
        elif token.name == "assign":
            left, _, right = token.words.partition("=")
            names[normal(left)] = value(right)
        elif token.name in ("if", "case") and depth < MOST_DEPTH:
            blocks.append(_if(token, tokens, depth))
        elif token.name not in ("comment", "endcomment"):
            raise _Unread
    return tuple(blocks)


def _if(tag: _Tag, tokens: list[Piece | _Tag], depth: int) -> _If:
    subject = value(tag.words) if tag.name == "case" else None
    arms = list[tuple[tuple[Test, ...], tuple[_Block, ...]]]()
    test = () if subject else _tests(tag.words)
    skipped = subject is not None
    for arm, following in _arms(tokens, _ENDS[tag.name]):
        if not skipped:
            arms.append((test, _blocks(arm, depth + 1)))
        skipped = False
        if following and following.name in ("elsif", "elseif", "when"):
            words = following.words
            test = (Test(subject, "==", value(words.split(",")[0])),) if subject else _tests(words)
        else:
            test = ()
    if arms and arms[-1][0]:
        arms.append(((), ()))
    return _If(tuple(arms))


def _arms(tokens: list[Piece | _Tag], end: str) -> Iterator[tuple[list[Piece | _Tag], _Tag | None]]:
    """What stands up to each elsif, when, else and the end; consumes all of it."""
    arm, depth = list[Piece | _Tag](), 0
    while tokens:
        token = tokens.pop(0)
        if isinstance(token, _Tag):
            if depth == 0 and token.name in ("elsif", "elseif", "else", "when", end):
                yield arm, None if token.name == end else token
                if token.name == end:
                    return
                arm = []
                continue
            depth += (token.name in _ENDS) - (token.name in _ENDS.values())
        arm.append(token)
    raise _Unread


def _tests(words: str) -> tuple[Test, ...]:
    if re.search(r"\bor\b", re.sub(r"""("[^"]*"|'[^']*')""", "", words)):
        raise _Unread
    return tuple(_test(part) for part in re.split(r"\band\b", words))


def _test(words: str) -> Test:
    if match := _TEST.fullmatch(words.strip()):
        return Test(value(match[1]), {"<>": "!="}.get(match[2], match[2]), value(match[3]))
    return Test(value(words))


def _expand(blocks: tuple[_Block, ...], depth: int) -> list[Variant]:
    """Every way through the blocks, in the order in which a first match decides."""
    made = [Variant((), ())]
    for block in blocks:
        if isinstance(block, _If):
            inner = [
                Variant(((test,) if test else ()) + after.tests, after.pieces)
                for test, arm in block.arms
                for after in _expand(arm, depth + 1)
            ]
            made = [Variant(one.tests + two.tests, one.pieces + two.pieces) for one in made for two in inner]
        else:
            made = [replace(one, pieces=(*one.pieces, block)) for one in made]
        if len(made) > MOST_VARIANTS:
            raise _Unread
    return made


def _renamed(piece: Piece, names: dict[str, Value]) -> Piece:
    """A value that names an assigned one is that one; where it is only an index in another, no path can be told."""
    if isinstance(piece, str):
        return piece
    if known := names.get(piece.path):
        return replace(known, filters=known.filters + piece.filters)
    parts = piece.path.split(".")
    found = [at for at, part in enumerate(parts) if part in names]
    if len(found) == 1 and found[0] and (index := names[parts[found[0]]]).path and set(index.filters) <= _SAME:
        list_, rest = ".".join(parts[: found[0]]), ".".join(parts[found[0] + 1 :])
        return replace(piece, path=list_, at=index.path, rest=rest)
    return replace(piece, path=f"{COMPUTED}.{piece.path}") if found else piece
