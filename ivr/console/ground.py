"""What the pages stand on, put together by whoever serves them; a page asks for it by `here()`. It decides nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flask import current_app

from ivr.egress.sealing import Seal
from ivr.promise.business import Business
from ivr.settings import Carrier as Company
from ivr.settings import Settings
from ivr.store.spool import Spool
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Doorbell
from ivr.twilio.media import Media
from ivr.twilio.urls import Urls

KEY = "ground"


class Found(Protocol):
    """What one check of the installation found."""

    @property
    def name(self) -> str: ...

    @property
    def health(self) -> str: ...

    @property
    def what(self) -> str: ...

    @property
    def do(self) -> str: ...


class Parts(Protocol):
    """An installation, as far as its pages know it."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> SqlStore: ...

    @property
    def board(self) -> Board: ...

    @property
    def urls(self) -> Urls: ...

    @property
    def spool(self) -> Spool: ...

    def seal(self) -> Seal: ...

    def media(self) -> Media: ...

    def carrier(self) -> Carrier: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """`stopping` is set when the process is about to end: whoever keeps a connection open lets go of it. `streams`: so
    many pages of this process may listen at once, for it has so many threads to spare; the others ask."""

    parts: Parts
    bell: Doorbell
    stopping: threading.Event = field(default_factory=threading.Event)
    streams: int = 0
    scribe: Callable[[str], str | None] = lambda call: None
    """Writes a call, by its public id, as a call script."""
    checks: Callable[[], Sequence[Found]] = tuple
    """Looks whether the installation is fit."""

    @property
    def store(self) -> SqlStore:
        return self.parts.store

    @property
    def board(self) -> Board:
        return self.parts.board

    @property
    def settings(self) -> Settings:
        return self.parts.settings

    @property
    def simulated(self) -> bool:
        """Whether the carrier is the simulated one: then there are telephones to try on a page."""
        return self.settings.carrier is Company.SIMULATED

    @property
    def https(self) -> bool:
        """Whether browsers reach us by https, so that cookies need never go in the clear."""
        return self.settings.public_url.startswith("https://")

    @property
    def business(self) -> Business | None:
        """The business as it was published; None while nothing is."""
        try:
            return self.board.library.business()
        except LookupError:
            return None

    @property
    def zone(self) -> str:
        """The business's time zone; UTC while nothing is published."""
        business = self.business
        return business.zone if business else "UTC"


def here() -> Ground:
    """The ground of the page that is being asked for."""
    ground: Ground = current_app.extensions[KEY]
    return ground
