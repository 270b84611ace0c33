"""The form's one page: asked, checked and read back, kept. Whatever is wrong is said in words beside what was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from ivr import phone
from ivr.form import hours
from ivr.form.stranger import HOUR, NUMBERS, Pace, Places, Seals, network
from ivr.form.words import OTHER, WORDS
from ivr.language.spoken import Within
from ivr.promise.business import Business
from ivr.settings import Settings
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.outside import asks
from ivr.switchboard.outside.asks import Asked, Declined, Origin, Wanted
from ivr.switchboard.ports import Conflict, Doorbell, Unit, Unreachable
from ivr.switchboard.rows import Callback, Form
from ivr.switchboard.speech import kept, promise
from ivr.switchboard.trail import By

PREFIX = "/callback-form"
AT_ONCE = 2
"""Requests in one process: strangers never take the hands that answer calls."""
LARGEST = 8 * 1024
REFUSED: dict[str, str] = {Declined.OTHER_WISH: "again", Declined.OFTEN: "often"}
"""What is said of why nothing is owed; of all else, that this number cannot be phoned."""
BESIDE = {"not_a_number": "number", "never": "number", "no_hour": "when"}
"""Where it is said what is wrong."""
STYLE: Final = Path(__file__).with_name("templates") / "form.css"


@dataclass(frozen=True, slots=True)
class Ground:
    """What every request is worked on with."""

    board: Board
    bell: Doorbell
    settings: Settings
    seals: Seals
    numbers: Pace
    """How many numbers each network has had looked at."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for one form, in one language, at one moment."""

    ground: Ground
    form: Form
    business: Business
    language: str
    now: datetime

    def say(self, word: str, **values: str) -> str:
        """A text of the form."""
        return WORDS[self.language][word].format(**values)

    @property
    def wish(self) -> Wanted:
        """What this form asks for, but for the number and the hour."""
        return Wanted("", self.form.team, self.form.topic, kept(self.business, self.language))


def blueprint(board: Board, bell: Doorbell, settings: Settings, pace: Pace | None = None) -> Blueprint:
    """All of `/callback-form`."""
    pages = Blueprint("form", __name__, url_prefix=PREFIX, template_folder="templates")
    ground = Ground(board, bell, settings, Seals(settings), Pace(NUMBERS, HOUR))
    places, counted = Places(AT_ONCE), pace or Pace()
    style = STYLE.read_text(encoding="utf-8")

    def page(key: str) -> Response:
        if not counted.allows(network(request, settings)):
            return _plain("often", 429)
        request.max_content_length = LARGEST
        try:
            with places.one() as free:
                return _page(ground, key) if free else _plain("away", 503)
        except RequestEntityTooLarge:
            return _plain("gone", 413)
        except (Unreachable, Conflict):
            return _plain("away", 503)

    pages.add_url_rule("/<key>", "page", page, methods=["GET", "POST"], provide_automatic_options=False)
    pages.add_url_rule("/form.css", "style", lambda: Response(style, mimetype="text/css"))
    return pages


def _page(ground: Ground, key: str) -> Response:
    with ground.board.store.reading() as unit:
        form = unit.one(Form, public_id=key) if key.isascii() and key.isalnum() else None
        now = unit.now
    if form is None or not form.live:
        return _plain("gone", 404)
    visit = Visit(ground, form, ground.board.library.business(), _language(), now)
    given = request.form
    if request.method == "GET" or given.get("step") == "change":
        return _ask(visit)
    if given.get("website"):
        return _show(visit, "done")  # a program filled in what nobody sees: it is thanked, and not listened to
    return _heard(visit)


