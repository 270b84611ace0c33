"""The table of verbs: which function runs which element."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.simulator.exchange import dequeue, dialling, listening, queues, recording
from ivr.simulator.exchange.parts import Call, Frame
from ivr.simulator.exchange.values import Verb
from ivr.simulator.exchange.world import Step, World


def dial(world: World, call: Call, frame: Frame, verb: Verb) -> bool:
    """Dial: a queue, or numbers."""
    if verb.children and verb.children[0].name == "Queue":
        dequeue.dial_queue(world, call, frame, verb)
    else:
        dialling.dial_numbers(world, call, frame, verb)
    return False


VERBS: Mapping[str, Step] = {
    "Say": listening.sound,
    "Play": listening.sound,
    "Pause": listening.sound,
    "Gather": listening.gather,
    "Record": recording.record,
    "Redirect": listening.redirect,
    "Hangup": listening.hang_up,
    "Reject": listening.reject,
    "Enqueue": queues.enqueue,
    "Leave": queues.leave,
    "Dial": dial,
}
