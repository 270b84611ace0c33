"""Behaviours of telephones as JSON: by name, with the seconds after which they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.simulator.exchange import (
    Behaviour,
    answers,
    busy,
    no_answer,
    rejects,
    screening_robot,
    unreachable,
    voicemail,
)

_TIMED: Mapping[str, Callable[[float], Behaviour]] = {
    "answers": answers,
    "rejects": rejects,
    "voicemail": voicemail,
    "screening_robot": screening_robot,
}
_PLAIN: Mapping[str, Callable[[], Behaviour]] = {
    "answers": answers,
    "busy": busy,
    "no_answer": no_answer,
    "rejects": rejects,
    "screening_robot": screening_robot,
    "unreachable": unreachable,
    "voicemail": voicemail,
}
NAMES = tuple(_PLAIN)


def parse(body: Mapping[str, object]) -> Behaviour:
    """`{"behaviour": name, "after": seconds}`; ValueError for a name that does not exist."""
    name = str(body.get("behaviour", ""))
    if name not in _PLAIN:
        raise ValueError(f"no behaviour {name!r}; there are {', '.join(NAMES)}")
    if "after" in body and name in _TIMED:
        return _TIMED[name](float(str(body["after"])))
    return _PLAIN[name]()
