"""The one form of a file: what it says stays, remarks stay, and whoever writes it twice gets the same."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.authoring.fmt import formatted
from ivr.authoring.folder import load_folder
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from tests.authoring.diff.flows import LOOKUPS
from tests.authoring.shop import shown, write
from tests.authoring.test_readme import BILINGUAL, EXAMPLES
from tests.paths import ROOT

FILES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "callflows").rglob("*.yaml"))]
WRITTEN = [*FILES, *(text for kind, text in EXAMPLES if kind not in ("card", "subflow"))]


def form(text: str) -> str:
    """The form of a text; and nothing changes when it is asked for once more."""
    new = formatted(text)
    assert formatted(new) == new
    return new


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("b:  1\na:   {x: 1,y:  [1,2]}\n", "b: 1\na: {x: 1, y: [1, 2]}\n"),
        ("a:\n    b:\n       c: 1\n", "a:\n  b:\n    c: 1\n"),
        ("a:\n- 1\n- {b: 2}\n- c: 3\n  d: 4\n", "a:\n  - 1\n  - {b: 2}\n  - c: 3\n    d: 4\n"),
        ("a: {b: 1,\n    c: 2}\n", "a:\n  b: 1\n  c: 2\n"),
        ("a: 'text'\nb: \"it's\"\nc: 'say \"x\"'\n", 'a: "text"\nb: "it\'s"\nc: \'say "x"\'\n'),
        ("choices: {1: a, '0': b}\n", 'choices: {"1": a, "0": b}\n'),
        ("'a': 1\n'no': 2\non: 3\n", 'a: 1\n"no": 2\non: 3\n'),
        ("a: one\n  two\n   three\n", "a: one two three\n"),
        ("a:\nb: {}\nc: []\nd: ''\n", 'a:\nb: {}\nc: []\nd: ""\n'),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("a: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a:\n\n\n  b: :,\n  c: [-1, ':,']\n", 'a:\n  b: :,\n  c: [-1, ":,"]\n'),
        ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("- {decline: , next: b}\n", "- {decline: , next: b}\n"),
        ('a: "১২\\n৩"\n', 'a: "১২\\n৩"\n'),
        ("a: |\n  one\n   two\nb: >\n  three\n  four\n", "a: |\n  one\n   two\nb: >\n  three\n  four\n"),
    ],
)
def test_how_it_is_written(written: str, expected: str) -> None:
    assert form(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# top\n\n# of a\na: 1   # beside\n# end\n", "# top\n\n# of a\na: 1   # beside\n# end\n"),
        (
            "a:   # beside\n    # of b\n    b: 1\n    # foot\nc: 2\n",
            "a:   # beside\n  # of b\n  b: 1\n  # foot\nc: 2\n",
        ),
        ("a:\n  b: 1\n# of c\nc: 2\n", "a:\n  b: 1\n# of c\nc: 2\n"),
        ("a:\n  b:\n    c: 1\n  # foot of a\n\n# of d\nd: 2\n", "a:\n  b:\n    c: 1\n  # foot of a\n\n# of d\nd: 2\n"),
        ("a: {b: 1, # one\n    c: 2} # two\n", "a:\n  b: 1    # one\n  c: 2    # two\n"),
        ("a: [1, # x\n  2]\n", "a:\n  - 1  # x\n  - 2\n"),
        ("a: >-   # beside\n  text # no remark\n  more\n# of b\nb: 1\n",) * 2,
        ("- # of a\n  a: 1\n- b: 2   # beside\n", "# of a\n- a: 1\n- b: 2   # beside\n"),
        ("a: x#y   # z\nb: 'a # b' # c\n", 'a: x#y   # z\nb: "a # b"  # c\n'),
        ("a: |\n  # text\n  # text\n\n# of b\nb: 1\n",) * 2,
    ],
)
def test_remarks_stay_with_what_they_are_about(written: str, expected: str) -> None:
    assert form(written) == expected


MIXED = """\
# yaml-language-server: $schema=./callflow.schema.json
callflow: main
# how old the language is
version: 1
title: Line
x-note: ours
start: reason
numbers: ["+12025550100"]
nodes:
  # the first
  reason:
    otherwise: b       # silence
    x-why: because
    menu:
      choices: {"2": {topic: t, go: b}, "1": a}
      tries: 2
      prompt: Press 1.
  b:
    next: a
    say: {bn: ক, en: K}
  a: {unanswered: b, transfer: support}
