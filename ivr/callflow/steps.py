"""The values between the loop and the nodes: where the caller is, and what one visit leads to. They decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ivr.callflow.events import Event, LanguageChosen, TopicChosen
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow
from ivr.callflow.position import HOLDING
from ivr.callflow.values import Answers, Learned, laid_over
from ivr.line.instructions import Sound

Memory = tuple[tuple[str, str], ...]
"""What the caller said at a node, until they leave it: sorted pairs of texts."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a visit may look at."""

    flow: Callflow
    facts: Facts
    node: str
    language: str
    topic: str = ""
    answers: Answers = ()
    """What is known by name since other nodes."""

    def at(self, node: str) -> Scene:
        """The same call at another node."""
        return replace(self, node=node)

    def after(self, events: Sequence[Event], answers: Learned = ()) -> Scene:
        """The scene once these have happened, and these are known: all of it counts from then on."""
        scene = replace(self, answers=self._known(answers)) if answers else self
        for event in events:
            if isinstance(event, LanguageChosen):
                scene = replace(scene, language=event.language)
            elif isinstance(event, TopicChosen):
                scene = replace(scene, topic=event.topic)
        return scene

    def _known(self, new: Learned) -> Answers:
        """What is known with these; agents are told of those that the flow names for it."""
        known = laid_over(self.answers, new)
        if not self.flow.brief:
            return known
        return tuple((name, replace(it, told=name in self.flow.brief and not it.sensitive)) for name, it in known)


@dataclass(frozen=True, slots=True)
class To:
    """On to another node."""

    node: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for keys; what is asked follows from the node and these, so that any question can be asked again."""

    stage: str = ""
    tries: int = 0
    memory: Memory = ()

    def recall(self, name: str) -> str | None:
        """What was kept under this name."""
        return dict(self.memory).get(name)

    def keep(self, name: str, value: str) -> Memory:
        """The memory with one more thing in it."""
        return tuple(sorted({**dict(self.memory), name: value}.items()))


@dataclass(frozen=True, slots=True)
class Held:
    """The line is elsewhere, until it comes back: by default the caller is held while a person is sought."""

    stage: str = HOLDING
    memory: Memory = ()


@dataclass(frozen=True, slots=True)
class Over:
    """The call is to end."""


Then = To | Wait | Held | Over


@dataclass(frozen=True, slots=True)
class Step:
    """What one visit leads to: `sounds` are heard before whatever comes `then`, `answers` are known from then on."""

    then: Then
    sounds: tuple[Sound, ...] = ()
    events: tuple[Event, ...] = ()
    answers: Learned = ()

    def because(self, event: Event) -> Step:
        """The same, with what led to it first."""
        return replace(self, events=(event, *self.events))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at a wait. `timeout` is in seconds; without `max_digits` the key `finish` ends the input."""

    sounds: tuple[Sound, ...]
    max_digits: int | None = 1
    timeout: int = 5
    finish: str = ""
    words: tuple[str, ...] | None = None
    """What is likely to be said instead of pressing a key; None: nobody listens."""
