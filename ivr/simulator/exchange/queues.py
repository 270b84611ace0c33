"""Enqueue and Leave: how a caller enters a queue, waits in it with documents of its own, and gets out.

Who takes a caller out stands in dequeue. Rules: pages voice/twiml/{enqueue,leave}, api/{queue,member}-resource.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ivr.simulator.exchange import hearing, script, wire
from ivr.simulator.exchange.parts import Activity, Call, Document, Frame, Queue, Timer
from ivr.simulator.exchange.values import Verb, WebRequest
from ivr.simulator.exchange.world import World

SHORTEST_WAIT = 1.0
"""seconds between two requests of a wait document that says nothing"""


def queue_named(world: World, name: str) -> Queue:
    """A queue is created by the first call that enters it, and stays."""
    queue = world.queues.get(name)
    if queue is None:
        queue = world.queues[name] = Queue(world.new_sid("QU"), name, world.now)
    return queue


class Waiting(Activity):
    """A call in a queue, then on its way out of it, then bridged to the leg that dequeued it."""

    __slots__ = ("asked", "call", "entered", "frame", "on_loss", "queue", "timer", "verb", "waited", "world")

    def __init__(self, world: World, call: Call, frame: Frame, verb: Verb) -> None:
        self.world, self.call, self.frame, self.verb = world, call, frame, verb
        self.queue = queue_named(world, verb.text.strip())
        self.entered = self.asked = world.now
        self.waited = 0
        self.timer = Timer(lambda: None)
        self.on_loss: Callable[[], None] | None = None
        """set while a dialling leg has this call: called when it hangs up or is redirected"""

    def enter(self) -> None:
        """Join the queue; a leg that waits for somebody takes this call at once."""
        queue, world = self.queue, self.world
        if len(queue.members) >= world.limits.queue_size:
            script.conclude(world, self.call, self.frame, self.verb, (("QueueResult", "queue-full"),))
            return
        queue.members.append(self.call)
        self.call.queue = queue.name
        world.write(self.call, "enqueued", queue.name)
        if queue.diallers:
            queue.diallers.pop(0).take(self.call)
        else:
            self._wait()

    def _wait(self) -> None:
        url = self.verb.attributes.get("waitUrl")
        if url:
            frame = Frame("wait", self._again, self._spoilt)
            frame.url = self.frame.url
            self.call.frames.append(frame)
            self._ask(frame, url)
        elif url is None:
            hearing.sound(self.world, self.call, "music", "classical music", "", self.world.limits.longest_call)

    def _ask(self, frame: Frame, url: str) -> None:
        self.asked = self.world.now
        waits = [round(self.world.now - waiting(member).entered) for member in self.queue.members]
        fields = (
            ("QueuePosition", str(self.queue.members.index(self.call) + 1)),
            ("QueueSid", self.queue.sid),
            ("QueueTime", str(round(self.world.now - self.entered))),
            ("AvgQueueTime", str(round(sum(waits) / len(waits)))),
            ("CurrentQueueSize", str(len(waits))),
            ("MaxQueueSize", str(self.world.limits.queue_size)),
        )
        method = self.verb.attributes.get("waitUrlMethod", "POST")
        script.fetch(self.world, self.call, frame, wire.resolve(self.frame.url, url), method, "wait", fields)

    def _again(self) -> None:
        """The wait document ran out: the same address again."""
        frame, url = self.call.frames[-1], self.verb.attributes["waitUrl"]
        if self.world.now - self.asked >= SHORTEST_WAIT:
            self._ask(frame, url)
            return
        self.world.complain(self.call, f"the wait document of {url} keeps nobody waiting")
        self.timer = self.world.at(self.asked + SHORTEST_WAIT, partial(self._ask, frame, url))

    def _spoilt(self, request: WebRequest, code: int) -> None:
        self.finish("error")

    def leave(self) -> None:
        """<Leave/>: out of the queue, on with the action or the next verb."""
        self.finish("leave")

    def depart(self) -> None:
        """Out of the queue and of its documents; what follows is decided elsewhere."""
        self._step_out()
        inner, self.call.frames = self.call.frames[1:], self.call.frames[:1]
        script.abandon(inner, redirected=False)
        hearing.silence(self.world, self.call)

    def _step_out(self) -> None:
        self.timer.cancel()
        if self.call.queue is not None:
            self.waited = round(self.world.now - self.entered)
            self.queue.members.remove(self.call)
            self.call.queue = None

    def finish(self, result: str) -> None:
        """Over, with the caller on the line: the action's document is executed."""
        self.depart()
        self.on_loss = None
        script.conclude(self.world, self.call, self.frame, self.verb, self._fields(result))

    def _fields(self, result: str) -> wire.Fields:
        return (("QueueResult", result), ("QueueSid", self.queue.sid), ("QueueTime", str(self.waited)))

    def abandon(self, redirected: bool) -> None:
        """The caller hung up or was redirected: the action is requested, its answer executed by nobody."""
        result = "redirected" if redirected else "hangup"
        if self.call.bridge:
            result = "redirected-from-bridged" if redirected else "bridged"
        self._step_out()
        hearing.silence(self.world, self.call)
        lost, self.on_loss = self.on_loss, None
        script.fetch_for_nobody(self.world, self.call, self.frame, self.verb, self._fields(result))
        if lost:
            lost()


def waiting(call: Call) -> Waiting:
    """The Enqueue that a call is in; a call is in a queue by its main document only."""
    activity = call.frames[0].activity
    if not isinstance(activity, Waiting):
        raise AssertionError(f"{call.sid} is in no queue")
    return activity


def enqueue(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Enqueue."""
    activity = Waiting(world, call, frame, verb)
    frame.activity = activity
    activity.enter()
    return False


def leave(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Leave."""
    waiting(call).leave()
    return False


def never_entered(world: World, call: Call, url: str, document: Document) -> None:
    """An Enqueue came for a caller who is gone: some say that its action is requested even so."""
    verb = next((verb for verb in document if verb.name == "Enqueue"), None)
    if verb is not None and world.quirks.early_hangup:
        frame = Frame("main", lambda: None, lambda request, code: None)
        frame.url = url
        script.fetch_for_nobody(world, call, frame, verb, (("QueueResult", world.quirks.early_hangup),))
