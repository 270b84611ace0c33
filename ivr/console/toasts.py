"""What a page says in passing: that something was done, and for ten seconds a way to take it back.

It lives over one redirect, in the browser's own signed cookie. The way back is a form; what it undoes is the page's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ivr.console.ground import here
from ivr.console.secret import secret_of

SECONDS = 10
"""For which it can be taken back."""
GRACE = 3
"""Seconds that a click may be on its way."""
_KEY = "toasts"


@dataclass(frozen=True, slots=True)
class Toast:
    """`address` and `proof`: where to post, and what to post, to take it back; empty where that cannot be."""

    text: str
    address: str = ""
    proof: str = ""
    seconds: int = SECONDS


def tell(text: str) -> None:
    """Says this on the next page that the browser gets."""
    _add({"text": text})


def offer_undo(text: str, address: str, **what: str | int) -> None:
    """Says this, with a button that posts to `address`; there `undone()` returns `what` while the time is not over."""
    _add({"text": text, "address": address, "proof": _signer(address).dumps(what)})


def undone() -> dict[str, Any] | None:
    """What is to be taken back at this address; None: it is too late, or nobody was offered this."""
    try:
        found: dict[str, Any] = _signer(request.path).loads(request.form.get("undo", ""), max_age=SECONDS + GRACE)
    except BadSignature:
        return None
    return found


def take() -> tuple[Toast, ...]:
    """What is to be said now; said once."""
    return tuple(Toast(**one) for one in session.pop(_KEY, ()))


def partial() -> str:
    """The same, as htmx puts it where toasts are."""
    found = take()
    return render_template("toasts.html", pending=found) if found else ""


def _add(toast: dict[str, str]) -> None:
    session[_KEY] = [*session.get(_KEY, ()), toast][-3:]


def _signer(address: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_of(here().settings), salt=f"undo {address}")
