"""The steps of a call in words: what was keyed and what it led to; what was asked of us and answered, to the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from ivr.callflow.graph import Callflow
from ivr.console.frame import _
from ivr.console.ground import here
from ivr.console.nodes import flow_of
from ivr.console.shown import language_name
from ivr.console.states import Sign, team_titles
from ivr.console.topics import topic_title
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.line.instructions import Door, Instructions
from ivr.promise.offer import State as Asking
from ivr.reports.call.calls import Event
from ivr.reports.call.course import Course
from ivr.reports.call.learned import Known, Learned, Sort, learned
from ivr.reports.call.steps import Line, Step
from ivr.switchboard import answers, doors
from ivr.twilio.twiml import render

ASKING: Mapping[Asking, Sign] = {
    Asking.INTENDED: Sign(N_("is about to be asked"), "headset", "busy"),
    Asking.PLACING: Sign(N_("is being rung"), "phone-outgoing", "busy"),
    Asking.UNKNOWN: Sign(N_("may be ringing"), "circle-question-mark", "warn"),
    Asking.RINGING: Sign(N_("rings"), "bell", "busy"),
    Asking.SCREENING: Sign(N_("hears who calls"), "ear", "busy"),
    Asking.ACCEPTED: Sign(N_("said yes"), "circle-check", "good"),
    Asking.DECLINED: Sign(N_("said no"), "circle-x", "calm"),
    Asking.MISSED: Sign(N_("did not answer"), "phone-missed", "warn"),
    Asking.FAILED: Sign(N_("could not be rung"), "phone-off", "bad"),
    Asking.WITHDRAWN: Sign(N_("was no longer needed"), "circle-x", "calm"),
}
"""What an agent who was asked did."""

QUESTIONS = {
    answers.BRIEF: "brief", answers.REPLY: "reply", answers.OVER_HOLD: "over", answers.OVER_RING: "over",
    answers.VERDICT: "verdict", answers.GONE: "gone", answers.OVER_TAKEN: "over", answers.PHONE: "phone",
    answers.ARRIVED: "agent",
}  # fmt: skip
"""The doors at which an agent's leg asks, by the numbers of its turns."""
CHANGES = {
    "through_now": N_("The caller wants to be put through now, instead of the callback."),
    "move": N_("The caller moved the callback."),
    "cancel": N_("The caller cancelled the callback."),
}
PLAIN = {
    "silent": N_("Pressed nothing."),
    "declined": N_("Said no: nothing of this call is owed any more."),
    "recording_asked": N_("Is recorded from here on."),
    "lookup_asked": N_("A system of the business was asked."),
    "text_asked": N_("A text message was sent."),
    "ended": N_("The flow hung up."),
}
NO_MATCH = "no_match"
UNSHOWN = {Sort.HIDDEN: N_("•••• (not shown)"), Sort.ELSEWHERE: N_("a value that is not kept")}


@dataclass(frozen=True, slots=True)
class Change:
    """What a name stood for before a step and after it, in words."""

    name: str
    title: str
    """Empty where the author has given it none."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the page shows it."""

    step: Step
    seconds: float
    """After the call began."""
    sentences: tuple[str, ...]
    nodes: tuple[str, ...]
    """The nodes to which it came, in order."""
    changes: tuple[Change, ...]
    """What is known of the caller after it, by its names."""
    request: str
    document: str

    @property
    def moment(self) -> str:
        """As it stands in a link."""
        return f"t={self.seconds:.1f}"


def told(course: Course) -> tuple[Told, ...]:
    """All steps, in their order."""
    own, flow = [step for step in course.steps if not step.leg.agent], flow_of(course.edition)
    known = learned(flow, [step.events for step in own])
    changes = {id(step): tuple(_change(flow, one) for one in told) for step, told in zip(own, known, strict=True)}
    return tuple(_told(course, step, changes.get(id(step), ())) for step in course.steps)


def nodes(course: Course) -> tuple[str, ...]:
    """Every node to which the caller came, once each; what has no name in the flow is left out."""
    entered = (event["node"] for step in course.steps for event in step.events if event["kind"] == "entered")
    return tuple(dict.fromkeys(node for node in entered if node and not node.startswith("(")))


