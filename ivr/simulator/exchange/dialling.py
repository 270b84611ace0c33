"""Dial with numbers: legs of its own are placed, the first to answer is prepared and bridged, the rest hung up.

Rules: pages voice/twiml/{dial,number}, errors 13214, 13223, 10004.
"""

from __future__ import annotations

from functools import partial

from ivr.simulator.exchange import bridging, hearing, phones, script, wire
from ivr.simulator.exchange.parts import (
    CANCELED,
    COMPLETED,
    FAILED,
    NO_ANSWER,
    RINGING,
    Activity,
    Call,
    Frame,
    Hooks,
    Timer,
)
from ivr.simulator.exchange.values import Verb, WebRequest
from ivr.simulator.exchange.world import World


def plausible(number: str) -> bool:
    """E.164 as far as a switch can tell, or an address of another kind (client:, sip:)."""
    if number.startswith(("client:", "sip:")):
        return len(number) > 7
    return number.startswith("+") and number[1:].isdigit() and 8 <= len(number) <= 16 and number[1] != "0"


class NumberDial(Activity):
    """One Dial and the legs that it placed."""

    __slots__ = ("call", "chosen", "frame", "ringing", "talked", "timer", "verb", "world")

    def __init__(self, world: World, call: Call, frame: Frame, verb: Verb) -> None:
        self.world, self.call, self.frame, self.verb = world, call, frame, verb
        self.ringing: list[Call] = []
        self.chosen: Call | None = None
        self.talked: float | None = None
        self.timer = Timer(self._give_up)

    def start(self) -> None:
        """Check who calls, place the legs, let the dialling person hear them ring."""
        caller_id = self.verb.attributes.get("callerId") or self.call.from_
        if caller_id.startswith("client:") or not self._may_show(caller_id):
            self.world.notify(self.call, 13214, f"callerId {caller_id!r} is neither owned nor of this call")
            self._finish(FAILED)
            return
        nouns = self.verb.children or (Verb("Number", {}, self.verb.text),)
        for noun in nouns:
            self._place(noun, caller_id)
        if not self.ringing:
            self._finish(FAILED)
            return
        longest = float(self.verb.attributes.get("timeout", "30")) + 5.0
        self.timer = self.world.at(self.world.now + longest, self._give_up)
        hearing.sound(self.world, self.call, "ringing", "", "", longest)
        for child in list(self.ringing):
            phones.dial(self.world, child)

    def _may_show(self, caller_id: str) -> bool:
        return caller_id in self.world.numbers or caller_id in (self.call.from_, self.call.to)

    def _place(self, noun: Verb, caller_id: str) -> None:
        text = next((child.text for child in noun.children if child.name == "Identity"), noun.text).strip()
        to = f"client:{text}" if noun.name == "Client" else text
        if not plausible(to):
            self.world.notify(self.call, 13223, f"{to!r} is no number")
            return
        if self.world.full():
            self.world.notify(self.call, 10004, "too many calls at once")
            return
        attributes = noun.attributes
        hooks = Hooks(
            url=wire.resolve(self.frame.url, attributes["url"]) if "url" in attributes else "",
            method=attributes.get("method", "POST"),
            status_url=wire.resolve(self.frame.url, attributes["statusCallback"])
            if "statusCallback" in attributes
            else "",
            status_method=attributes.get("statusCallbackMethod", "POST"),
            events=tuple(attributes.get("statusCallbackEvent", "completed").split(" ")),
        )
        child = Call(self.world.new_sid("CA"), "outbound-dial", caller_id, to, to, hooks, self.world.now, self.call.sid)
        child.base = wire.base_fields(self.world.account_sid, child)
        child.on_answer = partial(self._answered, child)
        child.on_leave = partial(self._left, child)
        self.ringing.append(self.world.add(child))

    def _give_up(self) -> None:
        self._drop_ringing(NO_ANSWER)
        self._finish(NO_ANSWER)

    def _drop_ringing(self, status: str) -> None:
        """Hang up the legs that nobody answered; their ends are no news to this Dial."""
        self.timer.cancel()
        legs, self.ringing = self.ringing, []
        for child in legs:
            child.on_leave = None
            script.end(self.world, child, status)

    def _answered(self, child: Call) -> None:
        """The first to answer is the one; a Number with a url hears its document before the bridge."""
        self.ringing.remove(child)
        self._drop_ringing(CANCELED)
        self.chosen = child
        if not child.hooks.url:
            self._connect()
            return
        frame = Frame("whisper", self._connect, self._spoilt)
        child.frames = [frame]
        script.fetch(self.world, child, frame, child.hooks.url, child.hooks.method, "whisper")

    def _spoilt(self, request: WebRequest, code: int) -> None:
        if self.chosen:
            script.end(self.world, self.chosen, COMPLETED)

    def _connect(self) -> None:
        if self.chosen is None:
            return
        self.chosen.frames = []
        if self.call.status == RINGING:
            script.take_up(self.world, self.call)
        bridging.connect(self.world, self.call, self.chosen)
        limit = float(self.verb.attributes.get("timeLimit", "14400"))
        self.timer = self.world.at(self.world.now + limit, partial(script.end, self.world, self.chosen, COMPLETED))

    def _left(self, child: Call, redirected: bool) -> None:
        """A dialled leg ended, or was redirected away."""
        if child is self.chosen:
            self.timer.cancel()
            if self.call.bridge:
                self.talked = bridging.part(self.world, self.call, child)
            self._finish(COMPLETED, redirected)
            return
        self.ringing.remove(child)
        if not self.ringing:
            self.timer.cancel()
            self._finish(child.status, child=child)

    def _fields(self, status: str, redirected: bool, child: Call | None) -> wire.Fields:
        child = self.chosen or child
        fields: wire.Fields = (("DialCallStatus", status), ("DialBridged", "false" if self.talked is None else "true"))
        if child is not None:
            fields += (("DialCallSid", child.sid),)
        if self.chosen is not None and not redirected:
            fields += (("DialCallDuration", str(round(self.talked or 0))),)
        return fields

    def _finish(self, status: str, redirected: bool = False, child: Call | None = None) -> None:
        hearing.silence(self.world, self.call)
        script.conclude(self.world, self.call, self.frame, self.verb, self._fields(status, redirected, child))

    def press(self, key: str) -> None:
        """The star may hang the dialled leg up."""
        if self.chosen and self.call.bridge and key == "*" and self.verb.attributes.get("hangupOnStar") == "true":
            script.end(self.world, self.chosen, COMPLETED)

    def abandon(self, redirected: bool) -> None:
        """The dialling leg hung up or was redirected: the dialled ones go with it."""
        hearing.silence(self.world, self.call)
        quirks, status = self.world.quirks, CANCELED
        self._drop_ringing(quirks.abandoned_child)
        chosen = self.chosen
        if chosen is not None:
            status = COMPLETED
            chosen.on_leave = None
            if self.call.bridge:
                self.talked = bridging.part(self.world, self.call, chosen)
            script.end(self.world, chosen, COMPLETED)
        if redirected or quirks.action_after_hangup:
            fields = self._fields(status, redirected, None)
            script.fetch_for_nobody(self.world, self.call, self.frame, self.verb, fields)


def dial_numbers(world: World, call: Call, frame: Frame, verb: Verb) -> None:
    """Start it."""
    activity = NumberDial(world, call, frame, verb)
    frame.activity = activity
    activity.start()
