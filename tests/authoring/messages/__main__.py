"""Writes what is said again."""

from tests.authoring.messages import write

write()
