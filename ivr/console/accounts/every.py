"""Every view of the accounts, put together; and those that nobody needs to have signed in for."""

from __future__ import annotations

from ivr.console.accounts import keyring, linked, own, signing, single

pages = signing.pages
"""Complete once all of `VIEWS` are loaded."""
VIEWS = (signing, linked, keyring, single, own)

PUBLIC = frozenset(
    f"accounts.{name}"
    for name in (
        "sign_in",
        "try_password",
        "code",
        "try_code",
        "link",
        "take_link",
        "passkey_asked",
        "try_passkey",
        "to_provider",
        "from_provider",
    )  # fmt: skip
)
