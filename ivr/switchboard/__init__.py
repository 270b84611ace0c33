"""The only place that changes anything: it takes values and a unit of work, and returns what to say and what is due.

One file per noun that changes; every function is one unit of work. It knows no web framework, no SQL and no carrier.
"""
