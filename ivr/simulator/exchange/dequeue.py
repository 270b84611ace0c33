"""Dial with a Queue: a leg takes the front caller out of a queue, prepares the caller, and is bridged to them.

Rules: pages voice/twiml/{queue,dial}; what they leave open is a Quirk.
"""

from __future__ import annotations

from ivr.simulator.exchange import bridging, script, wire
from ivr.simulator.exchange.parts import COMPLETED, RINGING, Call, Dialler, Frame, Timer
from ivr.simulator.exchange.queues import Waiting, waiting
from ivr.simulator.exchange.values import Verb, WebRequest
from ivr.simulator.exchange.world import World


class QueueDial(Dialler):
    """Waits for a member, plays the Queue's document to it, talks, and reports to the Dial's action."""

    __slots__ = ("call", "deadline", "frame", "member", "noun", "queue", "talked", "timer", "verb", "world")

    def __init__(self, world: World, call: Call, frame: Frame, verb: Verb) -> None:
        self.world, self.call, self.frame, self.verb = world, call, frame, verb
        self.noun = verb.children[0]
        self.queue = world.queues.get(self.noun.text.strip())
        self.deadline = world.now + max(5.0, float(verb.attributes.get("timeout", "30"))) + 5.0
        self.timer = Timer(self._give_up)
        self.member: Waiting | None = None
        self.talked: float | None = None

    def seek(self) -> None:
        """Take the front member, or wait for the next one, whoever that is."""
        if self.queue is None:
            self.world.notify(self.call, 14211, f"there is no queue {self.noun.text.strip()!r}")
            self._finish(self.world.quirks.missing_queue)
        elif self.queue.members:
            self.take(self.queue.members[0])
        else:
            self.queue.diallers.append(self)
            self.timer = self.world.at(self.deadline, self._give_up)

    def _give_up(self) -> None:
        self._stop_seeking()
        self._finish(self.world.quirks.empty_queue)

    def _stop_seeking(self) -> None:
        self.timer.cancel()
        if self.queue and self in self.queue.diallers:
            self.queue.diallers.remove(self)

    def take(self, member: Call) -> None:
        """A caller leaves the queue for this leg; the Queue's document comes before the bridge."""
        self.timer.cancel()
        self.member = waiting(member)
        self.member.depart()
        self.member.on_loss = self._lost
        self.world.write(member, "dequeued", self.member.queue.name, other=self.call.sid)
        url = self.noun.attributes.get("url")
        if url is None:
            self._connect()
            return
        frame = Frame("joining", self._connect, self._spoilt)
        member.frames.append(frame)
        fields = (
            ("QueueSid", self.member.queue.sid),
            ("QueueTime", str(self.member.waited)),
            ("DequeingCallSid", self.call.sid),
        )
        target, method = wire.resolve(self.frame.url, url), self.noun.attributes.get("method", "POST")
        script.fetch(self.world, member, frame, target, method, "joining", fields)

    def _connect(self) -> None:
        """The caller is ready: both can talk."""
        if self.member is None:
            return
        del self.member.call.frames[1:]
        if self.call.status == RINGING:
            script.take_up(self.world, self.call)
        bridging.connect(self.world, self.call, self.member.call)
        limit = float(self.verb.attributes.get("timeLimit", "14400"))
        self.timer = self.world.at(self.world.now + limit, self._separate)

    def _separate(self) -> None:
        """The time limit, or the star key: the talk is over, both are still on the line."""
        member = self._part()
        if member:
            member.finish("bridged")
        self._finish(COMPLETED)

    def _part(self) -> Waiting | None:
        """End the talk; the member, if there still is one."""
        self.timer.cancel()
        member = self.member
        if member and self.call.bridge:
            self.talked = bridging.part(self.world, self.call, member.call)
        return member

    def _spoilt(self, request: WebRequest, code: int) -> None:
        """The Queue's document could not be had: no bridge."""
        self.world.notify(self.call, 14211, f"{request.url} failed with {code}")
        if self.member:
            self.member.finish("error")
        self._finish("failed")

    def _lost(self) -> None:
        """The caller hung up or was redirected: before the bridge the search goes on, after it the Dial is over."""
        if self.call.bridge:
            self._part()
            self._finish(COMPLETED)
        else:
            self.member = None
            self.seek()

    def _fields(self, status: str) -> wire.Fields:
        if not self.world.quirks.dequeue_told:
            return ()
        fields: wire.Fields = (("DialCallStatus", status), ("DialBridged", "false" if self.talked is None else "true"))
        if self.talked is None or self.member is None:
            return fields
        fields += (("DialCallSid", self.member.call.sid), ("DialCallDuration", str(round(self.talked))))
        if not self.world.quirks.dequeue_fields:
            return fields
        return (
            *fields,
            ("QueueSid", self.member.queue.sid),
            ("QueueTime", str(self.member.waited)),
            ("DequeueResult", "bridged"),
            ("DequeuedCallSid", self.member.call.sid),
            ("DequeuedCallQueueTime", str(self.member.waited)),
            ("DequeuedCallDuration", str(round(self.talked))),
        )

    def _finish(self, status: str) -> None:
        script.conclude(self.world, self.call, self.frame, self.verb, self._fields(status))

    def press(self, key: str) -> None:
        """The star may end the talk."""
        if self.call.bridge and key == "*" and self.verb.attributes.get("hangupOnStar") == "true":
            self._separate()

    def abandon(self, redirected: bool) -> None:
        """The dialling leg hung up or was redirected; the caller's own document goes on."""
        self._stop_seeking()
        quirks, talking = self.world.quirks, self.call.bridge is not None
        member = self._part()
        if redirected or quirks.action_after_hangup:
            status = COMPLETED if talking else "canceled"
            script.fetch_for_nobody(self.world, self.call, self.frame, self.verb, self._fields(status))
        if member is None:
            return
        if talking:
            member.finish(quirks.dialler_redirected if redirected else "bridged")
        else:
            member.finish(quirks.dialler_gone)


def dial_queue(world: World, call: Call, frame: Frame, verb: Verb) -> None:
    """Start it."""
    activity = QueueDial(world, call, frame, verb)
    frame.activity = activity
    activity.seek()
