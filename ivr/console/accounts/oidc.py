"""Single sign-on by OpenID Connect, where the settings name a provider: only for accounts that exist already."""

from __future__ import annotations


def offered() -> bool:
    """Whether there is a provider."""
    return False
