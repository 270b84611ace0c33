"""What browsers are given besides pages: our files and others', under an address that changes when any of them does.

All of it is read once, at the start. A name that is not there is an error of whoever asks for its address.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

STATIC = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
}
"""What may be given away, by its ending; everything else in the folder (licences, lists) stays here."""
PACKED = frozenset({".css", ".js", ".svg"})
FOR_EVER = "public, max-age=31536000, immutable"
LETTERS = 12
"""Of a SHA-256, in hexadecimal: enough to tell two releases apart."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by their path below `static`, and the release: a hash over all of them."""

    files: dict[str, bytes]
    release: str

    def address(self, name: str) -> str:
        """Where browsers find this file; LookupError where there is none of this name."""
        if name not in self.files:
            raise LookupError(f"there is no asset {name!r}")
        return f"/static/{self.release}/{name}"


@lru_cache(maxsize=1)
def read() -> Assets:
    """All files. Their addresses share one release, so that scripts and styles may name each other by relative ones."""
    found = sorted(path for path in STATIC.rglob("*") if path.suffix in KINDS)
    files = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in found}
    whole = hashlib.sha256()
    for name, content in files.items():
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return Assets(files, whole.hexdigest()[:LETTERS])


@lru_cache(maxsize=256)
def _packed(name: str) -> bytes:
    return gzip.compress(read().files[name], 9, mtime=0)


def blueprint() -> Blueprint:
    """The one address of all files."""
    files = Blueprint("assets", __name__, url_prefix="/static")
    files.get("/<release>/<path:name>")(send)
    return files


def send(release: str, name: str) -> Response:
    """One file. Whoever asks for another release, from a page older than we are, gets ours, and does not keep it."""
    assets = read()
    if name not in assets.files:
        abort(404)
    suffix = Path(name).suffix
    packed = suffix in PACKED and request.accept_encodings["gzip"] > 0
    answer = Response(_packed(name) if packed else assets.files[name], content_type=KINDS[suffix])
    answer.headers["Cache-Control"] = FOR_EVER if release == assets.release else "no-cache"
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer
