"""A compiled call flow as text, as it is published and kept; what is loaded equals what was dumped, order included."""

from __future__ import annotations

from ivr import plain
from ivr.callflow.graph import Callflow

VERSION = 1
"""Of the stored form; text of another version is refused."""


def dump_flow(flow: Callflow) -> str:
    """The flow as one line of JSON; equal flows in equal order make equal text."""
    return plain.dump(flow, VERSION)


def load_flow(text: str) -> Callflow:
    """The flow that was dumped; ValueError where the text is of another version, or no flow."""
    return plain.load(Callflow, text, VERSION)
