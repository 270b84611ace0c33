"""Callers as people and programs find them, see them and take them along."""
