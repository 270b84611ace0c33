"""Every rule of the language by its stable code; the pages in docs/errors explain each one. It checks nothing."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    """The flow does not go live; the last good version goes on answering."""
    WARNING = "warning"
    """It goes live; a cited rule says that callers will have a harder time."""


class Code(StrEnum):
    """F0: reading. F1: keys and values. F2: names. F3: the graph. F4: the proof. F5: speech. F6: hours. F7: norms.
    F8: what is left to do."""

    UNREADABLE = "F001"
    SYNTAX = "F002"
    TOO_LARGE = "F003"
    NO_ANCHORS = "F004"
    KEY_TWICE = "F005"
    ONE_DOCUMENT = "F006"
    WHICH_FILE = "F007"

    UNKNOWN_KEY = "F101"
    MISSING_KEY = "F102"
    WRONG_SHAPE = "F103"
    BAD_DURATION = "F104"
    UNQUOTED_NUMBER = "F105"
    BAD_NUMBER = "F106"
    NOT_IN_LIST = "F107"
    NODE_KIND = "F108"
    BAD_NAME = "F109"
    BAD_VERSION = "F110"
    BAD_KEY = "F111"
    BAD_COUNT = "F112"
    BAD_ALLOW = "F113"
    BAD_CONDITION = "F114"
    MISMATCH = "F115"
    BAD_ADDRESS = "F116"

    UNKNOWN_NODE = "F201"
    UNKNOWN_TEAM = "F202"
    UNKNOWN_SCHEDULE = "F203"
    UNKNOWN_LANGUAGE = "F204"
    UNKNOWN_VOICE = "F205"
    UNKNOWN_PLACEHOLDER = "F206"
    UNKNOWN_WORD = "F207"
    UNKNOWN_TOPIC = "F208"
    CHOICE_TWICE = "F209"
    CLAIMED_TWICE = "F210"
    WHICH_TEAM = "F211"
    UNKNOWN_FACT = "F212"
    ANSWER_TWICE = "F213"
    UNKNOWN_PROMPT = "F214"
    UNKNOWN_HOST = "F215"
    UNKNOWN_SUBFLOW = "F216"
    UNKNOWN_RETURN = "F217"
    UNKNOWN_CARD = "F218"

    UNREACHABLE = "F301"
    NO_END = "F302"
    ENDLESS = "F303"
    IN_ITSELF = "F304"

    LEFT_ALONE = "F401"
    CLOSED_OUT = "F402"
    SILENT_END = "F403"
    DECLINE_UNASKED = "F404"

    NOT_SPOKEN = "F501"
    TOO_LONG = "F502"
    EMPTY_PROMPT = "F503"
    BARE_PROMPT = "F504"
    SECRET_TOLD = "F505"
    BAD_MARK = "F506"

    BAD_HOURS = "F601"
    BAD_DAY = "F602"
    UNKNOWN_ZONE = "F603"
    UNKNOWN_COUNTRY = "F604"
    NEVER_REACHED = "F605"
    DAY_TWICE = "F606"

    MANY_CHOICES = "F701"
    KEY_ORDER = "F702"
    ZERO_IS_A_PERSON = "F703"
    PURPOSE_FIRST = "F704"
    LONG_PROMPT = "F705"
    MEET_OPEN_CALLBACK = "F706"
    SHORT_PATIENCE = "F707"
    TOO_DEEP = "F708"
    FIXED_KEY = "F709"
    YES_AND_NO = "F710"
    WRONG_ACT = "F711"
    TIME_TO_LOOK_UP = "F712"
    MANY_TRIES = "F713"
    NO_PAUSE = "F714"
    AFTER_LAST = "F715"
    ASKED_TWICE = "F716"
    CIVIL_HOURS = "F717"
    NEVER_IN_TIME = "F718"
    KEY_CHANGED = "F719"
    MOST_PRESSED_FIRST = "F720"
    MAYBE_UNKNOWN = "F721"

    UNFINISHED = "F801"
    NEEDLESS_ALLOW = "F802"

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.value.startswith(("F7", "F8")) else Severity.ERROR
