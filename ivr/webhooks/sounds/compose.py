"""Makes the music of the waiting caller: twelve quiet seconds that run into themselves without a seam.

`python -m ivr.webhooks.sounds.compose` writes it again, byte for byte. Own work; nothing here is needed at run time.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

RATE = 8000
"""Samples per second: all that a telephone carries."""

SECONDS = 12
BEAT = 0.375
"""Seconds. Thirty-two beats: two bars of each chord."""

CHORDS = ("C4 G4 E5 C5 G5 E5", "A3 E4 C5 A4 E5 C5", "F4 C5 A5 F5 C5 A4", "G4 D5 B5 G5 D5 B4")
"""Eight beats each; a telephone lets no bass through, so they lie between 220 and 990 Hz."""

LOUDNESS = 0.22
"""Of full scale: quieter than speech, so that nobody is startled when somebody answers."""

_SEMITONES = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_PARTIALS = ((1, 1.0), (2, 0.28), (3, 0.09), (4, 0.03))


def hertz(note: str) -> float:
    """The pitch of a note such as `A4`, 440 Hz."""
    return float(440.0 * 2 ** ((_SEMITONES[note[0]] + 12 * (int(note[1]) - 4)) / 12))


def melody() -> list[tuple[float, str, float]]:
    """(second, note, strength): a broken chord up and down, its first note a little stronger."""
    played = []
    for bar, chord in enumerate(CHORDS):
        notes = chord.split()
        for beat, index in enumerate((0, 1, 2, 3, 4, 3, 5, 1)):
            played.append(((bar * 8 + beat) * BEAT, notes[index], 1.0 if beat == 0 else 0.7))
    return played


def samples() -> list[float]:
    """The piece between -1 and 1. What rings on past the end is heard at the beginning: so it loops."""
    length = RATE * SECONDS
    wave = [0.0] * length
    for second, note, strength in melody():
        start, pitch = round(second * RATE), hertz(note)
        for at in range(RATE * 3):
            time = at / RATE
            envelope = strength * min(1.0, time / 0.012) * math.exp(-time * 2.2)
            tone = sum(loud * math.sin(math.tau * pitch * partial * time) for partial, loud in _PARTIALS)
            wave[(start + at) % length] += envelope * tone
    peak = max(map(abs, wave))
    return [LOUDNESS * value / peak for value in wave]


def mu_law(value: float) -> int:
    """One sample as ITU-T G.711 µ-law codes it."""
    level = min(abs(round(value * 32767)), 32635) + 132
    exponent = level.bit_length() - 8
    mantissa = (level >> (exponent + 3)) & 0x0F
    return ~((0x80 if value < 0 else 0) | exponent << 4 | mantissa) & 0xFF


def wav(coded: bytes) -> bytes:
    """A WAV file of µ-law samples (format 7)."""
    head = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, RATE, RATE, 1, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, len(coded))
    body = b"WAVE" + head + fact + struct.pack("<4sI", b"data", len(coded)) + coded
    return struct.pack("<4sI", b"RIFF", len(body)) + body


if __name__ == "__main__":
    Path(__file__).with_name(f"hold-{SECONDS}s.wav").write_bytes(wav(bytes(map(mu_law, samples()))))
