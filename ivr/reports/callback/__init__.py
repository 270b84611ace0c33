"""Callbacks: what is owed, by when, and what became of it."""
