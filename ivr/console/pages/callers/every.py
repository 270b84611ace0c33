"""Every view of the callers' pages, put together."""

from __future__ import annotations

from ivr.console.pages.callers import edits, joined, listed, person, privacy

pages = listed.pages
"""Complete once all of `VIEWS` are loaded."""
VIEWS = (listed, person, edits, joined, privacy)
