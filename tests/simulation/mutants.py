"""Planted bugs."""

from __future__ import annotations


def planted() -> tuple[str, ...]:
    """Which bugs are planted now."""
    return ()


def plant(name: str) -> None:
    """Plants one."""
