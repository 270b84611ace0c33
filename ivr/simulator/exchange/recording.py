"""Record: what a person says, until silence, a key, the longest time, or the end of the call.

Rules: page voice/twiml/record. No sound is kept, only how long it was and what was said. Where nothing was said the
recording is empty: no action is asked for, and the document goes on with its next verb.
"""

from __future__ import annotations

from functools import partial

from ivr.simulator.exchange import hearing, script, wire
from ivr.simulator.exchange.parts import Activity, Call, Frame, Timer
from ivr.simulator.exchange.records import RecordingRecord
from ivr.simulator.exchange.values import Kind, Verb
from ivr.simulator.exchange.world import World

BEEP = 1.0
WRITTEN_DOWN = 20.0
"""seconds until somebody has written down what was said"""


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
        if not self.words and not key and self.world.quirks.empty_recording == "next":
            self._report_absent()
            script.proceed(self.world, self.call)
            return
        fields = self._fields(key)
        self._report()
        action, method = self.verb.attributes.get("action", ""), self.verb.attributes.get("method", "POST")
        script.fetch(self.world, self.call, self.frame, action, method, "action", fields)

    def _seconds(self) -> int:
        return max(0, round(self.world.now - self.started))

    def _url(self) -> str:
        return address(self.world, self.sid)

    def _fields(self, key: str) -> wire.Fields:
        return (
            ("RecordingUrl", self._url()),
            ("RecordingSid", self.sid),
            ("RecordingDuration", str(self._seconds())),
            ("Digits", key),
        )

    def _report(self) -> None:
        """The recording is kept: tell whoever asked for it."""
        said = " ".join(self.words)
        self.world.write(self.call, "recorded", said, other=self.sid)
        kept = RecordingRecord(self.sid, self.call.sid, "completed", self._seconds(), self.world.now)
        self.world.recordings[self.sid] = kept
        self._tell("completed", ("RecordingDuration", str(self._seconds())))
        if self.verb.attributes.get("transcribe") == "true":
            self.world.at(self.world.now + WRITTEN_DOWN, partial(self._write_down, said))

    def _report_absent(self) -> None:
        """There is nothing to keep."""
        self._tell("absent")

    def _tell(self, status: str, *more: tuple[str, str]) -> None:
        url = self.verb.attributes.get("recordingStatusCallback")
        if not url or status not in self.verb.attributes.get("recordingStatusCallbackEvent", "completed").split(" "):
            return
        fields = (
            ("RecordingSid", self.sid),
            ("RecordingUrl", self._url()),
            ("RecordingStatus", status),
            *more,
            ("RecordingChannels", "1"),
            ("RecordingSource", "RecordVerb"),
        )
        method = self.verb.attributes.get("recordingStatusCallbackMethod", "POST")
        wire.build(self.world, self.call, Kind.STATUS, "recording", method, wire.resolve(self.frame.url, url), fields)

    def _write_down(self, said: str) -> None:
        """American English only; anything else is written down as nothing."""
        understood = bool(said) and said.isascii()
        fields = (
            ("TranscriptionSid", self.world.new_sid("TR")),
            ("TranscriptionText", said if understood else ""),
            ("TranscriptionStatus", "completed" if understood else "failed"),
            ("RecordingSid", self.sid),
            ("RecordingUrl", self._url()),
        )
        url = wire.resolve(self.frame.url, self.verb.attributes.get("transcribeCallback", ""))
        wire.build(self.world, self.call, Kind.STATUS, "transcription", "POST", url, fields)

    def abandon(self, redirected: bool) -> None:
        """The person hung up: the action is requested with Digits=hangup, its answer executed by nobody."""
        self.timer.cancel()
        hearing.silence(self.world, self.call)
        if not self.words and self.world.quirks.empty_recording == "next":
            self._report_absent()
            return
        verb = Verb("Record", {"action": "", **self.verb.attributes})
        script.fetch_for_nobody(self.world, self.call, self.frame, verb, self._fields("hangup"))
        self._report()


def address(world: World, sid: str) -> str:
    """Where a recording can be heard."""
    return f"https://api.twilio.com/{wire.API_VERSION}/Accounts/{world.account_sid}/Recordings/{sid}"


def record(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Record."""
    frame.activity = Recording(world, call, frame, verb)
    return False
