"""Nodes at which we decide ourselves which way a call goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hours:
    schedule: str
    open: str
    closed: str
