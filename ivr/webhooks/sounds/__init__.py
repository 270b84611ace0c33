"""The sounds that we play on the line, as public files. Twilio keeps them by their ETag; the simulated line takes their
length from the end of the name."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

FOLDER = Path(__file__).parent

sounds = Blueprint("sounds", __name__, url_prefix="/sounds")


@sounds.get("/<name>.wav")
def sound(name: str) -> Response:
    """A sound by its name; 404 for any other file."""
    return send_from_directory(FOLDER, f"{name}.wav", mimetype="audio/wav", max_age=86400)
