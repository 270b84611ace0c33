"""Calls: what happened in each, and the lists in which they are found."""
