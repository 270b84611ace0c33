"""Studio's tests as expressions of ours, where one says the same; and their outcome for a key that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ivr.authoring.studio.answers import CALLER, Kind, Ref
from ivr.authoring.studio.liquid import Test
from ivr.authoring.studio.model import Condition

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALTERNATIVES = re.compile(r"\^?\(?([\w ]+(?:\|[\w ]+)*)\)?\$?")
_ANYTHING = re.compile(r"\^?\(?(?:\.\+|\\[dw]\+|\[0-9\]\+|\[a-zA-Z0-9\]\+)\)?\$?")
_LOOKS = re.compile(r"\^?((?:\(\?=\.\*[\w @#-]+\))+)(?:\.\*)?\$?")
"""What has all of these in it, in any order: `(?=.*sale)(?=.*new).*`."""
_PART = re.compile(r"\^?(\.\*)?((?:[\w @#-]|\\[+.$*?])+)\.\*\$?")
"""What begins so, or has that in it: `\\+44.*`, `.*sale.*`."""
_SIGNS = {
    "equal_to": "==",
    "not_equal_to": "!=",
    "less_than": "<",
    "greater_than": ">",
    "is_before_time": "<",
    "is_after_time": ">",
    "is_before_date": "<",
    "is_after_date": ">",
}


_WITHIN = {
    "contains": ("contains", False),
    "does_not_contain": ("contains", True),
    "starts_with": ("starts with", False),
    "does_not_start_with": ("starts with", True),
}
_TEXTS = frozenset((Kind.TEXT, Kind.DIGITS))
_NO_NUMBER = frozenset(("anonymous", "restricted", "unavailable", "+266696687", "+7378742833", "+8656696"))
"""The last three spell anonymous, restricted and unknown on a keypad, with a letter or two left out."""


def expression(ref: Ref, condition: Condition, other: Ref | None = None) -> str | None:
    """What `branch` asks; None where our language has no such question. `other`: what it is compared with, if that is
    no constant."""
    test, value = condition.test, condition.value
    if "{{" in value:
        return _of_two(ref, _SIGNS.get(test, ""), other)
    if ref is CALLER and (asked := _withheld(test, value)):
        return asked
    if test in ("is_blank", "is_not_blank"):
        return f"{ref.place} is {'unknown' if test == 'is_blank' else 'known'}" if ref.kind is not Kind.NOW else None
    if test in ("matches_any_of", "does_not_match_any_of"):
        return _membership(ref, [part.strip() for part in value.split(",")], test == "matches_any_of")
    if test == "regex":
        return _pattern(ref, value)
    if test in _WITHIN:
        return _within(ref, *_WITHIN[test], value)
    return comparison(ref, _SIGNS.get(test, ""), value)


def _of_two(ref: Ref, sign: str, other: Ref | None) -> str | None:
    """Numbers are compared with numbers, texts with texts."""
    if other is None or not sign or (ref.kind is Kind.NUMBER) is not (other.kind is Kind.NUMBER):
        return None
    if ref.kind is not Kind.NUMBER and (sign not in ("==", "!=") or not {ref.kind, other.kind} <= _TEXTS):
        return None
    return f"not {ref.place} == {other.place}" if sign == "!=" else f"{ref.place} {sign} {other.place}"


def _withheld(test: str, value: str) -> str | None:
    """A test for what Twilio writes in place of a number that is not shown."""
    if value.strip().lower() not in _NO_NUMBER or test not in ("equal_to", "not_equal_to", "contains"):
        return None
    return f"{'not ' if test == 'not_equal_to' else ''}caller.withheld"


def _within(ref: Ref, way: str, negated: bool, value: str) -> str | None:
    literal = _literal(ref, value) if ref.kind in _TEXTS and value else None
    return literal and f"{'not ' if negated else ''}{ref.place} {way} {literal}"


def comparison(ref: Ref, sign: str, value: str) -> str | None:
    """`answers.kind == "shop"`: text and digits are compared for being the same, the rest for size as well.

    What is unknown is unlike everything in Studio, and so is `not … ==` here.
    """
    literal = _literal(ref, value)
    if literal is None or not sign or "{{" in value:
        return None
    if ref.kind in (Kind.TEXT, Kind.DIGITS, Kind.FLAG) and sign not in ("==", "!="):
        return None
    return f"not {ref.place} == {literal}" if sign == "!=" else f"{ref.place} {sign} {literal}"


def of_tag(ref: Ref, test: Test) -> str | None:
    """A condition of a template's tag."""
    if not test.sign:
        return f"{ref.place} is known"
    if test.right.path and test.right.path not in ("blank", "empty", "nil", "null"):
        return None
    if test.sign == "contains":
        return _within(ref, "contains", False, test.right.literal)
    if test.right.path or not test.right.literal:
        return f"{ref.place} is {'unknown' if test.sign == '==' else 'known'}"
    return comparison(ref, test.sign, test.right.literal)


