"""Who may use the phones page: this machine's own browser, or one that came by our public address. It knows no route.

A page elsewhere must neither read it (a name that was made to point here) nor act through it (a form, a script).
"""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
READING = frozenset({"GET", "HEAD"})
JSON = "application/json"


def names(public_url: str) -> frozenset[str]:
    """The host names under which the page answers."""
    return LOOPBACK | {urlsplit(public_url).hostname or ""}


def refusal(method: str, host: str, origin: str | None, mimetype: str, allowed: frozenset[str]) -> str | None:
    """Why this request is refused, in words; None: it may pass. `host` and `origin` as the headers say."""
    if _hostname(host) not in allowed:
        return "this page answers on this machine, and under PUBLIC_URL, only"
    if method in READING:
        return None
    if mimetype != JSON:
        return f"{JSON} is needed"
    if origin is None or urlsplit(origin).netloc != host:
        return "the page itself may ask for this, no other"
    return None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
