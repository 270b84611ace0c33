"""What can go wrong with a request, as RFC 9457 tells it: every sort once, with a type that never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import Response


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of problem."""

    status: int
    title: str


class Problem(Enum):
    """`urn:ivr:problem:` and the name in lower case, with dashes, is the type."""

    BAD_PARAMETER = Sort(400, "A parameter cannot be read")
    UNREADABLE = Sort(400, "The body cannot be read")
    UNAUTHORIZED = Sort(401, "A valid token is needed")
    FORBIDDEN = Sort(403, "The token may not do this")
    NOT_FOUND = Sort(404, "There is no such thing")
    METHOD_NOT_ALLOWED = Sort(405, "This address does not know that method")
    CONFLICT = Sort(409, "It cannot be done as things stand")
    STALE = Sort(412, "It has changed since it was read")
    TOO_LARGE = Sort(413, "The body is too large")
    NOT_JSON = Sort(415, "The body is to be JSON")
    INVALID = Sort(422, "The body is not as described")
    KEY_USED = Sort(422, "This Idempotency-Key was used for something else")
    DECLINED = Sort(422, "This is never done")
    NEEDS_MATCH = Sort(428, "If-Match is needed")
    BUSY = Sort(429, "Too many requests at once")
    OFTEN = Sort(429, "Too many requests")
    BROKEN = Sort(500, "A fault of ours")
    AWAY = Sort(503, "The database cannot be reached")

    @property
    def type(self) -> str:
        """The URI that names this sort."""
        return "urn:ivr:problem:" + self.name.lower().replace("_", "-")


HEADERS: dict[Problem, dict[str, str]] = {
    Problem.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    Problem.BUSY: {"Retry-After": "1"},
    Problem.AWAY: {"Retry-After": "5"},
}


class Refused(Exception):
    """A request is refused; `detail` tells this one's sender what to do, and repeats nothing of theirs. `more`: further
    members of the answer, such as `reason` for programs."""

    def __init__(self, problem: Problem, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        self.problem, self.detail, self.more = problem, detail, more
        self.headers = {**HEADERS.get(problem, {}), **(headers or {})}
        super().__init__(detail)


def response(refused: Refused) -> Response:
    """The answer to a refused request."""
    sort = refused.problem.value
    body = {
        "type": refused.problem.type,
        "title": sort.title,
        "status": sort.status,
        "detail": refused.detail,
        **refused.more,
    }
    return Response(json.dumps(body), sort.status, refused.headers, mimetype="application/problem+json")