"""
ORDERED = """\
# yaml-language-server: $schema=./callflow.schema.json
# how old the language is
version: 1
callflow: main
title: Line
x-note: ours
numbers: ["+12025550100"]
start: reason
nodes:
  # the first
  reason:
    menu:
      prompt: Press 1.
      choices: {"2": {topic: t, go: b}, "1": a}
      tries: 2
    otherwise: b       # silence
    x-why: because
  b:
    say: {bn: ক, en: K}
    next: a
  a: {transfer: support, unanswered: b}
"""


def test_keys_stand_in_the_order_of_the_language_and_bring_their_remarks_along() -> None:
    assert form(MIXED) == ORDERED


def test_a_long_text_is_folded_and_its_authors_lines_are_kept() -> None:
    long = "word " * 30 + "end"
    assert form(f"a: {long}\n") == f"a: >-\n  {'word ' * 22}word\n  {'word ' * 7}end\n"
    kept = "a: >-\n  One sentence.\n  Another one.\n"
    assert form(kept) == kept
    inside = "a: {b: " + long + ", c: 1}\n"
    assert form(inside) == f"a:\n  b: >-\n    {'word ' * 22}word\n    {'word ' * 7}end\n  c: 1\n"


def test_the_sample_and_the_page_are_in_their_form_or_say_the_same_in_it(tmp_path: Path) -> None:
    assert [form(text) == text for text in FILES] == [True] * len(FILES)
    for number, (kind, text) in enumerate(EXAMPLES):
        if kind in ("nodes", "bilingual", "lookups"):
            business = {"bilingual": BILINGUAL, "lookups": LOOKUPS}.get(kind, "")
            old = load_folder(write(tmp_path / f"{number}a", text, business))
            new = load_folder(write(tmp_path / f"{number}b", form(text), business))
            assert old.flows and old.flows == new.flows, shown(new)
            assert [*old.flows[0].nodes] == [*new.flows[0].nodes]


TEXTS = st.text(st.sampled_from("aZ0 _-#:'\"\\,[]{}>|&*!%@?\n\tকি১।é\u2028\x07"), max_size=14)
TREES = st.recursive(
    TEXTS | st.sampled_from(["", "null", "no", "1", "012", "+1202", "10:00", "a b " * 40]),
    lambda inner: st.dictionaries(TEXTS.filter(bool), inner, max_size=4) | st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(
    TREES.filter(lambda tree: isinstance(tree, (dict, list))),
    st.sampled_from([True, False, None]),
    st.integers(20, 130),
)
@settings(deadline=None, max_examples=150)
def test_any_tree_says_the_same_afterwards(tree: object, flow: bool | None, width: int) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)
    if parse(text.encode(), found := Findings("x")).tree is None or found.problems:
        return
    new = form(text)
    assert yaml.load(new, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)


@given(st.data())
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_remarks_anywhere_are_kept(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(WRITTEN)).splitlines()
    put = data.draw(
        st.lists(st.tuples(st.integers(0, len(lines)), st.integers(0, 9), st.sampled_from("abc")), max_size=6)
    )
    for at, indent, words in sorted(put, reverse=True):
        beside = indent == 9 and at < len(lines)
        if beside:
            lines[at] += f"  # {words}"
        else:
            lines.insert(at, f"{' ' * indent}# {words}" if indent else "")
    text = "\n".join(lines) + "\n"
    found = Findings("x")
    if parse(text.encode(), found).tree is None or found.problems:
        return
    new = form(text)
    assert yaml.load(new, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_keys_in_any_order_come_to_one_form(data: st.DataObject) -> None:
    """Of what stands on a node of its own; the page's own examples, shuffled."""
    example = data.draw(st.sampled_from([text for kind, text in EXAMPLES if kind == "nodes"]))
    tree = yaml.load(example, yaml.BaseLoader)
    for name, node in list(tree["nodes"].items()):
        if isinstance(node, dict):
            tree["nodes"][name] = dict(data.draw(st.permutations(list(node.items()))))
    mixed = yaml.safe_dump({"callflow": "main", **tree}, allow_unicode=True, sort_keys=False, default_flow_style=False)
    for node in re.findall(r"^  \w+:\n((?:    .*\n)+)", form(mixed).split("nodes:\n")[-1], re.MULTILINE):
        names = re.findall(r"^    (\w+):", node, re.MULTILINE)
        assert "next" not in names or "otherwise" not in names or names.index("next") < names.index("otherwise")
        assert names[0] not in ("next", "otherwise", "unanswered", "allow")
