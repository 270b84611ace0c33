"""What a recording sounds like here: the simulated carrier keeps no voices."""

from __future__ import annotations

import io
import math
import wave

RATE = 8000
"""Samples a second, as on the telephone."""
PITCH, LOUD = 220, 20


def tone(seconds: int) -> bytes:
    """So many seconds of a quiet hum, as a WAV file."""
    second = bytes(128 + round(LOUD * math.sin(2 * math.pi * PITCH * n / RATE)) for n in range(RATE))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(second * max(1, seconds))
    return file.getvalue()
