"""A provider of OpenID Connect on loopback, as small as the protocol lets it be: it knows one person."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as Redirect


class Provider:
    """`claims` is what it says of the person, over what is right; `key` what it signs with."""

    def __init__(self) -> None:
        self.url = ""
        self.claims: dict[str, Any] = {}
        self.key = self.known = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.asked: dict[str, str] = {}
        self.app = Flask("provider")
        self.app.get("/.well-known/openid-configuration")(self._about)
        self.app.get("/keys")(self._keys)
        self.app.get("/authorize")(self._authorize)
        self.app.post("/token")(self._token)

    def _about(self) -> Response:
        ends = {"authorization": "authorize", "token": "token"}
        about: dict[str, Any] = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ends.items()}
        about |= {"issuer": self.url, "jwks_uri": f"{self.url}/keys", "response_types_supported": ["code"]}
        about |= {"subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
        return jsonify(about)

    def _keys(self) -> Response:
        return jsonify({"keys": [self.known.as_dict(private=False)]})

    def _authorize(self) -> Redirect:
        self.asked = dict(request.args)
        return redirect(f"{request.args['redirect_uri']}?{urlencode({'code': 'c1', 'state': request.args['state']})}")

    def _token(self) -> tuple[Response, int]:
        proof = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != self.asked["code_challenge"]:
            return jsonify({"error": "invalid_grant"}), 400
        right = {"iss": self.url, "sub": "1", "aud": "us", "exp": int(time.time()) + 60, "iat": int(time.time())}
        right |= {"nonce": self.asked.get("nonce"), "email_verified": True}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, right | self.claims, self.key)
        return jsonify({"access_token": "a", "token_type": "Bearer", "id_token": token}), 200


@contextmanager
def serving() -> Iterator[Provider]:
    """The provider at its address."""
    made = Provider()
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def query(address: str) -> dict[str, str]:
    """What an address asks."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
