"""A call flow: a checked graph, and what it does between two moments of waiting for the caller.

Pure: flow, position, input and facts in; instructions and events out. It knows no carrier, no database and no clock.
"""
