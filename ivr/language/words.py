"""The built-in sentences: a closed list of keys, when each is spoken, and which places its text may have.

The texts stand in words/<language>.yaml, one file per language, and reach us compiled: this file opens nothing.
"""

from enum import StrEnum

MOST_BYTES = 1350
"""Of a sentence in UTF-8. Twilio takes 4,500 URL-encoded (error 13521): three for each byte beyond ASCII."""

PLACES = {
    "business.name": "the name of the business, as callers know it",
    "caller.name": "the caller's name; empty where it is unknown or must not be spoken",
    "agent.name": "the agent's first name; empty where agents are not named",
    "team": "the team's title in this language",
    "topic": "what the caller chose as the reason, in this language; may be empty",
    "waiting": "how long the caller has waited so far, such as `2 minutes` (Length)",
    "often": "how often this caller called lately, such as `third call this week` (Often); empty for a first call",
    "promise": "when we call back, such as `within 30 minutes` (Within) or `tomorrow at 10 a.m.` (Moment)",
    "minutes": "a span in round figures, such as `30 minutes` (Length)",
    "time": "a moment, such as `tomorrow at 10 a.m.` (Moment)",
    "number": "a telephone number, digit by digit (Phone)",
    "what": "what a value is, such as `order`: as the call flow calls it for agents",
    "value": "what the caller keyed, said by its type: digits one by one, a date, an amount of money",
    "words": "what the caller said into a recording, as the carrier wrote it down",
    "subject": "what a notice is about, such as `callback k3v9`: names no caller",
}
"""Every place that a built-in sentence may have, and what stands in it."""


