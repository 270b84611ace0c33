"""Single sign-on by OpenID Connect, where the settings name a provider: for whom it vouches.

The protocol is the library's: state, nonce, PKCE, signature, issuer, audience and time of the token.
"""

from __future__ import annotations

import logging
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app
from joserfc.errors import JoseError
from requests import RequestException

from ivr.console.frame import Answer
from ivr.console.ground import here
from ivr.switchboard.sign_in import accounts

log = logging.getLogger(__name__)

NAME, KEY = "provider", "oidc"
PATIENCE = 5.0
"""Seconds for the provider's answer; nobody on the line waits for it."""


def offered() -> bool:
    """Whether there is a provider."""
    return here().settings.oidc_issuer is not None


def go(back: str) -> Answer | None:
    """The way to the provider, who sends the browser `back`; None: it does not answer."""
    try:
        answer: Answer = _client().authorize_redirect(back)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as fault:
        log.warning("the sign-on provider does not answer: %s", type(fault).__name__)
        return None
    return answer


def vouched() -> str | None:
    """The e-mail address for which the provider vouches in the request that it sent; None: for none."""
    try:
        claims = _client().authorize_access_token().get("userinfo") or {}
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as fault:
        log.warning("the sign-on provider vouched for nobody: %s", type(fault).__name__)
        return None
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        log.warning("the sign-on provider knows no verified address")
        return None
    return accounts.parse_email(email)


def _client() -> Any:
    known = current_app.extensions.get(KEY)
    if known is None:
        settings = here().settings
        secret = settings.oidc_client_secret
        known = current_app.extensions[KEY] = OAuth(current_app)
        known.register(
            NAME,
            client_id=settings.oidc_client_id,
            client_secret=secret.reveal() if secret else None,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
        )
    return known.create_client(NAME)
