"""The sentences in which a change is told, by kind of node and field. What has none here is told in a general one."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.authoring.diff.change import Weight

ONWARD = ("next", "to", "done")
"""Ways that a call takes because nothing else was chosen: where they lead is structure."""

CALLERS: Mapping[tuple[str, str], str] = {
    ("menu", "otherwise"): "callers who say nothing at {at}",
    ("menu", "said"): "callers who say something else at {at}",
    ("listen", "next"): "callers who have said something at {at}",
    ("listen", "otherwise"): "callers who say nothing at {at}",
    ("collect", "next"): "callers who have keyed what {at} asks for",
    ("collect", "otherwise"): "callers who do not key what {at} asks for",
    ("survey", "next"): "callers who have rated us at {at}",
    ("hours", "open"): "callers during the open hours of {at}",
    ("hours", "closed"): "callers outside the open hours of {at}",
    ("branch", "otherwise"): "callers for whom no condition of {at} holds",
    ("transfer", "unanswered"): "callers whom nobody takes at {at}",
    ("transfer", "done"): "callers after their talk at {at}",
    ("callback", "next"): "callers to whom {at} has promised a call",
    ("callback", "cannot"): "callers whom {at} cannot call back",
    ("voicemail", "next"): "callers who have left a message at {at}",
    ("voicemail", "cannot"): "callers whom {at} cannot call back",
    ("open_callback", "through"): "callers to whom we owe a call and who want to be put through at {at}",
    ("open_callback", "moved"): "callers who have moved their callback at {at}",
    ("open_callback", "cancelled"): "callers who have cancelled their callback at {at}",
    ("open_callback", "none"): "callers to whom we owe no call at {at}",
    ("lookup", "next"): "callers of whom {at} has found everything",
    ("lookup", "not_found"): "callers of whom {at} finds nothing",
    ("lookup", "failed"): "callers whose question at {at} our system does not answer",
    ("sms", "next"): "callers to whom {at} has written",
    ("sms", "cannot"): "callers to whom {at} cannot write",
    ("incident", "declared"): "callers who have heard at {at} what is declared",
    ("incident", "next"): "callers who come by {at} while nothing is declared",
}
"""Kind and way → who takes it."""

WHOEVER = "callers who take the way “{way}” at {at}"
"""Who takes a way that has no sentence of its own."""

FIELDS: Mapping[str, tuple[Weight, str]] = {
    "team": (Weight.REACH, "{at} is now for the team {now} (was {was})"),
    "schedule": (Weight.REACH, "{at} now goes by the hours of {now} (was {was})"),
    "within": (Weight.PROMISE, "the promise of {at} is now {now} (was {was})"),
    "choose_time": (Weight.PROMISE, "whether callers may choose an hour at {at}: {now} (was {was})"),
    "ask_number": (Weight.PROMISE, "whether callers without a number may key one at {at}: {now} (was {was})"),
    "keep_place_after": (Weight.PROMISE, "who waits at {at} is offered a callback after {now} (was {was})"),
    "topic": (Weight.KEYS, "a call that comes by {at} is now about {now} (was {was})"),
    "tries": (Weight.KEYS, "{at} now asks {now} times (was {was})"),
    "timeout": (Weight.KEYS, "{at} now waits {now} for an answer (was {was})"),
    "scale": (Weight.KEYS, "the best rating at {at} is now {now} (was {was})"),
    "least": (Weight.KEYS, "at {at} at least {now} digits are keyed (was {was})"),
    "most": (Weight.KEYS, "at {at} at most {now} digits are keyed (was {was})"),
    "readback": (Weight.WORDS, "whether {at} reads back what was keyed: {now} (was {was})"),
    "sensitive": (Weight.PROMISE, "whether what is keyed at {at} is kept secret: {now} (was {was})"),
    "longest": (Weight.KEYS, "at {at} a caller may now speak for {now} (was {was})"),
    "sound": (Weight.WORDS, "{at} now plays {now} (was {was})"),
    "always": (Weight.KEYS, "whether {at} asks callers whose language we know: {now} (was {was})"),
    "spoken": (Weight.WORDS, "from {at} on this language is spoken: {now} (was {was})"),
    "topics": (Weight.WORDS, "{at} now tells of trouble with {now} (was {was})"),
    "url": (Weight.STRUCTURE, "{at} now asks {now} (was {was})"),
    "hours": (Weight.REACH, "{at} now works by the hours of {now} (was {was})"),
    "languages": (Weight.REACH, "{at} now speaks {now} (was {was})"),
    "strategy": (Weight.REACH, "the people of {at} are now asked in this order: {now} (was {was})"),
    "wait_limit": (Weight.PROMISE, "callers of {at} are now held for at most {now} (was {was})"),
    "window": (Weight.PROMISE, "{at} may now phone callers between {now} (was {was})"),
    "titles": (Weight.WORDS, "{at} is now called {now} (was {was})"),
    "zone": (Weight.REACH, "the clock of {at} is now that of {now} (was {was})"),
    "title": (Weight.STRUCTURE, "{at} is now called {now} (was {was})"),
    "words": (Weight.WORDS, "{at} now has other built-in words: {now} (was {was})"),
    "currency": (Weight.WORDS, "amounts of {at} are now in {now} (was {was})"),
}
"""Field → how much it matters, and how it is told."""

BY_ROOM: Mapping[str, Weight] = {"owner": Weight.PROMISE, "policy": Weight.PROMISE, "titles": Weight.WORDS}
"""The same for what stands below such a field and has no sentence of its own."""

GENERAL = "{at}: {what} is now {now} (was {was})"


def told(field: str, at: str, was: str, now: str, what: str = "") -> tuple[Weight, str]:
    """How a change of a field is told; in a general sentence where the field has none of its own."""
    weight, text = FIELDS.get(field, (Weight.STRUCTURE, GENERAL))
    return weight, text.format(at=at, was=was, now=now, what=what or field.replace("_", " "))