class Word(StrEnum):
    """A built-in sentence. `when` says when it is spoken and to whom, `places` what its text may name."""

    when: str
    places: frozenset[str]

    def __new__(cls, key: str, when: str, *places: str) -> "Word":
        """A key that is a string, with its description beside it."""
        word = str.__new__(cls, key)
        word._value_, word.when, word.places = key, when, frozenset(places)
        return word

    # --- to a caller -----------------------------------------------------------------------------------
    APOLOGY = "apology", "something broke on our side; the caller's number is known and noted"
    APOLOGY_NO_NUMBER = "apology_no_number", "something broke, and the caller's number is withheld"
    UNKNOWN_NUMBER = "unknown_number", "somebody rang a number for which no call flow is published"
    NO_INPUT = "no_input", "no key came; the question follows again"
    NO_MATCH = "no_match", "a key without meaning came; the question follows again"
    ANSWER_READBACK = "answer_readback", "reads back what was keyed: 1 right, 2 again", "value"
    ANSWER_REFUSED = "answer_refused", "what was keyed is not what was asked for; the question follows again"
    GOODBYE = "goodbye", "the last words of a call"
    DECLINE_CONFIRMED = "decline_confirmed", "the caller pressed the key for: do not call me back"

    WAIT_HELLO = "wait_hello", "the caller begins to wait for a person"
    WAIT_MUSIC_NOTICE = "wait_music_notice", "before the first music"
    WAIT_ESTIMATE = "wait_estimate", "while waiting, when there are samples enough for an honest estimate", "minutes"
    WAIT_NO_ESTIMATE = "wait_no_estimate", "while waiting, when an estimate would be a guess"
    WAIT_KEY = "wait_key", "while waiting: key 1 keeps the place and turns the wait into a callback"
    WAIT_CONNECTING = "wait_connecting", "an agent said yes; key 1 comes too late"
    WAIT_LEFT = "wait_left", "the caller pressed 1 while waiting: the callback is written down", "promise"
    JOINING = "joining", "the last words before the caller hears the agent", "agent.name"

    CALLBACK_PROMISE_WITHIN = "callback_promise_within", "the promise, as a span from now", "minutes"
    CALLBACK_PROMISE_AT = "callback_promise_at", "the promise, as a moment and a grace", "time", "minutes"
    CALLBACK_PROMISE_OPENING = "callback_promise_opening", "the same, while the team is closed", "time", "minutes"
    CALLBACK_CHOOSE = "callback_choose", "when shall we call: 1 as soon as we can, 2 choose a time", "promise"
    CALLBACK_CHOOSE_HOUR = "callback_choose_hour", "asks for an hour in two digits, 00 to 23"
    CALLBACK_HOUR_READBACK = "callback_hour_readback", "reads the chosen time back: 1 right, 2 again", "time"
    CALLBACK_HOUR_REFUSED = "callback_hour_refused", "no hour, or one at which we may not call; asked again"
    CALLBACK_CONFIRMED = "callback_confirmed", "the callback stands", "promise"
    CALLBACK_NUMBER_ASK = "callback_number_ask", "asks for a number to call back, ended by the hash key"
    CALLBACK_NUMBER_READBACK = "callback_number_readback", "reads the keyed number back: 1 right, 2 again", "number"
    CALLBACK_NUMBER_REFUSED = "callback_number_refused", "the keyed number does not exist or may not be rung"
    CALLBACK_CANNOT = "callback_cannot", "there is no number that we could call back"

    OPEN_CALLBACK_MENU = "open_callback_menu", "a caller to whom we owe a call: 1 now, 2 move, 3 cancel", "promise"
    CALLBACK_CANCEL_CONFIRM = "callback_cancel_confirm", "before a callback is cancelled: 1 cancels, 2 keeps it"
    CALLBACK_CANCELLED = "callback_cancelled", "the caller cancelled the callback"
    CALLBACK_MOVED = "callback_moved", "the caller moved the callback", "promise"

    # --- to a customer whom we ring ----------------------------------------------------------------------
    CUSTOMER_GREETING = "customer_greeting", "the customer picked up; the agent is already on the line", "business.name"

    # --- to an agent: before the key no name, after it who and what was promised -----------------------------
    BRIEF_BEFORE = (
        *("brief_before", "an agent picked up: a caller waits on the line"),
        *("business.name", "team", "topic", "waiting", "often"),
    )
    BRIEF_CALLBACK_BEFORE = (
        *("brief_callback_before", "an agent picked up: a customer is to be called back"),
        *("business.name", "team", "topic", "waiting", "often"),
    )
    BRIEF_MISSED = "brief_missed", "before the keys: this customer rang, and we could not answer"
    BRIEF_KEYS = "brief_keys", "after either: 1 takes the call, 2 declines"
    BRIEF_AFTER = "brief_after", "the agent said yes; on the way to the conversation", "caller.name", "promise"
    BRIEF_KNOWN = "brief_known", "the agent said yes; what the caller keyed, where the flow names it", "what", "value"
    BRIEF_SAID = "brief_said", "the agent said yes; what the caller said into a recording, in its words", "words"
    BRIEF_RECORDED = "brief_recorded", "the same, where nobody could write it down: how long it is", "minutes"
    ALREADY_TAKEN = "already_taken", "the agent said yes, a colleague was first"
    DECLINED_THANKS = "declined_thanks", "the agent said no"
    CALLER_LEFT = "caller_left", "the agent said yes, the caller has gone: 1 phones them now"
    CALLER_LEFT_KEPT = "caller_left_kept", "the caller has gone; the callback is kept for later"
    CUSTOMER_NO_ANSWER = "customer_no_answer", "the customer did not pick up; another attempt is noted"
    DIALLING_CUSTOMER = "dialling_customer", "the agent waits while the customer's phone rings"
    VERDICT_TRANSFER = "verdict_transfer", "after a transferred talk: 1 done, 2 call again"
    VERDICT_CALLBACK = "verdict_callback", "after a callback: 1 done, 2 call again, 3 wrong number"
    VERDICT_THANKS = "verdict_thanks", "the agent's verdict is written down"

    # --- to the telephone to which an agent is to be moved: a stranger may have it, so nobody is named ------------
    NUMBER_PROVE = "number_prove", "the new telephone was picked up: the code that the page shows", "business.name"
    NUMBER_AGAIN = "number_again", "another code was keyed, or none; it is asked for again"
    NUMBER_PROVED = "number_proved", "the code was right; within the hour the old number may object"
    NUMBER_NOT_PROVED = "number_not_proved", "the last try was wrong, or nobody asks for it any more"
    NUMBER_NOTICE = (
        *("number_notice", "as a text message, to the telephone that the agent had until now"),
        *("business.name", "agent.name", "time"),
    )

    # --- to a team's owner, as a text message -------------------------------------------------------------
    NOTICE_EXHAUSTED = "notice_exhausted", "all attempts of a callback were made in vain", "team", "subject"
    NOTICE_ESCALATED = "notice_escalated", "a promise is about to break", "team", "subject"
    NOTICE_REVIEW = "notice_review", "a callback that only a person can sort out", "team", "subject"
    NOTICE_TOO_MANY = "notice_too_many", "so many phones were rung that callbacks wait", "team", "subject"
    NOTICE_SETUP = "notice_setup", "the carrier refuses our calls until a person acts", "team", "subject"
    NOTICE_NEVER_REACHABLE = (
        *("notice_never_reachable", "opening hours and the caller's civil hours share no minute in seven days"),
        *("team", "subject"),
    )
