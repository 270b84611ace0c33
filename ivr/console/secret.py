"""The key that signs cookies and forms. Behind https it is always the installation's own SECRET_KEY."""

from __future__ import annotations

from ivr.settings.own import secret_of

__all__ = ["secret_of"]
