"""How a command ends, for scripts: 0 good, else one of these."""

WRONG = 1
"""What was checked is bad, or cannot be done now."""
USAGE = 2
"""The command, or the settings, cannot be understood."""
NOT_FOUND = 3
"""There is no such thing."""
UNREACHABLE = 4
"""The database, Redis or the carrier is away; a ConnectionError becomes this."""
