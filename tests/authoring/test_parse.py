"""Any bytes whatever become a tree with exact places, or problems with exact places; never an exception or a wait."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.parse import MOST_BYTES, Source, lines_of, parse
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Sequence, Tree


def read(raw: bytes | str) -> tuple[Source, list[tuple[str, int, int]]]:
    """What was read, and each problem as (code, line, column)."""
    found = Findings("x.yaml")
    source = parse(raw.encode() if isinstance(raw, str) else raw, found)
    return source, [(str(problem.code), problem.mark.line, problem.mark.column) for problem in found.problems]


def tree(text: str) -> Tree:
    source, problems = read(text)
    assert not problems
    assert source.tree is not None
    return source.tree


def problems(raw: bytes | str) -> list[tuple[str, int, int]]:
    return read(raw)[1]


def texts(mapping: Tree) -> dict[str, str]:
    assert isinstance(mapping, Mapping)
    return {entry.key.text: entry.value.text for entry in mapping.entries if isinstance(entry.value, Scalar)}


def test_everything_knows_where_it_stands() -> None:
    found = tree('# a comment\nstart: hello\nnodes:\n  "hello": {say: [one,  two]}\n')
    assert isinstance(found, Mapping)
    start, nodes = found.entries
    assert start == Entry(Scalar("start", Mark(2, 1, 5)), Scalar("hello", Mark(2, 8, 5)))
    assert isinstance(nodes.value, Mapping)
    hello = nodes.value.entries[0]
    assert hello.key == Scalar("hello", Mark(4, 3, 7), quoted=True)
    assert isinstance(hello.value, Mapping)
    assert hello.value.mark == Mark(4, 12)
    items = hello.value.entries[0].value
    assert isinstance(items, Sequence)
    assert [item.mark for item in items.items] == [Mark(4, 19, 3), Mark(4, 25, 3)]


def test_columns_count_letters_and_not_bytes() -> None:
    found = tree("{bn: স্বাগতম, en: Welcome}")
    assert isinstance(found, Mapping)
    assert [entry.key.mark.column for entry in found.entries] == [2, 15]


def test_lines_count_as_an_editor_counts_them() -> None:
    found = tree("a: 1\r\nb: 2\rc: 3\n\nd: 4")
    assert isinstance(found, Mapping)
    assert [entry.key.mark.line for entry in found.entries] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "Off", "012", "0x1F", "1e3", "1:30", "2026-01-01", "+123", "1_000"]
)
def test_words_and_numbers_stay_what_they_look_like(word: str) -> None:
    assert texts(tree(f"key: {word}\n{word}: value")) == {"key": word, word: "value"}


def test_only_nothing_is_nothing() -> None:
    found = tree("a:\nb: ~\nc: null\nd: ''\ne: none")
    assert isinstance(found, Mapping)
    values = [entry.value for entry in found.entries]
    assert [isinstance(value, Scalar) and value.empty for value in values] == [True, True, True, False, False]


def test_a_mark_of_byte_order_at_the_beginning_is_no_letter() -> None:
    assert texts(tree("\ufeffa: 1")) == {"a": "1"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a: \xff", [("F001", 1, 4)]),
        ("a: ক\nb: \x00", [("F001", 2, 4)]),
        ("a: 1\nb: \x1b[2J", [("F001", 2, 4)]),
        ("a: 1\nb: \ufeff", [("F001", 2, 4)]),
        ("a: ক".encode("utf-16"), [("F001", 1, 1)]),
        (b"", [("F007", 1, 1)]),
        (b"# nothing but a comment", [("F007", 1, 1)]),
        (b"a: b: c", [("F002", 1, 5)]),
        (b"\ta: 1", [("F002", 1, 1)]),
        (b"a: [1, 2", [("F002", 1, 9)]),
        (b"a:\n  {", [("F002", 2, 4)]),
        (b"a: 'one\nb: two", [("F002", 2, 7)]),
        (b"a: 1\n---\nb: 2", [("F006", 2, 1)]),
        (b"a: &x 1", [("F004", 1, 4)]),
        (b"a: *x", [("F004", 1, 4)]),
        (b"a: !!python/object:os.system x", [("F004", 1, 4)]),
        (b"!local a: 1", [("F004", 1, 1)]),
        (b"a: 1\na: 2\n'a': 3", [("F005", 2, 1), ("F005", 3, 1)]),
        (b"choices: {1: a, '1': b}", [("F209", 1, 17)]),
        (b"{[a, b]: c}", [("F103", 1, 2)]),
    ],
)
def test_what_is_wrong_is_said_where_it_is(raw: bytes | str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(raw) == expected


def test_a_quote_that_was_never_closed_is_told_by_where_it_opened() -> None:
    found = Findings("x.yaml")
    parse(b'a: "one\nb: two\nc: "three"', found)
    assert found.problems[0].hint == "the quote that opens on line 1 closes only here"


LAUGHS = "a: &a [x, x]\n" + "".join(f"{last}{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n, last in enumerate("bcdefgh"))


@pytest.mark.parametrize(
    "bomb",
    [
        LAUGHS.encode(),
        b"[" * 1_000_000,
        b"{a: " * 500_000,
        b"- " * 500_000,
        b"? " * 500_000,
        b"&a " * 500_000,
        b"a: [" + b"x," * 1_900_000,
        b"*a " * 1_000_000,
        b"a: !!binary " + b"A" * 1_000_000,
        b"x" * (MOST_BYTES + 1),
        b"\xff" * (MOST_BYTES - 1),
        b"\x00" * (MOST_BYTES - 1),
    ],
    ids=lambda bomb: repr(bomb[:12]),
)
def test_bombs_are_refused_at_once(bomb: bytes) -> None:
    assert min(_seconds(bomb) for _ in range(3)) < 0.05


def _seconds(bomb: bytes) -> float:
    """Of CPU until it is refused. The best of a few: a collection of garbage, due at any moment in a long run of tests,
    is no part of it."""
    began = time.process_time()
    assert problems(bomb)
    return time.process_time() - began


def test_nobody_reads_more_than_a_hundred_problems() -> None:
    assert len(problems(b"a: &a\n" + b"a: *a\n" * 1000)) == 100


@given(st.binary(max_size=300))
def test_any_bytes_whatever(raw: bytes) -> None:
    source, found = read(raw)
    assert source.tree is not None or found


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@#\n\t ক\\0", max_size=80))
def test_anything_that_looks_like_yaml(text: str) -> None:
    source, found = read(text)
    assert source.tree is not None or found
    assert all(line <= len(lines_of(source.text)) for _, line, _ in found)
