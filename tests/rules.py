"""The house rules on one source file, as functions from its text to what is wrong with it.

They read syntax only: nothing is imported or run. Which rule binds which room is test_architecture's matter.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LONGEST_FILE = 250
LONGEST_FUNCTION = 40
LONGEST_DOCSTRING = 4

EMPTY_WORDS = re.compile(
    "(manager|helper|util|handler|process|processor|service|info|misc|session)s?|data", re.IGNORECASE
)
"""They say nothing: a thing is named by what it is, a function by what it does."""

GIVEN_NAMES = frozenset({"process_bind_param", "process_result_value"})
"""Names that a library asks for: SQLAlchemy's TypeDecorator."""

PLAIN_LIBRARY = re.compile(
    r"(__future__|abc|bisect|collections|contextlib|copy|dataclasses|datetime|decimal|enum|fractions|functools|hashlib"
    r"|heapq|hmac|itertools|json|math|operator|re|string|types|typing|unicodedata|urllib\.parse|zoneinfo)(\..+)?"
)
"""What a pure room may import from the standard library: no clock, no chance, no file, no network, no process."""

IMPURE_CALLS = re.compile(r"(^|\.)(now|utcnow|today)$|^(open|input|print|exec|eval|id|hash|breakpoint|__import__)$")
"""Calls that ask the machine instead of being told. `hash` and `id` differ from run to run."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its dotted name and its text."""

    name: str
    text: str

    @classmethod
    def read(cls, path: Path, root: Path) -> "Source":
        """Read a file below `root`; `ivr/line/__init__.py` is named `ivr.line`."""
        parts = path.relative_to(root).with_suffix("").parts
        return cls(".".join(parts).removesuffix(".__init__"), path.read_text(encoding="utf-8"))

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree, walked once for all rules."""
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[Function]:
        """All functions and methods, nested ones too."""
        return [node for node in self.nodes if isinstance(node, Function)]

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Line and dotted name of all that is imported, inside functions too; `from a import b` is `a.b`."""
        return list(imported(self.nodes))

    def room(self) -> str:
        """The room below ivr: `ivr.line.inputs` stands in `line`."""
        return (self.name.split(".") + [""])[1]


Rule = Callable[[Source], Iterator[str]]


def imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of all that these nodes import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)


def short_file(source: Source) -> Iterator[str]:
    """A file that can be read in one sitting."""
    if (lines := source.text.count("\n")) > LONGEST_FILE:
        yield f"{source.name}: {lines} lines, at most {LONGEST_FILE}"


def short_functions(source: Source) -> Iterator[str]:
    """A function that can be seen at once."""
    for node in source.functions:
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > LONGEST_FUNCTION:
            yield f"{source.name}:{node.lineno} {node.name}: {lines} lines, at most {LONGEST_FUNCTION}"


def module_docstring(source: Source) -> Iterator[str]:
    """What the file decides and what it never does, in one to four lines."""
    lines = [line for line in (ast.get_docstring(source.tree) or "").splitlines() if line.strip()]
    if source.text.strip() and not 1 <= len(lines) <= LONGEST_DOCSTRING:
        yield f"{source.name}: a module docstring of 1 to {LONGEST_DOCSTRING} lines, not {len(lines)}"


def names(source: Source) -> Iterator[str]:
    """Names that say something."""
    defined = [(1, source.name.rpartition(".")[2])]
    defined += [(n.lineno, n.name) for n in source.nodes if isinstance(n, Function | ast.ClassDef)]
    for line, name in defined:
        words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
        empty = [word for word in words if EMPTY_WORDS.fullmatch(word)]
        if empty and name not in GIVEN_NAMES:
            yield f"{source.name}:{line} {name}: '{empty[0]}' says nothing"


def absolute_imports(source: Source) -> Iterator[str]:
    """Imports that can be found by searching for the module's name."""
    yield from (f"{source.name}:{line} relative import" for line, name in source.imports if name.startswith("."))


def plain_imports(allowed: frozenset[str]) -> Rule:
    """Return the rule that only ivr, the plain library and `allowed` are imported."""

    def rule(source: Source) -> Iterator[str]:
        for line, name in source.imports:
            if name.partition(".")[0] not in allowed | {"ivr"} and not PLAIN_LIBRARY.fullmatch(name):
                yield f"{source.name}:{line} imports {name}: a pure room is told such things"

    return rule


def told_not_asking(source: Source) -> Iterator[str]:
    """No call that asks the machine for the time, for chance or for a file."""
    for node in source.nodes:
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if IMPURE_CALLS.search(called) and not called.endswith("clock.now"):  # the Clock port is handed in
            yield f"{source.name}:{node.lineno} calls {called}(): a pure room is told such things"


def never_imports(*forbidden: str) -> Rule:
    """Return the rule that none of these modules, nor what is inside them, is imported."""

    def rule(source: Source) -> Iterator[str]:
        for line, name in source.imports:
            if any(f"{name}.".startswith(f"{module}.") for module in forbidden):
                yield f"{source.name}:{line} imports {name}"

    return rule
