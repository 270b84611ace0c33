"""All parts of one installation, made from its settings and nothing else; no web framework and no Redis in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.app import logs
from ivr.egress.sealing import Seal
from ivr.settings import Carrier as Company
from ivr.settings import Settings
from ivr.settings.own import secret_of
from ivr.store.library import PublishedLibrary
from ivr.store.spool import Spool
from ivr.store.sql.engine import Limits, make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.ports import Carrier, Systems
from ivr.twilio.media import Media
from ivr.twilio.urls import Urls

if TYPE_CHECKING:
    from ivr.twilio.rest import Account

NOBODY = "AC" + "0" * 32
"""Stands for the account where none is needed: no request can be signed for it."""

PATIENT = Limits(wait=5.0, statement=10.0)
"""For whoever no caller waits for."""


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    store: SqlStore
    board: Board
    urls: Urls
    spool: Spool

    def systems(self) -> Systems:
        """The business's own systems: those alone that it lists."""
        from ivr.egress.systems import HttpsSystems

        return HttpsSystems(lambda: self.board.library.business().lookup_hosts, self.settings.lookup_secret)

    def seal(self) -> Seal:
        """What is kept of secrets that must be read again."""
        return Seal(secret_of(self.settings))

    def media(self) -> Media:
        """Where what callers said can be heard; without an account, nothing can."""
        settings = self.settings
        secret = settings.twilio_api_secret or settings.twilio_auth_token
        account = settings.twilio_account_sid or NOBODY
        user = settings.twilio_api_key or account
        return Media(account, user, secret.reveal() if secret else "", settings.twilio_api_base_url)

    def carrier(self) -> Carrier:
        """The telephone company. Made only where it is asked for: its library takes a while to load."""
        from ivr.twilio.rest import RestCarrier

        return RestCarrier(account(self.settings), self.urls)


def make_parts(settings: Settings, limits: Limits | None = None) -> Parts:
    """The parts; connects to nothing yet. `limits`: how long the database may be waited for."""
    engine = make_engine(settings.database_url, limits)
    store = SqlStore(engine, (limits or Limits()).wait)
    store.told = logs.told
    return Parts(
        settings,
        store,
        Board(store, PublishedLibrary(store), rules(settings)),
        Urls(settings.public_url),
        Spool(settings.var_dir),
    )


def account(settings: Settings) -> Account:
    """Our account at the telephone company; SettingsError where there is none."""
    from ivr.twilio.rest import Account

    settings.demand("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", why="the telephone company asks for it")
    key, secret = settings.twilio_api_key, settings.twilio_api_secret or settings.twilio_auth_token
    return Account(
        settings.twilio_account_sid or "",
        key or settings.twilio_account_sid or "",
        secret.reveal() if secret else "",
        settings.twilio_api_base_url,
        settings.twilio_edge,
        settings.twilio_region,
        settings.fallback_url,
    )


def rules(settings: Settings) -> Rules:
    """The rules of this installation; the simulated carrier sets no limit on calls at once."""
    simulated = settings.carrier is Company.SIMULATED
    return Rules(
        account=settings.twilio_account_sid or NOBODY,
        quiescence=timedelta(seconds=settings.quiescence_seconds),
        sweep_period=timedelta(seconds=settings.sweep_seconds),
        calls_per_second=settings.calls_per_second,
        calls_at_once=None if simulated else settings.max_calls_at_once,
        desk=f"{settings.public_url}/" if settings.desk_texts == "yes" else "",
    )
