"""Secrets that must be read again, as they are kept: sealed by a key of this installation, so that a copy of the
database alone opens none. It knows nothing of whose they are, and keeps none itself."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MARK = "sealed:"
"""How a sealed text begins: what does not, was kept before there were seals, and is as it reads."""


class Unreadable(Exception):
    """It was sealed with another key than this one."""


class Seal:
    """`own` is the installation's secret, `use` what is sealed: what is sealed for one use is read for no other."""

    def __init__(self, own: str, use: str = "webhook secret") -> None:
        self._key = urlsafe_b64encode(hashlib.sha256(f"{use} {own}".encode()).digest())

    def close(self, text: str) -> str:
        """The text as it is kept: another one at every call; one that is sealed stays as it is."""
        return text if is_sealed(text) else MARK + self._fernet().encrypt(text.encode()).decode()

    def open(self, kept: str) -> str:
        """The text again. Unreadable where the installation had another secret when it was sealed."""
        from cryptography.fernet import InvalidToken

        if not is_sealed(kept):
            return kept
        try:
            return self._fernet().decrypt(kept.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            raise Unreadable("it was sealed with another SECRET_KEY") from None

    def _fernet(self) -> Fernet:
        """Loaded only where something is sealed: callers wait for no ciphers."""
        from cryptography.fernet import Fernet

        return Fernet(self._key)


def is_sealed(kept: str) -> bool:
    """Whether a kept text is one of these."""
    return kept.startswith(MARK)
