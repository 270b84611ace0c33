"""A town with one business: the exchange in virtual time, and an application that is a table of answers."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.simulator.exchange import Exchange, Kind, Limits, Quirks, Verb, WebRequest

BUSINESS = "+12025550100"
CALLER = "+12025550122"
AGENT = "+12025550111"
OTHER = "+12025550133"
START = 1_700_000_000.0

Document = tuple[Verb, ...]
EVENTS = ("initiated", "ringing", "answered", "completed")


def V(name: str, *children: Verb, text: str = "", **attributes: str) -> Verb:  # noqa: N802
    """An element, briefly."""
    return Verb(name, attributes, text, children)


def say(text: str = "Fifteen letters") -> Verb:
    """A Say; without an argument it lasts one second."""
    return V("Say", text=text)


@dataclass
class Town:
    """Answers by address; a missing one is a failed request, an int the error code of one."""

    answers: dict[str, Document | int | Callable[[], Document]] = field(default_factory=dict)
    limits: Limits = Limits(calls_per_second=None)
    quirks: Quirks = Quirks()
    strict: bool = True
    silent: set[str] = field(default_factory=set)
    """addresses that never answer at all"""

    def __post_init__(self) -> None:
        self.exchange = Exchange("AC" + "5" * 32, START, limits=self.limits, quirks=self.quirks, strict=self.strict)
        self.exchange.own_number(
            BUSINESS, voice_url="app:voice", status_callback="app:ended", voice_fallback_url="app:fallback"
        )
        self.asked: list[WebRequest] = []

    def settle(self) -> None:
        """Answer everything that is due now."""
        while due := self.exchange.requests():
            for request in due:
                self.asked.append(request)
                self._answer(request)

    def _answer(self, request: WebRequest) -> None:
        if request.kind is Kind.STATUS:
            self.exchange.answer(request.id)
        elif request.url not in self.silent:
            answer = self.answers.get(request.url, 11205)
            if isinstance(answer, int):
                self.exchange.fail(request.id, answer)
            else:
                self.exchange.answer(request.id, answer() if callable(answer) else answer)

    def sleep(self, seconds: float) -> None:
        """Let time pass, event by event."""
        until = self.exchange.now + seconds
        self.settle()
        while (event := self.exchange.next_event()) is not None and event <= until:
            self.exchange.advance(event)
            self.settle()
        self.exchange.advance(until)

    def call_in(self, number: str = CALLER) -> str:
        """Somebody phones the business."""
        sid = self.exchange.ring_in(number, BUSINESS)
        self.settle()
        return sid

    def place(self, to: str = AGENT, **parameters: str) -> str:
        """The business phones somebody by REST, with all status reports."""
        made = self.exchange.create_call({
            "To": to, "From": BUSINESS, "Url": "app:placed", "StatusCallback": "app:placed-status",
            "StatusCallbackEvent": EVENTS, **parameters,
        })  # fmt: skip
        self.settle()
        return str(getattr(made, "sid", made))

    def press(self, sid: str, digits: str) -> None:
        """Keys, and what the application makes of them."""
        self.exchange.press(sid, digits)
        self.settle()

    def hang_up(self, sid: str) -> None:
        """And what the application is told."""
        self.exchange.hang_up(sid)
        self.settle()

    def urls(self, leg: str | None = None) -> list[str]:
        """All addresses asked for, without the `app:`."""
        return [request.url[4:] for request in self.asked if leg in (None, request.leg)]

    def fields(self, url: str) -> dict[str, str]:
        """The parameters of the last request for an address."""
        return dict(next(request.params for request in reversed(self.asked) if request.url == f"app:{url}"))

    def heard(self, sid: str) -> list[str]:
        """The words and sounds of one leg, in order."""
        return [fact.text or fact.other for fact in self.exchange.transcript(sid) if fact.what == "hears"]

    def status(self, sid: str) -> str:
        """As the leg stands now."""
        return self.exchange.leg(sid).status

    def since_start(self) -> float:
        """Virtual seconds."""
        return self.exchange.now - START
