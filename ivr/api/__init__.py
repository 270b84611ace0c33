"""The REST interface for programs, `/api/v1`: reads what reports know, for whoever has a token. Denies by default."""

from ivr.api.doors import blueprint

__all__ = ["blueprint"]