def keys(course: Course) -> Iterator[str]:
    """What was pressed, in order, for whoever plays the call again: `-` for silence, `?` for what nobody may know."""
    for step in course.steps:
        for event in step.events:
            if event["kind"] == "pressed":
                yield event["keys"] or "?"
            elif event["kind"] == "silent":
                yield "-"


def _told(course: Course, step: Step, changes: tuple[Change, ...]) -> Told:
    entered = tuple(event["node"] for event in step.events if event["kind"] == "entered")
    sentences = tuple(filter(None, (_sentence(event) for event in step.events)))
    request, document = _request(course, step), _document(step.answer)
    seconds = max((step.at - course.started_at).total_seconds(), 0)
    return Told(step, seconds, sentences, entered, changes, request, document)


def _change(flow: Callflow | None, one: Learned) -> Change:
    """By what the author calls it for agents, where they are told of it."""
    titles = flow.brief.get(one.name, {}) if flow else {}
    title = titles.get(viewer().language) or next(iter(titles.values()), "")
    return Change(one.name, title, _value(one.before), _value(one.after))


def _value(known: Known | None) -> str:
    """What is open as it is; for what is not, why not."""
    if known is None:
        return _("nothing")
    if known.sort is Sort.OPEN:
        return viewer().shown.with_digits(known.text)
    return _(UNSHOWN[known.sort])


def _sentence(event: Event) -> str:
    kind = event["kind"]
    if kind in PLAIN:
        return _(PLAIN[kind])
    return SENTENCES[kind](event) if kind in SENTENCES else ""


def _pressed(event: Event) -> str:
    if not event["keys"]:
        return _("Keyed something that is not shown.")
    keys = viewer().shown.with_digits(event["keys"])
    if event["meaning"] == NO_MATCH:
        return _("Pressed %(keys)s, which is no choice here.", keys=keys)
    return _("Pressed %(keys)s.", keys=keys)


def _answered(event: Event) -> str:
    if not event.get("text"):
        return _("Answered “%(name)s”; the answer is not shown.", name=event["name"])
    return _("Answered “%(name)s”: %(text)s.", name=event["name"], text=viewer().shown.with_digits(event["text"]))


def _language(event: Event) -> str:
    return _("Chose a language: %(name)s.", name=language_name(event["language"], viewer().language))


def _asked(event: Event) -> str:
    return _("Asked for a person of “%(team)s”.", team=team_titles().get(event["team"], event["team"]))


def _agreed(event: Event) -> str:
    return _("Wants to be called back. Promised: “%(words)s”", words=event.get("words", ""))


def _changed(event: Event) -> str:
    words = CHANGES.get(event["change"], "")
    return _(words) if words else ""


SENTENCES: Mapping[str, Callable[[Event], str]] = {
    "pressed": _pressed,
    "answered": _answered,
    "language_chosen": _language,
    "transfer_asked": _asked,
    "callback_asked": _agreed,
    "topic_chosen": lambda event: _("It is about “%(topic)s”.", topic=topic_title(event["topic"])),
    "open_callback_changed": _changed,
}


def _request(course: Course, step: Step) -> str:
    """Which of our doors was asked; the policy behind the # is no part of a request."""
    door = _door(course, step)
    return f"POST {here().parts.urls.door(door).partition('#')[0]}" if door else ""


def _door(course: Course, step: Step) -> Door | None:
    match step.leg.line:
        case Line.CALL:
            return doors.turn(step.id, step.n) if step.n else Door("incoming")
        case Line.TRANSFER:
            return doors.left(step.id, step.n) if step.n > 0 else doors.key(step.id, -step.n)
        case Line.OFFER:
            name = QUESTIONS.get(step.n)
            return Door(name, (("offer", step.id),)) if name else None


def _document(answer: Instructions) -> str:
    """The TwiML that was sent, with its lines indented; of a release whose answers cannot be read any more, nothing."""
    if not answer:
        return ""
    try:
        tree = ElementTree.fromstring(render(answer, here().parts.urls))
    except (ValueError, ElementTree.ParseError):
        return ""
    ElementTree.indent(tree)
    return ElementTree.tostring(tree, encoding="unicode")
