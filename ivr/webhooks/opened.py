"""All of `/twilio/` put before an application: the doors, and the sounds that are fetched. It decides no answer."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask

from ivr.webhooks import said
from ivr.webhooks.desk import Desk
from ivr.webhooks.sounds import sounds
from ivr.webhooks.voice import Told, Voice


def untold(door: str, status: int, began: float, ids: Mapping[str, str]) -> None:
    """Where nobody listens to what was answered."""


def open_doors(app: Flask, desk: Desk, told: Told = untold) -> None:
    """From here on `app` answers Twilio; `told` hears of every answer at a door."""
    twilio = Blueprint("twilio", __name__, url_prefix="/twilio")
    twilio.register_blueprint(sounds)
    twilio.register_blueprint(said.blueprint(desk))
    app.register_blueprint(twilio)
    app.wsgi_app = Voice(desk, app.wsgi_app, told)  # type: ignore[method-assign, assignment]
