"""Nodes that ask for more than a choice: what the caller keys becomes an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ivr.callflow.nodes.speaking import Prompt


class Keyed(StrEnum):
    """What is to be keyed, and so how it is read, and read back."""

    DIGITS = "digits"
    """Digits that mean nothing together, such as an order number."""
    NUMBER = "number"
    AMOUNT = "amount"
    """Of money; the star key stands for the point."""
    DATE = "date"
    """Eight digits: day, month and year, in the order of the country."""
    PHONE = "phone"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Collect:
    """From `least` to `most` keys, read back and confirmed if `readback`; silence and nonsense lead to `otherwise`.

    What is `sensitive` is never read back.
    """

    kind: Keyed
    prompt: Prompt
    answer: str
    next: str
    otherwise: str
    least: int
    most: int
    readback: bool = True
    sensitive: bool = False
    tries: int = 2
    timeout: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Survey:
    """One key from 1 to `scale`; who says nothing goes on without an answer."""

    prompt: Prompt
    answer: str
    next: str
    scale: int = 5
    timeout: timedelta = timedelta(seconds=5)
