"""How a line of the log is written: one line per event, as text or JSON, to stderr. No telephone number, no secret and
no line break of a stranger's ever gets through; names are never logged in the first place."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ivr.settings import Secret, Settings

if TYPE_CHECKING:
    from ivr.store.sql.gate import Told

log = logging.getLogger(__name__)

SEEN_SECRET = "•••"
_SHORTEST = 6
"""Characters. A shorter secret is no secret, and hiding it would tear other words apart."""

_TOKEN = re.compile(r"\bivr_[A-Za-z0-9_-]{8,}")
_BEARER = re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*(?=@)")
_NUMBER = re.compile(r"(?:\+|%2B)\d(?:[ ().-]{0,2}\d){6,14}|(?<![\w.:+-])\d{9,15}(?![\w:]|\.\d)", re.IGNORECASE)
"""A plus sign (also as in an address) and 7 to 15 digits, grouped or not; or 9 to 15 digits that stand alone."""
_SUSPECT = r"\d{9}|[+]\d|%2b\d|ivr_|://|bearer|basic"
"""Where none of this occurs nothing is to be taken out: most texts are looked at once and are done."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(settings: Settings, part: str, level: int = logging.INFO) -> None:
    """From here on every logger of this process writes as the settings say; `part` is web, worker, sweep or cli."""
    form = _FORMS[settings.log_format](part, secrets_of(settings))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(form)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("ivr").setLevel(level)
    logging.captureWarnings(True)
    logging._srcfile = None  # nor which line of the program: half the price of a line is to find that out
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line says which: not looked up


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The texts of all secrets of this installation, those within addresses included; the longest first."""
    values = (getattr(settings, name) for name in settings.__slots__)
    found = {value.reveal() for value in values if isinstance(value, Secret)}
    for url in (settings.database_url, settings.redis_url or ""):
        found.update(part for part in re.findall(r"://[^:/@]*:([^@]*)@", url) if part)
    return tuple(sorted((one for one in found if len(one) >= _SHORTEST), key=len, reverse=True))


def told(changes: Sequence[Told]) -> None:
    """One line per change of state, after it was committed."""
    if not log.isEnabledFor(logging.INFO):
        return
    for change in changes:
        entity, id, before, after, cause, actor = change
        named = {_FIELDS.get(entity, entity): id, "was": before, "cause": cause, "actor": actor}
        log.info("%s is %s", entity, after, extra=named)


_FIELDS = {"message": "notice"}
"""Kinds of rows whose name a line of the log uses for something else."""


class Cleaner:
    """Takes out of a text what no log may hold."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        listed = "|".join(map(re.escape, secrets))
        self._secrets = re.compile(listed) if listed else None
        self._suspect = re.compile("|".join(filter(None, (_SUSPECT, listed))), re.IGNORECASE)

    def clean(self, text: str) -> str:
        """The text without secrets and numbers; line breaks are still in it."""
        if self._suspect.search(text) is None:
            return text
        if self._secrets is not None:
            text = self._secrets.sub(SEEN_SECRET, text)
        text = _TOKEN.sub(f"ivr_{SEEN_SECRET}", text)
        text = _BEARER.sub(rf"\1 {SEEN_SECRET}", text)
        text = _USER.sub(SEEN_SECRET, text)
        return _NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    from ivr import phone  # its tables cost memory: only whoever meets a number needs them

    digits = re.sub(r"[^0-9]", "", found[0].removeprefix("%2B").removeprefix("%2b"))
    return phone.mask(f"+{digits}") if found[0][0] in "+%" else f"•••{digits[-3:]}"


class _Form(logging.Formatter):
    """What both forms have in common: the event as a dictionary, cleaned."""

    def __init__(self, part: str, secrets: Iterable[str]) -> None:
        super().__init__()
        self._part, self._cleaner = part, Cleaner(secrets)

    def event(self, record: logging.LogRecord) -> dict[str, Any]:
        """When, how grave, which part, what; then the fields; last the fault."""
        event: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": self._part,
            "event": self._clean(record.getMessage()),
            "logger": record.name,
        }
        for name, value in vars(record).items():
            if name not in _OWN and value not in ("", None):
                event[name] = value if isinstance(value, bool | int | float) else self._clean(str(value))
        if record.exc_info and record.exc_info[0] is not None:
            event["fault"] = self._clean(self.formatException(record.exc_info))
        return event

    def _clean(self, text: str) -> str:
        return self._cleaner.clean(text)


class JsonForm(_Form):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        return _BREAKS.sub(_escaped, json.dumps(self.event(record), ensure_ascii=False))


class TextForm(_Form):
    """For people: fields after the message, a fault in indented lines that no stranger's text can begin."""

    def format(self, record: logging.LogRecord) -> str:
        event = self.event(record)
        fault = event.pop("fault", "")
        at, level, part, said, logger = (event.pop(name) for name in ("at", "level", "part", "event", "logger"))
        fields = "".join(f" {name}={value}" for name, value in event.items())
        line = f"{at} {level:7} {part:6} {logger.removeprefix('ivr.')}: {said}{fields}"
        shown = [_BREAKS.sub(_escaped, one) for one in (line, *str(fault).splitlines())]
        return "\n    | ".join(shown)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


_FORMS = {"json": JsonForm, "text": TextForm}