def _heard(visit: Visit) -> Response:
    """Somebody sent the page."""
    drawn = visit.ground.seals.read(request.form.get("seal", ""), visit.form.public_id)
    if drawn is None:
        return _ask(visit, "old")
    number = phone.parse_number(request.form.get("number", ""), visit.business.country)
    if isinstance(number, phone.Refusal):
        return _ask(visit, "not_a_number")
    if not visit.ground.numbers.allows(network(request, visit.ground.settings)):
        return _ask(visit, "often", 429)
    when, offered = request.form.get("when", ""), dict(_hours(visit))
    if when and when not in offered:
        return _ask(visit, "no_hour")
    at = datetime.fromisoformat(when) if when else None
    wanted = Wanted(number, visit.wish.team, visit.wish.topic, visit.wish.language, at)
    if request.form.get("step") == "ask":
        return _keep(visit, drawn, wanted)
    with visit.ground.board.store.reading() as unit:
        why = asks.declined(unit, visit.ground.board, wanted)
    if why is not None:
        return _ask(visit, "never")
    return _show(visit, "confirm", number=number, shown=_grouped(number), when=when, hour=offered.get(when))


def _keep(visit: Visit, drawn: str, wanted: Wanted) -> Response:
    """They said yes to what was read back."""
    ground, source = visit.ground, f"form:{visit.form.id}"
    hidden = ground.seals.hidden(network(request, ground.settings))
    by = By(None, f"form {visit.form.name}", program=source)
    found = asks.ask(ground.board, by, Origin(source, drawn, hidden), wanted, _told)
    if not isinstance(found, Asked):
        word = REFUSED.get(found, "never")
        return _ask(visit, word, status=429 if word == "often" else 422)
    if found.callback_id is not None:
        ground.bell.ring([("callback", found.callback_id)])
    by_when, dialled = json.loads(found.answer)
    spoken = promise(datetime.fromisoformat(by_when), visit.now, visit.business.zone)
    words = spoken.spoken(visit.business.words[kept(visit.business, visit.language)])
    shown = _grouped(wanted.number)
    return _show(visit, "done", shown=shown, promise=words, within=isinstance(spoken, Within), ours=_grouped(dialled))


def _told(unit: Unit, row: Callback) -> str:
    """All that a stranger learns of what is owed to a number: by when, and which number of ours will ring them."""
    return json.dumps([row.promised_by.isoformat(), row.dialled])


def _ask(visit: Visit, fault: str = "", status: int = 422) -> Response:
    told = visit.say(fault, ours=_grouped(visit.business.numbers[0])) if fault else ""
    typed, when = request.form.get("number", "")[:40], request.form.get("when", "")
    made = _show(
        visit, "ask", fault=told, beside=BESIDE.get(fault, "form"), typed=typed, when=when, hours=_hours(visit)
    )
    made.status_code = status if fault else 200
    return made


def _hours(visit: Visit) -> list[tuple[str, str]]:
    team = team_of(visit.ground.board, visit.form.team)
    found = hours.choices(visit.business, team, visit.now)
    return [(at.isoformat(), hours.words_for(visit.business, visit.language, at, visit.now)) for at in found]


def _show(visit: Visit, step: str, **values: Any) -> Response:
    say: Callable[..., str] = visit.say
    seal = request.form.get("seal", "") if step == "confirm" else visit.ground.seals.new(visit.form.public_id)
    text = render_template(
        "callback_form.html",
        say=say,
        step=step,
        language=visit.language,
        other=OTHER[visit.language],
        title=visit.business.title,
        seal=seal,
        **values,
    )
    return _guarded(Response(text), visit.form.origins or "'none'")


def _plain(word: str, status: int) -> Response:
    """Where there is no form to show: one sentence, in both languages."""
    texts = "\n".join(WORDS[language][word].replace(": {ours}", "") for language in WORDS)
    return _guarded(Response(texts, status, mimetype="text/plain"), "'none'")


def _guarded(answer: Response, frames: str) -> Response:
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _language() -> str:
    wished = request.form.get("lang") or request.args.get("lang", "")
    return wished if wished in WORDS else request.accept_languages.best_match(list(WORDS)) or "en"


def _grouped(number: str) -> str:
    """As people read it, and on one line."""
    return "\u00a0".join(phone.groups(number, "")) or number
