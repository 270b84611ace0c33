"""One knock at an address that the operator named: that it was heard is all that is wanted. It follows no redirect,
asks no proxy of the environment, carries no credentials, and reads nothing of the answer."""

from __future__ import annotations

import requests

PATIENCE = (3.05, 5.0)
"""Seconds to connect, and for the first word of the answer."""


def knock(url: str, patience: tuple[float, float] = PATIENCE) -> str:
    """Asks for `url` by GET; empty where it was heard (a status of 200 to 299), else why not, without the address."""
    with requests.Session() as http:
        http.trust_env = False
        try:
            answer = http.get(url, timeout=patience, allow_redirects=False, stream=True)
        except (requests.RequestException, ValueError) as fault:  # urllib3 refuses some addresses by itself
            return type(fault).__name__
        answer.close()
    return "" if answer.ok and not answer.is_redirect else f"HTTP {answer.status_code}"
