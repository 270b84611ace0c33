"""Record: what a person says, until silence, a key, the longest time, or the end of the call.

Rules: page voice/twiml/record. No sound is kept, only how long it was and what was said.
"""

from __future__ import annotations

from ivr.simulator.exchange import hearing, script, wire
from ivr.simulator.exchange.parts import Activity, Call, Frame, Timer
from ivr.simulator.exchange.values import Kind, Verb
from ivr.simulator.exchange.world import World

BEEP = 1.0


class Recording(Activity):
    """One recording. Silence counts from the last word; before any word, from the beep."""

    __slots__ = ("call", "frame", "limit", "sid", "started", "timer", "verb", "words", "world")
    takes = "record"

    def __init__(self, world: World, call: Call, frame: Frame, verb: Verb) -> None:
        self.world, self.call, self.frame, self.verb = world, call, frame, verb
        self.sid = world.new_sid("RE")
        self.words: list[str] = []
        beeps = verb.attributes.get("playBeep", "true") == "true"
        self.started = world.now + (BEEP if beeps else 0.0)
        self.limit = self.started + float(verb.attributes.get("maxLength", "3600"))
        if beeps:
            hearing.sound(world, call, "beep", "", "", BEEP)
        self.timer = Timer(lambda: None)
        self._wait(self.started)

    def _wait(self, quiet_from: float) -> None:
        silence = float(self.verb.attributes.get("timeout", "5"))
        due = min(quiet_from + silence, self.limit) if silence else self.limit
        self.timer.cancel()
        self.timer = self.world.at(due, self._finish)

    def hear(self, text: str, seconds: float) -> None:
        """The person speaks: silence begins anew after it."""
        self.words.append(text)
        self._wait(self.world.now + seconds)

    def press(self, key: str) -> None:
        """Any key ends it, unless the document names fewer."""
        if key in self.verb.attributes.get("finishOnKey", "1234567890*#"):
            self._finish(key)

    def _finish(self, key: str = "") -> None:
        self.timer.cancel()
        hearing.silence(self.world, self.call)
        self.frame.activity = None
        fields = self._fields(key)
        self._report()
        action, method = self.verb.attributes.get("action", ""), self.verb.attributes.get("method", "POST")
        script.fetch(self.world, self.call, self.frame, action, method, "action", fields)

    def _seconds(self) -> int:
        return max(0, round(self.world.now - self.started))

    def _url(self) -> str:
        return f"https://api.twilio.com/{wire.API_VERSION}/Accounts/{self.world.account_sid}/Recordings/{self.sid}"

    def _fields(self, key: str) -> wire.Fields:
        return (
            ("RecordingUrl", self._url()),
            ("RecordingSid", self.sid),
            ("RecordingDuration", str(self._seconds())),
            ("Digits", key),
        )

    def _report(self) -> None:
        """The recording is kept: tell whoever asked for it."""
        self.world.write(self.call, "recorded", " ".join(self.words), other=self.sid)
        url = self.verb.attributes.get("recordingStatusCallback")
        if not url:
            return
        fields = (
            ("RecordingSid", self.sid),
            ("RecordingUrl", self._url()),
            ("RecordingStatus", "completed"),
            ("RecordingDuration", str(self._seconds())),
            ("RecordingChannels", "1"),
            ("RecordingSource", "RecordVerb"),
        )
        method = self.verb.attributes.get("recordingStatusCallbackMethod", "POST")
        wire.build(self.world, self.call, Kind.STATUS, "recording", method, wire.resolve(self.frame.url, url), fields)

    def abandon(self, redirected: bool) -> None:
        """The person hung up: the action is requested with Digits=hangup, its answer executed by nobody."""
        self.timer.cancel()
        hearing.silence(self.world, self.call)
        verb = Verb("Record", {"action": "", **self.verb.attributes})
        script.fetch_for_nobody(self.world, self.call, self.frame, verb, self._fields("hangup"))
        self._report()


def record(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Record."""
    frame.activity = Recording(world, call, frame, verb)
    return False
