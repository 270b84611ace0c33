"""What topics are called in the reader's language, where the business says so."""

from __future__ import annotations

from ivr.console.ground import here
from ivr.console.viewer import viewer


def topic_title(topic: str) -> str:
    """Such as `an order`; one without a title goes by its name."""
    try:
        words = here().board.library.business().words
    except LookupError:
        return topic
    return str(words.get(viewer().language, {}).get(f"topic_{topic}", topic))
