"""A referee for TwiML: everything that is wrong with a document, as Twilio's pages and the helper library have it.

It shares nothing with the renderer nor with the simulated carrier.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.referee.twiml_table import table

LARGEST: Final = 64 * 1024
LONGEST_SPOKEN: Final = 4500
"""URL-encoded characters of one Say (error 13521)"""

TERMINAL: Final = frozenset({"Redirect", "Hangup", "Reject", "Leave"})
"""Not Record: after an empty recording the next verb is executed (page on Record, action)"""
PLACES: Final = {
    "wait": frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"}),
    "joining": frozenset({"Play", "Say", "Pause", "Redirect"}),
    "whisper": frozenset({"Say", "Play", "Pause", "Gather", "Hangup"}),
}
"""Where the pages of Enqueue, Queue and Number allow fewer verbs than a call's own document has."""

_BOOL = re.compile("true|false")
_METHOD = re.compile("GET|POST")
_EVENTS = re.compile("(initiated|ringing|answered|completed)( (initiated|ringing|answered|completed))*")
_WHOLE = re.compile("[0-9]{1,5}")
_PATTERNS: Final = {
    _METHOD: ("method", "waitUrlMethod", "statusCallbackMethod", "recordingStatusCallbackMethod"),
    _EVENTS: ("statusCallbackEvent",),
    _BOOL: ("hangupOnStar", "answerOnBridge", "actionOnEmptyResult", "playBeep", "transcribe"),
    _WHOLE: ("numDigits", "timeout", "timeLimit", "length", "maxLength", "loop"),
    re.compile("[0-9*#]*"): ("finishOnKey",),
    re.compile("rejected|busy"): ("reason",),
    re.compile("dtmf|speech|dtmf speech"): ("input",),
    re.compile(r"\+[1-9][0-9]{6,14}|client:.+"): ("callerId",),
}
VALUES: Final = {name: pattern for pattern, names in _PATTERNS.items() for name in names}


def problems(document: bytes, place: str = "main") -> list[str]:
    """What is wrong; `place` is main, wait, joining or whisper."""
    if len(document) > LARGEST:
        return [f"{len(document)} bytes, at most {LARGEST} (11750)"]
    if document[:1].isspace():
        return ["white space before the XML declaration (12100)"]
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        return [f"not XML: {error} (12100)"]
    if root.tag != "Response":
        return [f"the root is <{root.tag}> (12102)"]
    return [*_sequence(root, place), *_element(root)]


def _sequence(root: Element, place: str) -> Iterator[str]:
    """The verbs of the document, one after the other."""
    allowed, closed = PLACES.get(place), ""
    for verb in root:
        if allowed is not None and verb.tag not in allowed:
            yield f"<{verb.tag}> in a {place} document"
        if place != "wait" and verb.tag == "Leave":
            yield "<Leave> outside a wait document"
        if closed:
            yield f"<{verb.tag}> is unreachable after <{closed}>"
        if not closed and _is_terminal(verb):
            closed = verb.tag


def _is_terminal(verb: Element) -> bool:
    if verb.tag in TERMINAL or (verb.tag in ("Dial", "Enqueue") and "action" in verb.attrib):
        return True
    return verb.tag == "Gather" and verb.get("actionOnEmptyResult") == "true"


def _element(element: Element) -> Iterator[str]:
    """One element and all inside it."""
    rule = table()[element.tag]
    for spelled, value in element.attrib.items():
        name = spelled.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        if name not in rule.attributes:
            yield f"<{element.tag}> has no attribute {name!r} (12200)"
        elif name in VALUES and not VALUES[name].fullmatch(value):
            yield f"<{element.tag} {name}={value!r}>"
    if not rule.text and "".join([element.text or "", *(child.tail or "" for child in element)]).strip():
        yield f"text inside <{element.tag}>"
    for child in element:
        if child.tag not in rule.children:
            yield f"<{child.tag}> inside <{element.tag}> (12200)"
        else:
            yield from _element(child)
    yield from _own(element)


def _own(element: Element) -> Iterator[str]:
    """Rules of single elements."""
    text = "".join(element.itertext()).strip()
    if element.tag == "Say":
        yield from _say(element, text)
    if element.tag in ("Enqueue", "Queue") and not 1 <= len(text) < 64:
        yield f"<{element.tag}>: a name of 1 to 63 characters (14204, 14205)"
    if element.tag == "Number" and not re.fullmatch(r"\+[1-9][0-9]{6,14}", text):
        yield f"<Number>: {text!r} is no E.164 number (13223)"
    if element.tag == "Dial" and not 5 <= int(element.get("timeout", "30")) <= 600:
        yield f"<Dial timeout={element.get('timeout')!r}>: 5 to 600"
    if element.tag in ("Redirect", "Play") and not text and "digits" not in element.attrib:
        yield f"<{element.tag}> without an address"


def _say(element: Element, text: str) -> Iterator[str]:
    encoded = sum(1 if letter.isascii() else 3 * len(letter.encode()) for letter in text)
    if not text:
        yield "<Say> says nothing"
    if encoded > LONGEST_SPOKEN:
        yield f"<Say>: {encoded} characters URL-encoded, at most {LONGEST_SPOKEN} (13521)"
    language, voice = element.get("language", ""), element.get("voice", "")
    if language[:2] == "bn" and not (language == "bn-IN" and voice.startswith("Google.bn-IN-")):
        yield f"<Say language={language!r} voice={voice!r}>: Bengali is bn-IN with a Google voice only"
