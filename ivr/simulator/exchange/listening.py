"""Say, Play, Pause, Gather, Redirect, Hangup, Reject, Leave: one leg and the person on it.

Rules: pages voice/twiml/{say,play,pause,gather,redirect,hangup,reject,leave}.
"""

from __future__ import annotations

from functools import partial

from ivr.simulator.exchange import hearing, script
from ivr.simulator.exchange.parts import BUSY, COMPLETED, NO_ANSWER, RINGING, Activity, Call, Frame, Timer
from ivr.simulator.exchange.values import Verb
from ivr.simulator.exchange.world import World


class Sounding(Activity):
    """A Say, Play or Pause on its own; keys pressed meanwhile are lost."""

    __slots__ = ("call", "frame", "timer", "world")

    def __init__(self, world: World, call: Call, frame: Frame, seconds: float) -> None:
        self.world, self.call, self.frame = world, call, frame
        self.timer = world.at(world.now + seconds, self.finish)

    def finish(self) -> None:
        """The sound is over: next verb."""
        self.frame.activity = None
        hearing.silence(self.world, self.call)
        script.proceed(self.world, self.call)

    def abandon(self, redirected: bool) -> None:
        """Nothing is left behind."""
        self.timer.cancel()
        hearing.silence(self.world, self.call)


def sound(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Say, Play and Pause."""
    seconds = hearing.begin(world, call, verb)
    if seconds <= 0:
        return True
    frame.activity = Sounding(world, call, frame, seconds)
    return False


END_OF_SPEECH = 1.0
"""seconds of silence after which words are taken to be over (speechTimeout)"""


class Gathering(Activity):
    """Collects keys while nested sounds play and then for `timeout` seconds after the last sound or key."""

    __slots__ = ("call", "digits", "finish_key", "frame", "sounds", "timeout", "timer", "verb", "wanted", "world")
    takes = "gather"

    def __init__(self, world: World, call: Call, frame: Frame, verb: Verb) -> None:
        self.world, self.call, self.frame, self.verb = world, call, frame, verb
        self.digits = ""
        self.sounds = list(verb.children)
        self.wanted = int(verb.attributes.get("numDigits", "0"))
        self.finish_key = verb.attributes.get("finishOnKey", "#")
        self.timeout = float(verb.attributes.get("timeout", "5"))
        self.timer = Timer(self.step)

    def step(self) -> None:
        """The next nested sound, or silence and the timeout."""
        hearing.silence(self.world, self.call)
        while self.sounds:
            seconds = hearing.begin(self.world, self.call, self.sounds.pop(0))
            if seconds > 0:
                self._wait(seconds, sounding=True)
                return
        self._wait(self.timeout, sounding=False)

    def _wait(self, seconds: float, sounding: bool) -> None:
        self.timer.cancel()
        self.timer = self.world.at(self.world.now + seconds, self.step if sounding else self.finish)

    def press(self, key: str) -> None:
        """The first key stops the sounds; enough keys or the finish key end it."""
        hearing.silence(self.world, self.call)
        if key == self.finish_key:
            self.finish(key)
            return
        self.digits += key
        if len(self.digits) == self.wanted:
            self.finish()
        else:
            self._wait(self.timeout, sounding=False)

    def hear(self, text: str, seconds: float) -> None:
        """Words, where they are wanted: they stop the sounds as keys do, and go to the action once they are over."""
        if "speech" in self.verb.attributes.get("input", "dtmf"):
            hearing.silence(self.world, self.call)
            self.timer.cancel()
            self.timer = self.world.at(self.world.now + seconds + END_OF_SPEECH, partial(self._understood, text))

    def _understood(self, text: str) -> None:
        self.frame.activity = None
        fields = (("SpeechResult", text), ("Confidence", "0.9"))
        action, method = self.verb.attributes.get("action", ""), self.verb.attributes.get("method", "POST")
        script.fetch(self.world, self.call, self.frame, action, method, "action", fields)

    def finish(self, finish_key: str = "") -> None:
        """Keys go to the action; none at all fall to the next verb, unless actionOnEmptyResult."""
        self.timer.cancel()
        self.frame.activity = None
        if not self.digits and self.verb.attributes.get("actionOnEmptyResult") != "true":
            script.proceed(self.world, self.call)
            return
        fields = (("Digits", self.digits), ("FinishedOnKey", finish_key))
        action, method = self.verb.attributes.get("action", ""), self.verb.attributes.get("method", "POST")
        script.fetch(self.world, self.call, self.frame, action, method, "action", fields)

    def abandon(self, redirected: bool) -> None:
        """A caller who hangs up in a Gather causes no action request."""
        self.timer.cancel()
        hearing.silence(self.world, self.call)


def gather(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Gather."""
    activity = Gathering(world, call, frame, verb)
    frame.activity = activity
    activity.step()
    return False


def redirect(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Redirect: another document in the same frame."""
    script.redirect(world, call, verb.text.strip(), verb.attributes.get("method", "POST"))
    return False


def hang_up(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Hangup."""
    script.end(world, call, COMPLETED)
    return False


def reject(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Reject: unbilled and unanswered, where it comes first."""
    if call.status != RINGING:
        world.complain(call, "<Reject> on a leg that is answered already")
        script.end(world, call, COMPLETED)
    else:
        script.end(world, call, BUSY if verb.attributes.get("reason") == "busy" else NO_ANSWER)
    return False
