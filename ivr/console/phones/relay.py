"""`/simulator`: the phones page of the simulated carrier under our own address, its token added on this side.

It lets through the page, the phones and the view of the network; time and agents are asked of the product.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import requests
from flask import Blueprint, Response, abort, jsonify, request

from ivr.console.phones import gate
from ivr.console.phones.away import AWAY
from ivr.console.phones.company import Away, Busy, Company
from ivr.console.phones.line import line
from ivr.console.phones.people import people
from ivr.console.phones.promises import promises
from ivr.console.phones.skip import Skipper
from ivr.store.sql.store import SqlStore
from ivr.switchboard import agents
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Doorbell

Answer = Response | tuple[Response, int]

MOST_BYTES = 16 * 1024
CONSOLE = "/"
PASSED = (
    "Content-Type",
    "Cache-Control",
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
)
"""Headers."""

FILE = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*\.[a-z]+")
DEED = re.compile(r"ring_in|connect|CA[0-9a-f]{32}/(press|speak|pick_up|reject|hang_up)")
LEG = re.compile(r"CA[0-9a-f]{32}")
"""What may be asked for; no dots lead from here to the company's other paths."""


@dataclass(frozen=True, slots=True)
class Product:
    """What the page shows of the product: its books, its bell, its address, and callers who may be played."""

    store: SqlStore
    board: Board
    bell: Doorbell
    public_url: str
    known: tuple[tuple[str, str], ...]


def blueprint(product: Product, company: Company) -> Blueprint:
    """All under /simulator; to be registered where the carrier is simulated, and nowhere else."""
    pages = Blueprint("simulator", __name__, url_prefix="/simulator")
    routes = _Routes(product, company)
    pages.before_request(routes.gate)
    pages.register_error_handler(Away, _away)
    for refused in (Busy, ValueError):
        pages.register_error_handler(refused, _refused)
    pages.get("")(routes.page)
    pages.get("/page/<path:file>")(routes.file)
    pages.get("/api/state")(routes.state)
    pages.post("/api/phones/<path:deed>")(routes.deed)
    pages.get("/api/documents")(routes.documents)
    pages.post("/api/faults")(routes.faults)
    pages.get("/line")(routes.line)
    pages.get("/people")(routes.people)
    pages.get("/promises")(routes.promises)
    pages.post("/agents/<name>")(routes.agent)
    pages.post("/skip")(routes.skip)
    return pages


class _Routes:
    def __init__(self, product: Product, company: Company) -> None:
        self._product, self._company = product, company
        self._skipper = Skipper(product.store, company, product.bell)
        self._allowed = gate.names(product.public_url)

    def gate(self) -> Answer | None:
        """Refuses what no browser on this page would send."""
        request.max_content_length = MOST_BYTES
        origin = request.headers.get("Origin")
        why = gate.refusal(request.method, request.host, origin, request.mimetype, self._allowed)
        return None if why is None else (jsonify({"error": why}), 403)

    def page(self) -> Answer:
        """The page; in the company's absence, words."""
        try:
            return _relayed(self._company.ask("GET", "/simulator"))
        except Away:
            return Response(AWAY, 503, mimetype="text/html")

    def file(self, file: str) -> Answer:
        """Whatever the page is made of."""
        if not FILE.fullmatch(file):
            abort(404)
        return _relayed(self._company.ask("GET", f"/simulator/page/{file}"))

    def state(self) -> Answer:
        """The network as it is, and what happened since a cursor."""
        since = request.args.get("since", 0, int)
        return _relayed(self._company.ask("GET", "/simulator/api/state", query=f"since={since}"))

    def deed(self, deed: str) -> Answer:
        """What somebody does at a telephone."""
        if not DEED.fullmatch(deed):
            abort(404)
        return _relayed(self._company.ask("POST", f"/simulator/api/phones/{deed}", request.get_data()))

    def documents(self) -> Answer:
        """The last requests of a leg, and what we answered."""
        return _relayed(self._company.ask("GET", "/simulator/api/documents", query=f"leg={_leg()}"))

    def faults(self) -> Answer:
        """What the company is to do wrong the next time."""
        return _relayed(self._company.ask("POST", "/simulator/api/faults", request.get_data()))

    def line(self) -> Answer:
        """Where the call of a leg stands in its flow; null for a leg that is no caller's, such as one that we rang."""
        return jsonify(line(self._product.store, self._product.board, _leg()))

    def people(self) -> Answer:
        """Agents, hours, numbers; and where the console is."""
        return jsonify({**people(self._product.board, self._product.known), "console": CONSOLE})

    def promises(self) -> Answer:
        """What is owed."""
        return jsonify(promises(self._product.store, self._product.board))

    def agent(self, name: str) -> Answer:
        """`{"available": true}`: on duty, and whoever waits is offered at once; false: off duty."""
        available = _body().get("available")
        if not isinstance(available, bool):
            raise ValueError("available is true or false")
        store = self._product.store
        found = agents.available(store, name) if available else agents.away(store, name)
        if found is None:
            return jsonify({"error": f"there is no agent {name!r}"}), 404
        if available:
            with store.reading() as unit:
                due = agents.waiting_for(unit, found.id)
            self._product.bell.ring(due)
        return jsonify({"name": found.name, "available": available})

    def skip(self) -> Answer:
        """`{"to": epoch seconds, "seen": picture or absent}`: time passes; asked again until `arrived`."""
        body = _body()
        to, seen = body.get("to"), body.get("seen")
        if not isinstance(to, int | float) or not math.isfinite(to) or not isinstance(seen, str | None):
            raise ValueError("to is a time in epoch seconds")
        done = self._skipper.skip(float(to), seen)
        return jsonify({"now": done.now, "arrived": done.arrived, "seen": done.picture})


def _relayed(answer: requests.Response) -> Response:
    headers = {name: answer.headers[name] for name in PASSED if name in answer.headers}
    return Response(answer.content, answer.status_code, headers)


def _leg() -> str:
    leg = request.args.get("leg", "")
    if not LEG.fullmatch(leg):
        abort(404)
    return leg


def _body() -> dict[str, object]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise ValueError("a JSON object is needed")
    return body


def _away(error: Exception) -> Answer:
    return jsonify({"error": "the simulated telephone company does not answer"}), 503


def _refused(error: Exception) -> Answer:
    return jsonify({"error": str(error)}), 409 if isinstance(error, Busy) else 400
