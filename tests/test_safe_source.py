"""What no line of the program does, because nobody could prove it harmless; and what no tracked file gives away.

Syntax alone is read. A query is built of values, a page of templates that escape, a process of a list of words.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.paths import ROOT
from tests.test_guards import found

EVALUATED = frozenset({"eval", "exec", "compile", "__import__"})
TEMPLATES = frozenset({"render_template_string", "from_string"})
"""What makes code of a text."""
LOADERS = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "jsonpickle"})
"""What makes objects of bytes, by code that the bytes name."""
COMMANDS = frozenset({"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"})
UNSAFE_YAML = frozenset({"yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"})
WRITTEN = frozenset({"text", "literal_column", "Markup", "exec_driver_sql"})
"""What takes a text as SQL or as HTML: it must stand in the source as it is."""

ALLOWED = {("ivr/frozen.py", "exec"), ("ivr/console/markdown.py", "Markup of a composed text")}
"""`frozen` writes the constructors of our own classes; `markdown` a tag that it has chosen itself."""

KEYS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(AC|SK)[0-9a-f]{32}\b|\bAKIA[0-9A-Z]{16}\b|\bgh[ps]_\w{36}")
LOOPBACK = "tests/egress/loopback.pem"
"""Of a host that there is not."""


def name_of(node: ast.expr) -> str:
    """As it is written: `yaml.load`, or the last word of what is longer."""
    if isinstance(node, ast.Attribute):
        inside = node.value
        return f"{inside.id}.{node.attr}" if isinstance(inside, ast.Name) else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def last(name: str) -> str:
    return name.rpartition(".")[2]


def composed(node: ast.expr) -> bool:
    """Whether a text is put together as the program runs, of more than constants."""
    if isinstance(node, ast.JoinedStr):
        values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return not all(isinstance(value, ast.Name) and value.id.isupper() for value in values)
    called = last(name_of(node.func)) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.BinOp) or called in ("format", "join")


def wrong_call(node: ast.Call) -> str:
    """What is wrong with a call; empty: nothing."""
    name = name_of(node.func)
    if name in EVALUATED | COMMANDS | UNSAFE_YAML or last(name) in TEMPLATES:
        return name
    if last(name) in WRITTEN and node.args and composed(node.args[0]):
        return f"{last(name)} of a composed text"
    for keyword in node.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if (keyword.arg, value) in (("shell", True), ("verify", False)):
            return f"{keyword.arg}={value}"
    return ""


def wrong(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each line with what is wrong in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (what := wrong_call(node)):
            yield node.lineno, what
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            yield from ((node.lineno, one) for one in named if one.partition(".")[0] in LOADERS)


def test_nothing_makes_code_queries_or_markup_of_a_text() -> None:
    faults = []
    for path in sorted((ROOT / "ivr").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text(encoding="utf-8"), place)
        faults += [f"{place}:{line}: {what}" for line, what in wrong(tree) if (place, what) not in ALLOWED]
    assert faults == []


@pytest.mark.parametrize(
    "line",
    [
        "eval(words)", "import pickle", "from marshal import loads", "yaml.load(file)", "os.system(words)",
        "subprocess.run(words, shell=True)", "requests.get(url, verify=False)", "unit.run(text(f'x = {name}'))",
        "sqlalchemy.text('x = ' + name)", "text('x = {}'.format(name))", "Markup(f'<b>{name}</b>')",
        "app.render_template_string(words)",
    ],
)  # fmt: skip
def test_each_of_these_would_be_found(line: str) -> None:
    assert list(wrong(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "re.compile(words)",
        "Markup('<b>{}</b>').format(name)",
        "text('SELECT 1')",
        "text(f'SELECT {TABLE}')",
        "form.text(code)",
    ],
)
def test_what_is_harmless_is_not(line: str) -> None:
    assert not list(wrong(ast.parse(line)))


def test_no_template_writes_a_value_as_it_came() -> None:
    """One macro alone does, with a name that stands in our own templates."""
    assert [line.partition(":")[0] for line in found(r"\|\s*safe\b|autoescape\s+false", ".html")] == [
        "ivr/console/templates/fields.html"
    ]


def test_no_tracked_file_holds_a_key() -> None:
    assert {line.partition(":")[0] for line in found(KEYS.pattern)} == {LOOPBACK}
