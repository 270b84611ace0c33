"""The simulator's own interface, for loopback only: people at their telephones, time, faults, ground truth.

JSON in, JSON out, a bearer token; 409 with words where something cannot be done now.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from flask import Blueprint, Response, jsonify, request

from ivr.simulator import behaviours, state
from ivr.simulator.carrier import Busy, Carrier, Mode
from ivr.simulator.exchange import Exchange, Impossible
from ivr.simulator.faults import Fault, FaultKind

T = TypeVar("T")
Answer = tuple[Response, int] | Response
LOOPBACK = ("127.0.0.1", "::1")
NUMBER_FIELDS = ("voice_fallback_url", "status_callback")


class Control:
    """The paths under /simulator/api."""

    def __init__(self, carrier: Carrier, token: str, changed: Callable[[], None]) -> None:
        """`changed` is called when a number or a behaviour was set."""
        self._carrier, self._token, self._changed = carrier, token, changed

    def blueprint(self) -> Blueprint:
        """Routes."""
        pages = Blueprint("control", __name__, url_prefix="/simulator/api")
        pages.before_request(self._authenticate)
        for wrong in (Impossible, Busy, ValueError, KeyError):
            pages.register_error_handler(wrong, _refused)
        pages.post("/phones/ring_in")(self._ring_in)
        pages.post("/phones/connect")(self._connect)
        pages.post("/phones/behaviour")(self._behaviour)
        pages.post("/applications")(self._application)
        pages.post("/phones/<sid>/press")(self._press)
        pages.post("/phones/<sid>/speak")(self._speak)
        pages.post("/phones/<sid>/pick_up")(self._pick_up)
        pages.post("/phones/<sid>/reject")(self._reject)
        pages.post("/phones/<sid>/hang_up")(self._hang_up)
        pages.post("/numbers")(self._number)
        pages.get("/state")(self._state)
        pages.post("/jump")(self._jump)
        pages.post("/mode")(self._mode)
        pages.post("/faults")(self._fault)
        pages.get("/documents")(self._documents)
        pages.get("/truth")(self._truth)
        pages.get("/transcripts")(self._transcripts)
        return pages

    def _authenticate(self) -> Answer | None:
        given = request.headers.get("Authorization", "")
        if request.remote_addr not in LOOPBACK:
            return jsonify({"error": "this interface answers on the machine itself only"}), 403
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return jsonify({"error": "a bearer token is needed"}), 401
        return None

    def _done(self, do: Callable[[Exchange], None]) -> Answer:
        self._carrier.act(do)
        return jsonify({"now": self._carrier.act(lambda ex: ex.now)})

    def _ring_in(self) -> Answer:
        extra = {name: str(value) for name, value in _body().items() if name not in ("from", "to")}
        sid = self._carrier.act(lambda ex: ex.ring_in(_text("from"), _text("to"), **extra))
        return jsonify({"sid": sid}), 201

    def _connect(self) -> Answer:
        """A browser phone calls out: `{"identity": …, "parameters": {…}}`, through `application` or the only one."""
        parameters, application = _body().get("parameters", {}), str(_body().get("application", ""))
        if not isinstance(parameters, dict):
            raise ValueError("parameters are names with texts")
        given = {str(name): str(value) for name, value in parameters.items()}
        sid = self._carrier.act(lambda ex: ex.connect(_text("identity"), application, **given))
        return jsonify({"sid": sid}), 201

    def _application(self) -> Answer:
        properties = {name: _text(name) for name in ("sid", "status_callback") if name in _body()}
        voice_url = _text("voice_url")
        record = self._carrier.act(lambda ex: ex.own_application(voice_url=voice_url, **properties))
        return jsonify(asdict(record)), 201

    def _behaviour(self) -> Answer:
        number, behaviour = _text("number"), behaviours.parse(_body())
        answer = self._done(lambda ex: ex.phone(number, behaviour))
        self._changed()
        return answer

    def _press(self, sid: str) -> Answer:
        return self._done(lambda ex: ex.press(sid, _text("digits")))

    def _speak(self, sid: str) -> Answer:
        seconds = float(str(_body().get("seconds", 3.0)))
        return self._done(lambda ex: ex.speak(sid, _text("text"), seconds))

    def _pick_up(self, sid: str) -> Answer:
        return self._done(lambda ex: ex.pick_up(sid))

    def _reject(self, sid: str) -> Answer:
        return self._done(lambda ex: ex.reject(sid))

    def _hang_up(self, sid: str) -> Answer:
        return self._done(lambda ex: ex.hang_up(sid))

    def _number(self) -> Answer:
        properties = {name: _text(name) for name in NUMBER_FIELDS if name in _body()}
        number, voice_url = _text("number"), _text("voice_url")
        record = self._carrier.act(lambda ex: ex.own_number(number, voice_url=voice_url, **properties))
        self._changed()
        return jsonify(asdict(record)), 201

    def _state(self) -> Answer:
        since = int(request.args.get("since", "0"))
        return jsonify(state.show(self._carrier, since))

    def _jump(self) -> Answer:
        return jsonify({"now": self._carrier.jump(float(_text("to")))})

    def _mode(self) -> Answer:
        self._carrier.set_mode(Mode(_text("mode")))
        return jsonify({"mode": self._carrier.mode})

    def _fault(self) -> Answer:
        fault = Fault(
            FaultKind(_text("kind")), str(_body().get("purpose", "any")), float(str(_body().get("seconds", 0)))
        )
        self._carrier.faults.order(fault)
        return jsonify({"ordered": len(self._carrier.faults.ordered)}), 201

    def _documents(self) -> Answer:
        """The last requests of a leg, and what was answered."""
        return jsonify([asdict(paper) for paper in self._carrier.sender.papers.of(request.args.get("leg", ""))])

    def _truth(self) -> Answer:
        return jsonify(self._carrier.act(state.truth))

    def _transcripts(self) -> Answer:
        return jsonify(self._carrier.act(state.transcripts))


def _body() -> dict[str, object]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise ValueError("a JSON object is needed")
    return body


def _text(name: str) -> str:
    body = _body()
    if name not in body:
        raise ValueError(f"{name!r} is missing")
    return str(body[name])


def _refused(error: Exception) -> Answer:
    status = 409 if isinstance(error, (Impossible, Busy)) else 400
    return jsonify({"error": str(error)}), status