def holds(condition: Condition, value: str) -> bool:
    """Whether a test is met by a key that was pressed."""
    wanted = condition.value.strip()
    tests: dict[str, Callable[[], bool]] = {
        "equal_to": lambda: value.lower() == wanted.lower(),
        "not_equal_to": lambda: value.lower() != wanted.lower(),
        "matches_any_of": lambda: value in _parts(wanted),
        "does_not_match_any_of": lambda: value not in _parts(wanted),
        "is_blank": lambda: not value,
        "is_not_blank": lambda: bool(value),
        "contains": lambda: wanted in value,
        "does_not_contain": lambda: wanted not in value,
        "starts_with": lambda: value.startswith(wanted),
        "does_not_start_with": lambda: not value.startswith(wanted),
        "regex": lambda: _matches(wanted, value),
        "less_than": lambda: _both(value, wanted) and float(value) < float(wanted),
        "greater_than": lambda: _both(value, wanted) and float(value) > float(wanted),
    }
    return condition.test in tests and tests[condition.test]()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _both(*values: str) -> bool:
    return all(_NUMBER.fullmatch(value) for value in values)


def _matches(pattern: str, value: str) -> bool:
    """A pattern that is long, or none, meets nothing; on one letter every other one is quick."""
    try:
        return len(pattern) <= 200 and re.fullmatch(pattern, value) is not None
    except (re.error, RecursionError, OverflowError):
        return False


def _membership(ref: Ref, values: Sequence[str], within: bool) -> str | None:
    literals = [_literal(ref, value) for value in values if value]
    if not literals or None in literals:
        return None
    return f"{'' if within else 'not '}{ref.place} in [{', '.join(filter(None, literals))}]"


def _pattern(ref: Ref, pattern: str) -> str | None:
    if _ANYTHING.fullmatch(pattern):
        return f"{ref.place} is known"
    if match := _ALTERNATIVES.fullmatch(pattern):
        return _membership(ref, match[1].split("|"), True)
    if match := _LOOKS.fullmatch(pattern):
        parts = [_within(ref, "contains", False, part) for part in re.findall(r"\.\*([^()]+)\)", match[1])]
        return None if None in parts else " and ".join(filter(None, parts))
    if match := _PART.fullmatch(pattern):
        return _within(ref, "contains" if match[1] else "starts with", False, match[2].replace("\\", ""))
    return None


def _literal(ref: Ref, value: str) -> str | None:
    if ref.kind is Kind.NOW:
        return _moment(ref, value)
    if ref.kind is Kind.NUMBER:
        return value if _NUMBER.fullmatch(value) and not value.startswith("-") else None
    if ref.kind is Kind.FLAG:
        return value.lower() if value.lower() in ("true", "false") else None
    if len(value) > 200 or not value.isprintable() or ('"' in value and "'" in value):
        return None
    return f"'{value}'" if '"' in value else f'"{value}"'


def _moment(ref: Ref, value: str) -> str | None:
    """A value of the clock as Studio's format writes it → as ours does."""
    value = value.strip()
    if ref.place == "now.hour":
        return str(int(value)) if re.fullmatch("[0-9]{1,2}", value) and int(value) < 24 else None
    if ref.place == "now.time":
        match = re.fullmatch("([0-9]{1,2}):?([0-9]{2})", value)
        return f"{int(match[1]):02}:{match[2]}" if match and int(match[1]) < 24 and int(match[2]) < 60 else None
    if ref.place == "now.date":
        return value if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
    if value.isdigit():
        day = int(value) - 1 if ref.path == "%u" else int(value) + 6
        return _WEEK[day % 7] if int(value) <= 7 else None
    return next((name for name in _WEEK if len(value) >= 3 and name.startswith(value.lower())), None)
