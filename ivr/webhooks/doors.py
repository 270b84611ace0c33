"""Every door by its name: the ids in its address, what it asks the desk, and how the line goes on where that broke."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from ivr.line.instructions import Answer, Instructions, Pause, Play
from ivr.switchboard.holding import MUSIC
from ivr.twilio.heard import (
    read_hold,
    read_input,
    read_leg,
    read_offer,
    read_page,
    read_queue,
    read_recording,
    read_ring,
    read_talk,
    read_words,
)
from ivr.twilio.request import Asked
from ivr.webhooks.desk import Desk


class Kind(Enum):
    LINE = "line"
    """Somebody listens, and what we answer is all that they hear: it ends by a hang-up at the latest."""
    QUEUE = "queue"
    """A caller in the queue listens: after our words Twilio asks again, or bridges them."""
    REPORT = "report"
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Entrance:
    act: Callable[[Desk, Asked], Answer]
    ids: tuple[str, ...] = ()
    kind: Kind = Kind.LINE
    broken: Instructions = ()
    """What a caller in the queue hears where the desk broke: they are owed already, and stay where they are."""


def _status(desk: Desk, asked: Asked) -> Answer:
    report = read_leg(asked)
    return desk.status(report, read_ring(asked)) if report else Answer(())


def _agent(desk: Desk, asked: Asked) -> Answer:
    """A leg from an agent's page: whose it is, and the offer that they clicked on. What is not said, is nobody's."""
    return desk.agent(read_offer(asked), asked.sid, read_page(asked))


def _agent_status(desk: Desk, asked: Asked) -> Answer:
    report = read_leg(asked)
    return desk.agent_status(report) if report else Answer(())


def _leg(desk: Desk, asked: Asked) -> Answer:
    report = read_leg(asked)
    return desk.leg(asked.ids["offer"], report) if report else Answer(())


def _customer(desk: Desk, asked: Asked) -> Answer:
    report = read_leg(asked)
    return desk.customer(asked.ids["offer"], report) if report else Answer(())


def _proving(desk: Desk, asked: Asked) -> Answer:
    report = read_leg(asked)
    return desk.proving(asked.ids["change"], report) if report else Answer(())


def _code(desk: Desk, asked: Asked) -> Answer:
    return desk.code(asked.ids["change"], asked.number("n"), asked.sid, read_input(asked))


def _turn(desk: Desk, asked: Asked) -> Answer:
    return desk.turn(asked.ids["call"], asked.number("n"), asked.sid, read_input(asked))


def _wait(desk: Desk, asked: Asked) -> Answer:
    return desk.wait(asked.ids["transfer"], asked.number("round"), asked.sid, read_queue(asked))


def _key(desk: Desk, asked: Asked) -> Answer:
    return desk.key(asked.ids["transfer"], asked.number("round"), asked.sid, read_input(asked))


def _left(desk: Desk, asked: Asked) -> Answer:
    transfer, round = asked.ids["transfer"], asked.number("round")
    return desk.left(transfer, round, asked.sid, read_hold(asked), read_queue(asked))


def _over(desk: Desk, asked: Asked) -> Answer:
    return desk.over(asked.ids["offer"], asked.ids["after"], asked.sid, read_talk(asked))


def _recorded(desk: Desk, asked: Asked) -> Answer:
    report = read_recording(asked)
    return desk.recorded(asked.ids["recording"], asked.sid, report) if report else Answer(())


def _written(desk: Desk, asked: Asked) -> Answer:
    return desk.written(asked.ids["recording"], asked.sid, read_words(asked))


_WAITING, _OFFER = ("round", "transfer"), ("offer",)

ENTRANCES: Mapping[str, Entrance] = {
    "incoming": Entrance(lambda desk, asked: desk.incoming(read_ring(asked))),
    "status": Entrance(_status, kind=Kind.REPORT),
    "turn": Entrance(_turn, ("call", "n")),
    "wait": Entrance(_wait, _WAITING, Kind.QUEUE, (Play(MUSIC),)),
    "key": Entrance(_key, _WAITING, Kind.QUEUE, (Pause(1),)),
    "left": Entrance(_left, _WAITING),
    "joining": Entrance(lambda desk, asked: desk.joining(asked.ids["offer"], asked.sid), _OFFER, Kind.QUEUE),
    "agent": Entrance(_agent),
    "agent_status": Entrance(_agent_status, kind=Kind.REPORT),
    "brief": Entrance(lambda desk, asked: desk.brief(asked.ids["offer"], asked.sid), _OFFER),
    "reply": Entrance(lambda desk, asked: desk.reply(asked.ids["offer"], asked.sid, read_input(asked)), _OFFER),
    "phone": Entrance(lambda desk, asked: desk.phone(asked.ids["offer"], asked.sid), _OFFER),
    "over": Entrance(_over, ("after", "offer")),
    "verdict": Entrance(lambda desk, asked: desk.verdict(asked.ids["offer"], asked.sid, read_input(asked)), _OFFER),
    "gone": Entrance(lambda desk, asked: desk.gone(asked.ids["offer"], asked.sid, read_input(asked)), _OFFER),
    "prove": Entrance(lambda desk, asked: desk.prove(asked.ids["change"], asked.sid), ("change",)),
    "code": Entrance(_code, ("change", "n")),
    "proving": Entrance(_proving, ("change",), Kind.REPORT),
    "leg": Entrance(_leg, _OFFER, Kind.REPORT),
    "customer": Entrance(_customer, _OFFER, Kind.REPORT),
    "lookup": Entrance(lambda desk, asked: desk.lookup(asked.ids["call"], asked.number("n"), asked.sid), ("call", "n")),
    "recorded": Entrance(_recorded, ("recording",), Kind.REPORT),
    "written": Entrance(_written, ("recording",), Kind.REPORT),
}
