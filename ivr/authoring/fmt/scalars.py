"""How a single value is written: quoted or not as its author had it, in the plainest way that reads back the same."""

from __future__ import annotations

import json
import re

from ivr.authoring.fmt.pieces import Piece

WIDTH = 120
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_SWITCHES = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
"""Words that other readers of YAML take for something else."""
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=\S)")
_NEVER_PLAIN = re.compile(r":(\s|$)|\s#|\n")
_NEVER_IN_BRACKETS = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}]|$)")
_ODD = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]")
"""What is seen only as an escape."""


def key(piece: Piece, in_brackets: bool) -> str:
    """A key: plain where it is a word, in double quotes where it is a row of digits; else as it was."""
    text = piece.text
    if _WORD.fullmatch(text) and (not piece.style or text.lower() not in _SWITCHES):
        return text
    if piece.style or text.isdigit() or not _may_be_plain(text, in_brackets):
        return quoted(text)
    return text


def value(piece: Piece, in_brackets: bool) -> str:
    """A value on one line."""
    if not piece.style and (not piece.text or _may_be_plain(piece.text, in_brackets)):
        return piece.text
    return quoted(piece.text)


def quoted(text: str) -> str:
    """In double quotes, unless only single ones need no escape."""
    if _ODD.search(text):
        return _escaped(text)
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else _escaped(text)


def block(piece: Piece, room: int) -> tuple[str, list[str]] | None:
    """The indicator and lines of a long text; None where it is better written on one line. `room`: letters per line."""
    if piece.style == "|" and (literal := _literal(piece.text)):
        return literal
    end, text = ("", piece.text[:-1]) if piece.text.endswith("\n") else ("-", piece.text)
    if not _may_be_folded(text) or (end == "" and piece.style != ">"):
        return None
    lines = list(piece.lines) if _stays(piece, text, room) else _folded(text, room)
    return (f">{end}", lines) if piece.style == ">" or len(lines) > 1 else None


def _may_be_plain(text: str, in_brackets: bool) -> bool:
    if not _PLAIN_START.match(text) or text != text.strip() or _NEVER_PLAIN.search(text) or _ODD.search(text):
        return False
    return not (in_brackets and _NEVER_IN_BRACKETS.search(text)) and not text.startswith(("---", "..."))


def _escaped(text: str) -> str:
    """As JSON writes it; the few signs that JSON leaves and YAML does not read are written as numbers."""
    plain = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", plain)


def _literal(text: str) -> tuple[str, list[str]] | None:
    end, kept = ("", text[:-1]) if text.endswith("\n") else ("-", text)
    lines = kept.split("\n")
    fits = lines[0].strip() and lines[-1].strip() and not lines[0].startswith((" ", "\t"))
    if not fits or any(_ODD.search(line) or line != line.rstrip() for line in lines):
        return None
    return f"|{end}", lines


def _stays(piece: Piece, text: str, room: int) -> bool:
    """Whether its author's own lines are kept, such as one for each sentence."""
    return piece.style == ">" and " ".join(piece.lines) == text and all(len(line) <= room for line in piece.lines)


def _may_be_folded(text: str) -> bool:
    words = text.split(" ")
    return all(words) and not _ODD.search(text) and "\t" not in text


def _folded(text: str, room: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
