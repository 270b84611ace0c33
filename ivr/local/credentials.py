"""The generated secrets of one installation, made once, kept in its var folder for the owner's eyes only.

They serve the embedded parts; a real account's credentials come from the settings and are never written here.
"""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "credentials.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The simulated account (SID and token have the shape of Twilio's), the key of our own signatures."""

    account_sid: str
    auth_token: str
    simulator_token: str
    secret_key: str

    def __repr__(self) -> str:
        return f"Credentials(account_sid={self.account_sid!r}, •••)"


def credentials(var: Path) -> Credentials:
    """Return the credentials kept in `var`; the first time, make them. ValueError: the file is damaged."""
    path = var / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        _write(path, _draw())
    return _read(path)


def _draw() -> Credentials:
    return Credentials(
        account_sid="AC" + secrets.token_hex(16),
        auth_token=secrets.token_hex(16),
        simulator_token=secrets.token_hex(16),
        secret_key=secrets.token_urlsafe(48),
    )


def _read(path: Path) -> Credentials:
    try:
        return Credentials(**json.loads(path.read_text(encoding="utf-8")))
    except (TypeError, json.JSONDecodeError):
        raise ValueError(f"{path} is damaged: remove it, and new credentials are made") from None


def _write(path: Path, drawn: Credentials) -> None:
    """Write in one step, readable by the owner only from the first byte; whoever came first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(drawn), file)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
