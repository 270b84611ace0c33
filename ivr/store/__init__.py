"""Where the rows are kept: in SQL (PostgreSQL, SQLite), and in memory for the simulation, behind one port.

Nothing here decides what happens to anybody; it only refuses what may never be.
"""
