"""From what a person wrote to what answers calls: parse, check, prove, compile.

Nothing that answers a call imports this room; it hands out problems and compiled values, and writes to no table.
"""
