"""Under which circumstances a call may come in, as far as a flow makes a difference between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice, product

from ivr import phone
from ivr.calendar import is_open, to_local
from ivr.callflow import known
from ivr.callflow.conditions import Condition, holds
from ivr.callflow.facts import Declared, Facts, OpenCallback
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback, Hours, Incident, Node, Sms, Voicemail
from ivr.callflow.nodes import OpenCallback as OpenCallbackNode
from ivr.callflow.steps import Scene
from ivr.callflow.values import Plain
from ivr.line.instructions import door
from ivr.rehearsal.explore import literals

MOST = 512
"""Circumstances that are tried: a flow that asks for more facts at once is tried in part, and it is said."""
_HALF_HOUR, _DAYS = timedelta(minutes=30), 8
_REPLY = door("turn", call="explored", n=1)


@dataclass(frozen=True, slots=True)
class Circumstances:
    now: datetime
    language: str | None
    shown: bool
    """Whether the caller shows a number."""
    owed: bool
    """Whether we owe them a call."""
    topic: str | None
    """Of what is declared; None: nothing is."""
    named: Mapping[str, Plain | None] = field(default_factory=dict)

    def told(self, flow: Callflow) -> str:
        """In words."""
        parts = [f"{to_local(self.now, flow.zone):%A %H:%M}", self.language and f"speaks {self.language}"]
        parts += ["" if self.shown else "no number", "is owed a call" if self.owed else ""]
        parts += [f"trouble with {self.topic}" if self.topic else ""]
        parts += [f"{name} is {'unknown' if value is None else value}" for name, value in self.named.items()]
        return ", ".join(filter(None, parts))

    def facts(self, flow: Callflow, owed: bool) -> Facts:
        """What a turn knows; `owed`: whether a call is owed by now."""
        team = next(iter(flow.team_schedules), "")
        due = self.now + timedelta(hours=1)
        texts = dict.fromkeys(flow.languages, "It is known, and it is being put right.")
        return Facts(
            now=self.now,
            reply=_REPLY,
            zone=flow.zone,
            number=phone.example(flow.country) if self.shown else None,
            name="Nasrin" if self.named.get("caller.known") else "",
            language=self.language,
            open_callback=OpenCallback(due, "scheduled", "", due, team) if owed else None,
            incidents=(Declared(self.topic, texts),) if self.topic else (),
            withheld=not self.shown,
            vip=bool(self.named.get("caller.vip")),
            dialled=next(iter(flow.numbers), ""),
            fetched={**self._fetched(), "caller.open_callback": owed},
        )

    def _fetched(self) -> dict[str, Plain]:
        return {name: value for name, value in self.named.items() if value is not None}


def circumstances(flow: Callflow, now: datetime) -> tuple[tuple[Circumstances, ...], bool]:
    """All between which the flow can tell, from `now` on for a week; and whether these are all."""
    kinds = {type(node) for node in flow.nodes.values()}
    asked = literals.named(flow)
    needs_number = bool(kinds & {Callback, Voicemail, Sms}) or "caller.withheld" in asked
    owed = OpenCallbackNode in kinds or "caller.open_callback" in asked
    choices = product(
        _moments(flow, now),
        (None, *flow.languages) if "caller.language" in asked else (None, next(iter(flow.languages))),
        (True, False) if needs_number else (True,),
        (False, True) if owed else (False,),
        _topics(flow.nodes.values()),
        _named(flow, asked),
    )
    found = [Circumstances(*choice) for choice in islice(choices, MOST + 1)]
    return tuple(found[:MOST]), len(found) <= MOST


def _moments(flow: Callflow, now: datetime) -> list[datetime]:
    """One for each way in which the clock can decide."""
    start = now.replace(minute=0, second=0, microsecond=0)
    asked = [(name, one) for name, one in literals.comparisons(flow) if name.startswith("now.")]
    found: dict[tuple[bool, ...], datetime] = {}
    for step in range(_DAYS * 48):
        at = start + step * _HALF_HOUR
        found.setdefault(tuple(_clock(flow, at, [one for _, one in asked])), at)
    return list(found.values())


def _clock(flow: Callflow, at: datetime, asked: list[Condition]) -> Iterator[bool]:
    schedules = {node.schedule for node in flow.nodes.values() if isinstance(node, Hours)}
    schedules |= {name.split(".")[1] for name in literals.named(flow) if name.startswith("hours.")}
    for name in sorted(schedules):
        hours = flow.schedules.get(name) or flow.schedules.get(flow.team_schedules.get(name, ""))
        yield hours is not None and is_open(hours, at)
    scene = Scene(flow, Facts(at, _REPLY, flow.zone), flow.start, next(iter(flow.languages)))
    for one in asked:
        yield holds(one, partial(known.look, scene))


def _topics(nodes: Iterable[Node]) -> tuple[str | None, ...]:
    told = [node for node in nodes if isinstance(node, Incident)]
    topics = [topic for node in told for topic in node.topics or ("anything",)]
    return tuple(dict.fromkeys((None, *topics)))


def _named(flow: Callflow, asked: frozenset[str]) -> list[dict[str, Plain | None]]:
    """Values for the facts that must be told: every combination, as long as they are few."""
    names = sorted(name for name in asked if _is_told(name))
    worth = [_worth(flow, name) for name in names]
    return [dict(zip(names, values, strict=True)) for values in islice(product(*worth), MOST)]


def _is_told(name: str) -> bool:
    own = ("caller.withheld", "caller.language", "caller.open_callback")
    return name.startswith(("caller.", "queue.")) and name not in own


def _worth(flow: Callflow, name: str) -> tuple[Plain | None, ...]:
    if name in ("caller.vip", "caller.known"):
        return False, True
    return literals.values(flow, name)
