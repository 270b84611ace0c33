"""The read side: what happened and how it stands. Nothing in here writes."""
