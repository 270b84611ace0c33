"""What callers said, for the one agent who has just said yes to them: to nobody else, and never kept on the way."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from ivr.webhooks.desk import Desk


def blueprint(desk: Desk) -> Blueprint:
    """`/twilio/said/…`: not signed, for Twilio signs no request for a sound; the id is random, and good for minutes."""
    said = Blueprint("said", __name__, url_prefix="/said")

    def sound(recording: str, seconds: int) -> Response:
        heard = desk.said(recording)
        if heard is None:
            abort(404)
        response = Response(heard.body, mimetype=heard.kind)
        response.headers["Cache-Control"] = "no-store"
        return response

    said.add_url_rule("/<recording>-<int:seconds>s.mp3", "sound", sound)
    return said
