"""Transcripts: a call as a page that a person can read. The caller's lines are the script, all others the product's.

`python -m tests.callflow.transcripts` plays every script again and writes the pages. `en-US: …` is heard, `? …` is
waited for, `> …` is what the caller does, `@ …` a new time, `= …` what is kept; `key: value` lines say who calls when.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.callflow import events
from ivr.callflow.facts import Declared, Facts, OpenCallback
from ivr.callflow.position import HOLDING, LOOKING_UP, RECORDING
from ivr.line.inputs import Digits, Input, LookedUp, NoInput, Recorded, Returned
from ivr.line.instructions import Say, Sound
from tests.callflow import shop
from tests.callflow.dialogue import Dialogue

FOLDER = Path(__file__).parent.parent / "transcripts" / "callflow"
MOST_LINES = 30
FLOWS = {
    "shop": shop.FLOW,
    "day and night": shop.open_at(shop.DAY_AND_NIGHT),
    "never open": shop.open_at(shop.NEVER),
}
SILENCE = "(silence)"
HANGS_UP = "(hangs up)"
COMES_BACK = "(comes back) "
SAYS = "(says) "
ANSWERED = "(our system) "
AWAY = {HOLDING: "held until somebody comes", RECORDING: "recording", LOOKING_UP: "our own system is asked"}


@dataclass(frozen=True)
class Page:
    """A transcript as it stands in its file."""

    title: str
    head: dict[str, str]
    script: tuple[str, ...]
    """What the caller does (`> …`) and when (`@ …`)."""


def read_page(text: str) -> Page:
    """The script of a transcript; whatever the product said in it is not looked at."""
    title, *lines = text.splitlines()
    end = lines.index("") if "" in lines else len(lines)
    head = dict(line.split(": ", 1) for line in lines[:end])
    return Page(title, head, tuple(line for line in lines[end:] if line[:2] in ("> ", "@ ")))


def play(page: Page) -> str:
    """The page as the product has it now."""
    head = [f"{key}: {value}" for key, value in page.head.items()]
    return "\n".join([page.title, *head, "", *lines(page, begin(page))]) + "\n"


def begin(page: Page) -> Dialogue:
    """The call of this page, at its first turn."""
    flow = FLOWS[page.head.get("flow", "shop")]
    return Dialogue(replace(flow, start=page.head.get("begins at", flow.start)), _facts(page.head))


def lines(page: Page, call: Dialogue) -> Iterator[str]:
    """The call from its first turn to the end of the script, line by line."""
    yield from _turn(call)
    for line in page.script:
        yield line
        if line.startswith("@ "):
            call.at(_moment(line[2:], call.facts.zone))
        elif line == f"> {HANGS_UP}":
            yield from (_kept(event, call.facts) for event in call.hang_up())
        else:
            call.give(_input(line[2:]))
            yield from _turn(call)


def _facts(head: dict[str, str]) -> Facts:
    zone = head.get("zone", shop.FACTS.zone)
    now = _moment(head["at"], zone)
    owed = OpenCallback(now + timedelta(minutes=20), "due", "", now, "support") if "owed" in head else None
    number = head.get("from", shop.CALLER)
    return replace(
        shop.FACTS,
        now=now,
        zone=zone,
        number=None if number == "withheld" else number,
        name=head.get("name", ""),
        language=head.get("speaks"),
        open_callback=owed,
        fetched={"caller.calls_this_week": Decimal(head.get("calls this week", "0"))},
        incidents=(Declared("orders", {"en": head["declared"], "bn": head["declared"]}),) if "declared" in head else (),
        numbers_keyed_today=int(head.get("numbers keyed today", "0")),
    )


def _moment(text: str, zone: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)).astimezone(shop.MONDAY_NOON.tzinfo)


def _input(text: str) -> Input:
    if text == SILENCE:
        return NoInput()
    if text.startswith(SAYS):
        return Recorded("RE" + "0" * 32, 3)
    if text.startswith(ANSWERED):
        outcome, *kept = text.removeprefix(ANSWERED).split("; ")
        return LookedUp(outcome, tuple((name, value) for name, _, value in (one.partition("=") for one in kept)))
    return Returned(text.removeprefix(COMES_BACK)) if text.startswith(COMES_BACK) else Digits(text)


def _turn(call: Dialogue) -> Iterator[str]:
    yield from filter(None, (_kept(event, call.facts) for event in call.events))
    yield from map(_sound, call.sounds)
    if call.position is None:
        yield "= the call ends"
    elif call.position.stage in AWAY:
        yield f"= {AWAY[call.position.stage]}"
    else:
        ask = call.ask
        yield f"? {'one key' if ask.max_digits == 1 else f'up to {ask.max_digits} keys, then #'}, {ask.timeout} s"


def _sound(sound: Sound) -> str:
    return f"{sound.locale}: {sound.text}" if isinstance(sound, Say) else f"sound: {getattr(sound, 'sound', 'pause')}"


def _kept(event: events.Event, facts: Facts) -> str:
    match event:
        case events.TopicChosen(topic):
            return f"= topic {topic}"
        case events.LanguageChosen(language):
            return f"= language {language}"
        case events.Answered(name=name, text=text):
            return f"= {name} is {text or '(not told)'}"
        case events.TransferAsked(_, team, after):
            return f"= transfer to {team}, place kept on request after {after:g} s"
        case events.CallbackAsked(team=team, when=when, number=number):
            to = f" on {number}" if number else ""
            return f"= callback by {team}, {when}: {_span(event.due_at, event.promised_by, facts)}{to}"
        case events.OpenCallbackChanged(change=change, due_at=due, promised_by=by):
            return f"= open callback: {change}" + (f" to {_span(due, by, facts)}" if due and by else "")
        case events.TextAsked(text=text):
            return f"= a text message: {text}"
    return _PLAIN.get(type(event), "")


_PLAIN: dict[type, str] = {events.Declined: "= declined"}


def _span(due: datetime, by: datetime, facts: Facts) -> str:
    here = ZoneInfo(facts.zone)
    return f"{due.astimezone(here):%a %Y-%m-%d %H:%M}-{by.astimezone(here):%H:%M}"


def main() -> int:
    """Write every page again; print the names of those that changed."""
    for path in sorted(FOLDER.glob("*.txt")):
        was = path.read_text(encoding="utf-8")
        now = play(read_page(was))
        if now != was:
            path.write_text(now, encoding="utf-8")
            print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
