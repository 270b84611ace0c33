"""The web application: the carrier's doors, the API, the health checks; put together from parts, nothing global."""

from __future__ import annotations

import threading
from enum import StrEnum

from flask import Blueprint, Flask

from ivr import api, form
from ivr.app.desk import WebDesk
from ivr.app.health import health, readiness
from ivr.app.metrics import Gauges, scraped
from ivr.app.mount import Mount
from ivr.app.parts import Parts
from ivr.app.watch import watch
from ivr.settings import Secret
from ivr.switchboard.ports import Doorbell
from ivr.twilio.request import Key, Trust
from ivr.webhooks import open_doors


class Half(StrEnum):
    """What a pool of its own may serve: so that whoever looks at pages keeps no caller waiting."""

    WEBHOOKS = "webhooks"
    """The carrier's doors."""
    CONSOLE = "console"
    """Everything for people and programs: pages and API."""


def create_app(parts: Parts, bell: Doorbell | None = None, only: Half | None = None, streams: int = 0) -> Flask:
    """The application. SettingsError without an account and a token: no unsigned request is ever answered. `streams`:
    how many threads whoever serves it has to spare for pages that listen."""
    app = Flask("ivr", static_folder=None)
    watcher = watch(app)
    bell = bell or make_bell(parts)
    desk = make_desk(parts, bell)
    if only is not Half.CONSOLE:
        open_doors(app, desk, watcher.told)
    if only is not Half.WEBHOOKS:
        app.register_blueprint(api.blueprint(parts.board, bell, parts.seal()))
        app.register_blueprint(form.blueprint(parts.board, bell, parts.settings))
        if parts.settings.simulator_token is not None:
            app.register_blueprint(make_phones(parts, bell, parts.settings.simulator_token))
        mount_console(app, parts, bell, streams)
        if only is Half.CONSOLE:
            _ = app.extensions["console"].console
    app.register_blueprint(health)
    gauges = Gauges(parts, lambda: desk.resting)
    app.add_url_rule("/readyz", "readyz", readiness(parts, gauges))
    app.add_url_rule("/metrics", "metrics", scraped(parts, gauges))
    return app


def mount_console(app: Flask, parts: Parts, bell: Doorbell, streams: int) -> None:
    """The pages: an application of their own. Beside the doors it is made when somebody asks for a page: callers wait
    for no pages at the start. `app.extensions["stopping"]` is to be set when the process is about to end."""
    stopping = app.extensions["stopping"] = threading.Event()

    def make() -> Flask:
        from ivr.app import checks
        from ivr.app.scribe import Scribe
        from ivr.console.app import make_console
        from ivr.console.ground import Ground

        ground = Ground(parts, bell, stopping, streams, Scribe(parts.settings), lambda: checks.fit(parts))
        console = make_console(ground)
        watch(console)
        return console

    mount = Mount(app.wsgi_app, make)
    app.wsgi_app = mount  # type: ignore[method-assign, assignment]
    app.extensions["console"] = mount


def make_phones(parts: Parts, bell: Doorbell, token: Secret) -> Blueprint:
    """The phones page: only where the carrier is simulated, and no other process loads it."""
    from ivr.app.sample import CALLER
    from ivr.console.phones import relay
    from ivr.console.phones.company import Company

    settings = parts.settings
    product = relay.Product(parts.store, parts.board, bell, settings.public_url, ((CALLER.name, CALLER.number),))
    return relay.blueprint(product, Company(settings.twilio_api_base_url or "", token.reveal()))


def make_desk(parts: Parts, bell: Doorbell) -> WebDesk:
    """The switchboard behind the doors, and room for the debts that it may have to note beside the database."""
    parts.spool.reserve()
    return WebDesk(parts.board, make_trust(parts), parts.urls, bell, parts.spool, parts.systems(), parts.media())


def make_trust(parts: Parts) -> Trust:
    """Whom the doors believe."""
    settings = parts.settings
    settings.demand(
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        why="requests cannot be verified without it; `python -m ivr run` starts a simulated carrier that needs neither",
    )
    assert settings.twilio_account_sid and settings.twilio_auth_token
    tokens = (settings.twilio_auth_token, settings.twilio_auth_token_secondary)
    keys = tuple(Key(token.reveal()) for token in tokens if token is not None)
    return Trust(settings.twilio_account_sid, settings.public_url, keys)


def make_bell(parts: Parts) -> Doorbell:
    """The doorbell, or none where there is no Redis."""
    from ivr.jobs import bell

    return bell.make_bell(parts.settings.redis_url)
