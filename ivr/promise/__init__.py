"""What we owe to a caller, and how it can end: three machines as tables, and the pure decisions about them.

Nothing here knows the time, the database or the carrier.
"""
