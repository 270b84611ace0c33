"""Every request that reached the web, as it came over the wire, to be sent again; and all that the database holds."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import requests
from sqlalchemy import MetaData, select
from twilio.request_validator import RequestValidator

from ivr.rehearsal.stage import Stage
from tests.scenarios.conftest import SECRETS


@dataclass(frozen=True)
class Sent:
    """One request: `target` is path and query, `body` the form."""

    target: str
    body: bytes
    signature: str


class Recorded(Stage):
    """A stage that remembers what it was asked."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sent: list[Sent] = []

    def _web(self) -> Any:
        app = super()._web()

        def remembering(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            target = environ.get("RAW_URI") or environ["REQUEST_URI"]
            self.sent.append(Sent(target, body, environ.get("HTTP_X_TWILIO_SIGNATURE", "")))
            return app(environ, start)

        return remembering

    def post(self, sent: Sent, **changes: Any) -> requests.Response:
        """The same request once more, or with something else in it."""
        return self._ask("POST", sent.target, changes.get("body", sent.body), changes.get("signature", sent.signature))

    def sign(self, target: str, fields: list[tuple[str, str]], method: str = "POST") -> requests.Response:
        """A request that only the carrier can make: signed over these fields."""
        signature = RequestValidator(SECRETS["TWILIO_AUTH_TOKEN"]).compute_signature(self._url(target), _Form(fields))
        return self._ask(method, target, requests.models.RequestEncodingMixin._encode_params(fields), signature)

    def _url(self, target: str) -> str:
        return self.parts.settings.public_url + target

    def _ask(self, method: str, target: str, body: bytes | str, signature: str) -> requests.Response:
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        with requests.Session() as http:
            http.trust_env = False
            return http.request(method, self._url(target), data=body, headers=headers, timeout=40)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        known = MetaData()
        known.reflect(self.parts.store.engine)
        with self.parts.store.engine.connect() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in known.sorted_tables
            }


class _Form(dict[str, list[str]]):
    """A form with repeated names, as the signature takes it."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        super().__init__()
        for name, value in fields:
            self.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        return self[name]
