"""What is wrong in a file, where, and what would be right; and the collecting of all of it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from ivr.authoring.codes import Code, Severity
from ivr.authoring.tree import Mark

MOST_GUESSES = 25
"""Per file: a guess compares with every name that there is, and a reader fixes the first ones first."""

MOST_COMPARED = 2000
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `expected` and `hint` are whole phrases; `story` is the failing path of a proof, line by line."""

    file: str
    mark: Mark
    code: Code
    message: str
    expected: str = ""
    hint: str = ""
    story: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return self.code.severity

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        return self.file, self.mark.line, self.mark.column, self.code, self.message


@dataclass(slots=True)
class Findings:
    """The problems of one file, in the making."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    _guesses: int = 0

    @property
    def errors(self) -> bool:
        """Whether anything is so wrong that the file does not go live."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def add(
        self, code: Code, mark: Mark, message: str, expected: str = "", hint: str = "", story: tuple[str, ...] = ()
    ) -> None:
        self.problems.append(Problem(self.file, mark, code, message, expected, hint, story))

    def unknown(self, code: Code, mark: Mark, message: str, word: str, known: Iterable[str], what: str = "") -> None:
        """A name that does not exist: says which one may have been meant, and which there are."""
        names = list(islice(filter(None, known), MOST_COMPARED if self._guesses < MOST_GUESSES else MOST_LISTED + 1))
        self.add(code, mark, message, what or listed(names), self._guess(word, names))

    def _guess(self, word: str, names: list[str]) -> str:
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return ""
        close = difflib.get_close_matches(word[:80], names, n=1)
        return f'did you mean "{close[0]}"?' if close else ""


def listed(names: Iterable[str], most: int = MOST_LISTED) -> str:
    """Names in a row for a person; a long row is cut, and says so."""
    known = list(islice(names, most + 1))
    return ", ".join(known) if len(known) <= most else f"{', '.join(known[:most])}, …"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
