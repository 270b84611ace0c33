"""The frame of every page: the only place that renders a template, whole or one part of it, and what templates may use.

A page is asked for whole by a browser, and by htmx with `?part=<block>` for that block of the same template alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug import Response as Redirect

from ivr.access import Action
from ivr.console import assets, toasts
from ivr.console.ground import here
from ivr.console.keys import KEYMAP, Key
from ivr.console.navigation import navigation
from ivr.console.shown import NEAR
from ivr.console.viewer import viewer
from ivr.console.words import LANGUAGES
from ivr.reports.mark import mark

Answer = Response | Redirect | tuple[Response, int]
"""What a view returns."""


class Stale(Exception):
    """Somebody else was quicker: nothing was changed. The text says what has changed, in the person's words."""


def _(text: str, /, **values: object) -> str:
    """The text in the language of whoever asks; `%(name)s` in it stands for a value, numbers in their digits."""
    said = viewer().words.say(text)
    return said % _readable(values) if values else said


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The text that goes with a number, which is `%(n)s` in it."""
    return viewer().words.count(singular, plural, number) % _readable({"n": number} | values)


def _readable(values: Mapping[str, object]) -> dict[str, object]:
    shown = viewer().shown
    numbers = {name: shown.number(value) for name, value in values.items() if isinstance(value, int | float)}
    return {**values, **numbers}


def page(template: str, status: int = 200, keys: tuple[Key, ...] = (), **values: object) -> Response:
    """The page; or where htmx asks for a part, that block of it and the toasts. `keys`: this page's own shortcuts."""
    found = current_app.jinja_env.get_template(template)
    context: dict[str, Any] = {**_around(), "keymap": (*KEYMAP, *keys), **values}
    current_app.update_template_context(context)
    part = request.args.get("part", "") if by_htmx() else ""
    if part in found.blocks:
        html = "".join(found.blocks[part](found.new_context(context))) + (toasts.partial() if _after_deed() else "")
    else:
        html = found.render(context, pending=toasts.take())
    answer = Response(html, status, mimetype="text/html")
    answer.vary.add("HX-Request")
    return answer


TOLD = "told"


def _after_deed() -> bool:
    """Whether this answers what somebody did. A part that a page fetches by itself is often thrown away, as when the
    page itself is on its way out: what is to be said waits for the next one."""
    return request.method != "GET" or TOLD in request.args


def note_mark() -> None:
    """Before a page reads anything: where the ledger ends. What changes from here on, the browser is told of."""
    if request.method == "GET" and not by_htmx() and request.blueprint not in ("assets", "live"):
        with here().store.reading() as unit:
            g.seen = mark(unit)


def back(address: str) -> Redirect:
    """After something was changed: look at it. htmx follows, and gets the part that the address names."""
    if by_htmx():
        path, _hash, anchor = address.partition("#")
        address = f"{path}{'&' if '?' in path else '?'}{TOLD}={_hash}{anchor}"
    return redirect(address, 303)


def by_htmx() -> bool:
    """Whether a script of ours asks, for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def _around() -> dict[str, object]:
    """What is around every page."""
    ground, who = here(), viewer()
    remembered = ground.board.library.remembered()
    return {
        "viewer": who,
        "person": who.person,
        "language": who.language,
        "languages": LANGUAGES,
        "business": remembered.title if remembered else "",
        "rail": navigation() if who.person else (),
        "streams": ground.streams > 0,
        "seen": g.get("seen", ""),
        "own_address": request.full_path.rstrip("?"),
    }


def when(moment: datetime) -> Markup:
    """How long ago, or how long until; far away as day and clock. The exact moment is in its title."""
    who = viewer()
    ago, exact = who.now - moment, who.shown.exact(moment)
    if abs(ago) >= NEAR:
        said = exact
    elif abs(ago).total_seconds() < 1:
        said = _("now")
    else:
        span = who.shown.span(ago)
        said = _("%(span)s ago", span=span) if ago.total_seconds() > 0 else _("in %(span)s", span=span)
    return _time(moment, said, exact)


def _time(moment: datetime, said: str, exact: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(timespec="seconds"), exact, said)


def tel(number: str) -> Markup:
    """A telephone number that can be clicked: in the reader's digits, its address in Latin ones."""
    return Markup('<a class="tel" href="tel:{}"><bdi>{}</bdi></a>').format(number, viewer().shown.phone(number))


def icon(name: str, label: str = "") -> Markup:
    """A picture of Lucide's; without a label it only decorates words beside it."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    sprite = assets.read().address("vendor/lucide/sprite.svg")
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(said, sprite, escape(name))


def csrf() -> Markup:
    """The field that every form needs which changes something."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def furnish(app: Flask) -> None:
    """Gives the templates of this application their words, filters and functions."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(
        _=_, ngettext=ngettext, icon=icon, csrf=csrf, csrf_token=generate_csrf, tel=tel, Action=Action,
        asset=lambda name: assets.read().address(name), may=lambda action: viewer().may(action),
    )  # fmt: skip
    shown = ("number", "percent", "day", "weekday", "clock", "exact", "span", "lasted", "phone")
    for name in shown:
        env.filters[name] = _filter(name)
    env.filters["digits"] = _filter("with_digits")
    env.filters["when"] = when
    env.filters["tel"] = tel
    env.globals["parts"] = env.get_template("parts.html").module


def _filter(name: str) -> Any:
    return lambda value: getattr(viewer().shown, name)(value)
