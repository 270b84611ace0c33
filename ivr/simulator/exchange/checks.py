"""The rules of TwiML for the verbs that this exchange knows: names, attributes, values, nesting, reach.

It lists what is wrong with a document; whether that matters is the world's business.
Sources: the carrier's page of each verb; limits of Say from error 13521.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ivr.simulator.exchange.values import Verb

Check = Callable[[str], bool]


def _whole(low: int, high: int) -> Check:
    return lambda text: text.isascii() and text.isdigit() and low <= int(text) <= high


def _one_of(*words: str) -> Check:
    return lambda text: text in words


def _words(*words: str) -> Check:
    return lambda text: bool(text) and all(word in words for word in text.split(" "))


def _keys(text: str) -> bool:
    return len(text) <= 1 and text in "0123456789*#"


def _any(text: str) -> bool:
    return True


def _some(text: str) -> bool:
    return bool(text)


_BOOL, _METHOD = _one_of("true", "false"), _one_of("GET", "POST")
_RECORD = _one_of("do-not-record", "record-from-answer", "record-from-ringing", "true", "false",
                  "record-from-answer-dual", "record-from-ringing-dual")  # fmt: skip
_EVENTS = _words("initiated", "ringing", "answered", "completed")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one element may carry."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    text: bool = False


_CALLBACK: dict[str, Check] = {
    "url": _some, "method": _METHOD, "statusCallback": _some,
    "statusCallbackMethod": _METHOD, "statusCallbackEvent": _EVENTS,
}  # fmt: skip
_RECORDING: dict[str, Check] = {
    "recordingStatusCallback": _some, "recordingStatusCallbackMethod": _METHOD,
    "recordingStatusCallbackEvent": _words("in-progress", "completed", "absent"),
}  # fmt: skip
_SSML = ("break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w")

RULES: Mapping[str, Rule] = {
    "Say": Rule({"voice": _some, "language": _some, "loop": _whole(0, 1000)}, _SSML, text=True),
    "Play": Rule({"loop": _whole(0, 1000), "digits": _some}, text=True),
    "Pause": Rule({"length": _whole(0, 3600)}),
    "Gather": Rule(
        {"action": _any, "method": _METHOD, "timeout": _whole(0, 3600), "numDigits": _whole(1, 1000),
         "finishOnKey": _keys, "actionOnEmptyResult": _BOOL, "language": _some,
         "input": _one_of("dtmf", "speech", "dtmf speech"), "hints": _any, "speechTimeout": _some,
         "speechModel": _some, "profanityFilter": _BOOL},
        ("Say", "Play", "Pause"),
    ),
    "Record": Rule(
        {"action": _any, "method": _METHOD, "timeout": _whole(0, 3600), "maxLength": _whole(1, 14400),
         "finishOnKey": lambda text: all(key in "0123456789*#" for key in text), "playBeep": _BOOL,
         "trim": _one_of("trim-silence", "do-not-trim"), "transcribe": _BOOL, "transcribeCallback": _some, **_RECORDING}
    ),
    "Redirect": Rule({"method": _METHOD}, text=True),
    "Hangup": Rule(),
    "Reject": Rule({"reason": _one_of("rejected", "busy")}),
    "Leave": Rule(),
    "Enqueue": Rule({"action": _any, "method": _METHOD, "waitUrl": _any, "waitUrlMethod": _METHOD}, text=True),
    "Dial": Rule(
        {"action": _any, "method": _METHOD, "timeout": _whole(5, 600), "timeLimit": _whole(1, 86_400),
         "callerId": _some, "hangupOnStar": _BOOL, "answerOnBridge": _BOOL, "record": _RECORD, "ringTone": _some,
         "trim": _one_of("trim-silence", "do-not-trim"), "recordingTrack": _one_of("both", "inbound", "outbound"),
         **_RECORDING},
        ("Number", "Queue", "Client"), text=True,
    ),
    "Number": Rule({**_CALLBACK, "sendDigits": _some}, text=True),
    "Client": Rule(_CALLBACK, ("Identity", "Parameter"), text=True),
    "Queue": Rule({"url": _some, "method": _METHOD}, text=True),
    "Identity": Rule(text=True),
    "Parameter": Rule({"name": _some, "value": _any}),
    "break": Rule({"strength": _some, "time": _some}),
    **{name: Rule({"interpret-as": _some, "format": _some, "level": _some, "rate": _some, "pitch": _some,
                   "volume": _some, "xml:lang": _some, "alphabet": _some, "ph": _some, "alias": _some,
                   "role": _some}, _SSML, text=True) for name in _SSML[1:]},
}  # fmt: skip

_SOUNDS = ("Say", "Play", "Pause")
ALLOWED: Mapping[str, frozenset[str]] = {
    "main": frozenset((*_SOUNDS, "Gather", "Record", "Redirect", "Hangup", "Reject", "Enqueue", "Dial")),
    "wait": frozenset((*_SOUNDS, "Gather", "Redirect", "Hangup", "Leave")),
    "joining": frozenset((*_SOUNDS, "Redirect")),
    "whisper": frozenset((*_SOUNDS, "Gather", "Hangup")),
}
"""Verbs at the top of a document, by where it runs (pages of Enqueue, Queue, Number)."""


def problems(document: tuple[Verb, ...], place: str) -> list[str]:
    """Everything wrong with a document that runs in this place."""
    found: list[str] = []
    closed = ""
    for verb in document:
        if verb.name not in ALLOWED[place]:
            found.append(f"<{verb.name}> may not be in a {place} document")
            continue
        if closed:
            found.append(f"<{verb.name}> can never be reached after <{closed}>")
        if not closed and _closes(verb):
            closed = verb.name
        found.extend(_element(verb))
        if place == "wait" and verb.attributes.get("input") == "dtmf speech":
            found.append("<Gather> in a wait document takes dtmf or speech, not both")
    return found


def _closes(verb: Verb) -> bool:
    """True where nothing after this verb is ever executed."""
    if verb.name in ("Redirect", "Hangup", "Reject", "Leave"):
        return True
    if verb.name in ("Dial", "Enqueue"):
        return "action" in verb.attributes
    return verb.name == "Gather" and verb.attributes.get("actionOnEmptyResult") == "true"


def _element(verb: Verb) -> Iterator[str]:
    rule = RULES.get(verb.name)
    if rule is None:
        yield f"<{verb.name}> is unknown"
        return
    yield from _attributes(verb, rule)
    if verb.text.strip() and not rule.text:
        yield f"<{verb.name}> holds no text"
    for child in verb.children:
        if child.name in rule.children:
            yield from _element(child)
        else:
            yield f"<{child.name}> may not be inside <{verb.name}>"
    own = _OWN.get(verb.name)
    if own:
        yield from own(verb)


def _attributes(verb: Verb, rule: Rule) -> Iterator[str]:
    for name, value in verb.attributes.items():
        check = rule.attributes.get(name)
        if check is None:
            yield f"<{verb.name}> has no attribute {name}"
        elif not check(value):
            yield f"<{verb.name} {name}={value!r}> is out of range"


def letters(verb: Verb) -> str:
    """The words of a Say, those inside its SSML elements too."""
    return verb.text + "".join(letters(child) for child in verb.children)


def _say(verb: Verb) -> Iterator[str]:
    text = letters(verb)
    encoded = (
        len(text) if text.isascii() else sum(1 if ord(letter) < 128 else 3 * len(letter.encode()) for letter in text)
    )
    if encoded > 4500:
        yield f"<Say> is too long: {encoded} URL-encoded (13521)"
    if not text.strip():
        yield "<Say> says nothing"
    language, voice = verb.attributes.get("language", ""), verb.attributes.get("voice", "")
    if language.startswith("bn") and not voice.startswith("Google.bn-IN-"):
        yield f"<Say language={language!r}> needs a Google voice for bn-IN, not {voice!r}"


def _play(verb: Verb) -> Iterator[str]:
    if not verb.text.strip() and "digits" not in verb.attributes:
        yield "<Play> plays nothing"


def _dial(verb: Verb) -> Iterator[str]:
    kinds = {child.name for child in verb.children}
    if len(kinds) > 1 and "Queue" in kinds:
        yield "<Dial> mixes <Queue> with other nouns"
    if bool(verb.text.strip()) == bool(kinds):
        yield "<Dial> needs a number as text or nouns inside, one of both"
    if len(verb.children) > 10:
        yield "<Dial> rings at most 10 at once"


def _queue_name(verb: Verb) -> Iterator[str]:
    if not 1 <= len(verb.text.strip()) < 64:
        yield f"<{verb.name}> needs a queue name of 1 to 63 characters"


def _redirect(verb: Verb) -> Iterator[str]:
    if not verb.text.strip():
        yield "<Redirect> without an address"


def _gather(verb: Verb) -> Iterator[str]:
    for child in verb.children:
        if "digits" in child.attributes:
            yield "<Play digits> may not be inside <Gather>"


_OWN: Mapping[str, Callable[[Verb], Iterator[str]]] = {
    "Say": _say, "Play": _play, "Dial": _dial, "Queue": _queue_name, "Enqueue": _queue_name,
    "Redirect": _redirect, "Gather": _gather,
}  # fmt: skip
