"""The phones page: its files, and the routes that serve them. It asks nothing of any other host; its policy says so.

The page works where its own origin also answers /simulator/api, /simulator/people, /promises, /agents and /skip.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

FILES = Path(__file__).parent
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""Named here, because a machine's own table of types may be odd."""

HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

page = Blueprint("page", __name__, url_prefix="/simulator")


@page.get("")
def index() -> Response:
    """The page itself."""
    return send_from_directory(FILES, "index.html", mimetype=TYPES[".html"])


@page.get("/page/<path:name>")
def file(name: str) -> Response:
    """What it is made of; 404 for anything else, Python included."""
    kind = TYPES.get(Path(name).suffix)
    if kind is None:
        return Response(status=404)
    return send_from_directory(FILES, name, mimetype=kind)


@page.after_request
def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
