"""Objects as Terraform and JavaScript write them → what JSON would have said. It runs no expression: it keeps its text.

`{name = "x", next: var.y}` is `{"name": "x", "next": "${var.y}"}`; a comment is none of it, nor is a comma too many.
"""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 60
MOST_LETTERS = 2_000_000
_ATTEMPTS = 30
"""Brackets before the widgets that are tried as the one around them."""
_MOST_READ = 2 * MOST_LETTERS
"""Letters that are read in all attempts together."""
_STATES = re.compile(r"""["']?\bstates["']?\s*[:=]\s*\[""")
_BETWEEN = re.compile(r"(?:[\s,;]+|//[^\n]*|#[^\n]*)+")
_KEY = re.compile(r"""(?:([A-Za-z_$][\w$-]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))\s*[:=]\s*""")
_PLAIN = re.compile(r"(?:true|false|null|-?[0-9]+(?:\.[0-9]+)?)(?=[\s,;}\]/#]|$)")
_LETTERS = {quote: re.compile(rf"[^{quote}\\$]+") for quote in "\"'`"}
_EXPRESSION = re.compile(r"""[^\s,"'(){}\[\]]+|[ \t]+""")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class NotLoose(ValueError):
    """No such object stands there."""


def find_flow(text: str) -> Any:
    """The object around the list of widgets, whatever program or template it stands in. NotLoose: there is none."""
    found = _STATES.search(text) if len(text) <= MOST_LETTERS else None
    end, read = found.start() if found else 0, 0
    for _ in range(_ATTEMPTS):
        end = text.rfind("{", 0, end)
        if end < 0 or read > _MOST_READ:
            break
        reader = _Reader(text, end)
        try:
            value = reader.value(0)
        except NotLoose:
            read += reader.at - end
            continue
        if isinstance(value, dict) and isinstance(value.get("states"), list):
            return value
    raise NotLoose("no object with states in it")


class _Reader:
    """A place in the text, which only goes on."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self._last_remark = text.rfind("*/")

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise NotLoose("nested too deep")
        first = self.text[self.at : self.at + 1]
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._list(depth)
        if first in ('"', "'", "`") and first:
            return self._string(first)
        if plain := _PLAIN.match(self.text, self.at):
            self.at = plain.end()
            return json.loads(plain[0])
        return self._expression()

    def _object(self, depth: int) -> dict[str, Any]:
        made = dict[str, Any]()
        self.at += 1
        while not self._closed("}"):
            key = _KEY.match(self.text, self.at)
            if not key:
                raise NotLoose(f"no key at {self.at}")
            self.at = key.end()
            made[key[1] or key[2][1:-1]] = self.value(depth + 1)
        return made

    def _list(self, depth: int) -> list[Any]:
        made = list[Any]()
        self.at += 1
        while not self._closed("]"):
            made.append(self.value(depth + 1))
        return made

    def _closed(self, bracket: str) -> bool:
        self._pass_by()
        if self.at >= len(self.text):
            raise NotLoose("it ends too early")
        if self.text[self.at] == bracket:
            self.at += 1
            return True
        return False

    def _pass_by(self) -> None:
        """Blanks, commas and remarks."""
        while True:
            if between := _BETWEEN.match(self.text, self.at):
                self.at = between.end()
            if not self.text.startswith("/*", self.at) or self._last_remark < self.at + 2:
                return
            self.at = self.text.index("*/", self.at + 2) + 2

    def _string(self, quote: str) -> str:
        parts = list[str]()
        self.at += 1
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == quote:
                self.at += 1
                return "".join(parts)
            parts.append(self._part(quote, letter))
        raise NotLoose("a text without an end")

    def _part(self, quote: str, letter: str) -> str:
        if self.text.startswith("${", self.at):
            return self._place()
        if letter == "\\":
            return self._escaped()
        run = _LETTERS[quote].match(self.text, self.at)
        self.at = run.end() if run else self.at + 1
        return run[0] if run else letter

    def _escaped(self) -> str:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter == "u" and re.fullmatch("[0-9a-fA-F]{4}", number := self.text[self.at + 2 : self.at + 6]):
            self.at += 6
            return chr(int(number, 16))
        self.at += 2
        return _ESCAPED.get(letter, letter)

    def _place(self) -> str:
        """`${…}` to its own end, with the brackets and texts within."""
        start, depth = self.at, 0
        for found in re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}]').finditer(self.text, self.at):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth == 0 and found[0] == "}":
                self.at = found.end()
                return "${" + re.sub(r'[{}"\n]', "", self.text[start + 2 : self.at - 1]).strip() + "}"
        raise NotLoose("a place without an end")

    def _expression(self) -> str:
        """Whatever else stands there, up to the comma, the bracket or the line at which it ends."""
        start, depth = self.at, 0
        while self.at < len(self.text):
            letter = self.text[self.at]
            if depth == 0 and letter in ",;\n}])":
                break
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(letter, 0)
            if letter in "\"'":
                self._string(letter)
            else:
                run = _EXPRESSION.match(self.text, self.at)
                self.at = run.end() if run else self.at + 1
        if start == self.at:
            raise NotLoose(f"no value at {start}")
        return "${" + re.sub(r'[{}"\n]', "", self.text[start : self.at]).strip() + "}"
