"""What callers press at each question, and how often; and how else where a world has a habit. It decides nothing."""

from __future__ import annotations

from tests.simulation import shop
from tests.simulation.world.habits import Habit

KEYS: dict[str, dict[str, float]] = {
    "open_callback_menu": {"1": 0.5, "2": 0.2, "3": 0.12, "": 0.18},
    shop.REASON: {"1": 0.7, "2": 0.2, "7": 0.02, "": 0.04, shop.DECLINE: 0.03, shop.PIN: 0.01},
    shop.CLOSED: {"1": 0.5, "": 0.35, shop.DECLINE: 0.15},
    shop.KEPT: {"1": 0.5, "": 0.3, shop.DECLINE: 0.2},
    shop.MORE: {"1": 0.15, "": 0.65, shop.DECLINE: 0.2},
    "callback_choose": {"1": 0.4, "2": 0.3, "": 0.3},
    "callback_choose_hour": {"11": 0.3, "15": 0.3, "08": 0.1, "3#": 0.1, "99": 0.1, "": 0.1},
    "callback_hour_readback": {"1": 0.8, "2": 0.1, "": 0.1},
    "callback_number_ask": {"own": 0.65, "12#": 0.1, f"{shop.CARD}#": 0.05, "": 0.2},
    "callback_number_readback": {"1": 0.85, "2": 0.1, "": 0.05},
    "callback_cancel_confirm": {"1": 0.6, "2": 0.3, "": 0.1},
}
"""What callers press at each question, and how often; nothing is silence."""
WISHES: dict[Habit, dict[str, dict[str, float]]] = {
    Habit.OFFICE: {
        "open_callback_menu": {"1": 0.9, "2": 0.1},
        "callback_number_ask": {"own": 1.0},
        "callback_number_readback": {"1": 1.0},
    },
    Habit.MAILBOXES: {"open_callback_menu": {"1": 0.9, "2": 0.1}},
    Habit.LATER: {
        "open_callback_menu": {"1": 0.1, "2": 0.8, "3": 0.05, "": 0.05},
        "callback_choose_hour": {"11": 0.5, "15": 0.5},
        "callback_hour_readback": {"1": 1.0},
    },
}
"""The same, where whoever is owed a call would rather not wait for it, or wants it at another time."""
AGREEING = ("callback_choose", "callback_choose_hour", "callback_hour_readback")
"""Questions in the middle of which people hang up as well, where they are hasty."""
