"""From a Twilio Studio export to a call flow of ours that the checker passes, with a table of what became of it.

Nothing is dropped in silence: what has no equal is kept as a `todo` node, and what differs for a caller is listed.
"""
