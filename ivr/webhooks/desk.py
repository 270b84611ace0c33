"""What the doors need behind them, as one narrow protocol; it imports no implementation of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ivr.line.inputs import Input, Ring
from ivr.line.instructions import Answer, Door, Instructions
from ivr.line.outcomes import HoldResult, LegReport, RecordingReport, TalkReport
from ivr.twilio.media import Heard
from ivr.twilio.request import Trust
from ivr.twilio.urls import Urls


class Desk(Protocol):
    """The switchboard as the doors see it: one unit of work per method, named like its door.

    `sid` is Twilio's id of the leg that asks: every method checks that the ids of the address belong to it.
    """

    @property
    def trust(self) -> Trust: ...

    @property
    def urls(self) -> Urls: ...

    def incoming(self, ring: Ring) -> Answer: ...

    def status(self, report: LegReport, ring: Ring) -> Answer: ...

    def turn(self, call: str, n: int, sid: str, given: Input) -> Answer: ...

    def wait(self, transfer: str, round: int, sid: str, queue: str | None) -> Answer: ...

    def key(self, transfer: str, round: int, sid: str, given: Input) -> Answer: ...

    def left(self, transfer: str, round: int, sid: str, result: HoldResult, queue: str | None) -> Answer: ...

    def joining(self, offer: str, sid: str) -> Answer: ...

    def agent(self, offer: str, sid: str, address: str) -> Answer: ...

    def agent_status(self, report: LegReport) -> Answer: ...

    def brief(self, offer: str, sid: str) -> Answer: ...

    def reply(self, offer: str, sid: str, given: Input) -> Answer: ...

    def phone(self, offer: str, sid: str) -> Answer: ...

    def over(self, offer: str, after: str, sid: str, talk: TalkReport) -> Answer: ...

    def verdict(self, offer: str, sid: str, given: Input) -> Answer: ...

    def gone(self, offer: str, sid: str, given: Input) -> Answer: ...

    def prove(self, change: str, sid: str) -> Answer: ...

    def code(self, change: str, n: int, sid: str, given: Input) -> Answer: ...

    def proving(self, change: str, report: LegReport) -> Answer: ...

    def leg(self, offer: str, report: LegReport) -> Answer: ...

    def customer(self, offer: str, report: LegReport) -> Answer: ...

    def lookup(self, call: str, n: int, sid: str) -> Answer: ...

    def recorded(self, recording: str, sid: str, report: RecordingReport) -> Answer: ...

    def written(self, recording: str, sid: str, words: str) -> Answer: ...

    def said(self, recording: str) -> Heard | None:
        """The sound of a recording, where somebody may hear it now."""

    def rescue(self, door: Door, ring: Ring, fault: Exception) -> Instructions:
        """What is said where a door broke, after the debt was noted somewhere that lasts.

        `ring` is the leg as the request gives it: for an agent's door, its number is no caller's. May raise: then the
        line hears an apology that promises nothing.
        """

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        """Makes prompt what has become due; best effort, after the answer has left."""
