"""Real requests to the application: signed, in order for each leg, with the address's own connection policy.

It fetches and judges the transport; what an answer means for a call is decided by the exchange.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from twilio.request_validator import RequestValidator

from ivr.simulator.exchange import Kind, Verb, WebRequest
from ivr.simulator.papers import Papers
from ivr.simulator.policy import BadPolicy, Policy, parse_policy
from ivr.simulator.xml import LARGEST, Unreadable, parse

TWIML_TYPES = ("text/xml", "application/xml", "text/html")
MOST_REDIRECTS = 10
WORKERS = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """An answer to execute; empty for a status report."""

    verbs: tuple[Verb, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of the carrier's dictionary instead of an answer."""

    code: int
    why: str


Outcome = Document | Failure


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP."""

    url: str
    status: int
    content_type: str
    body: bytes


class TransportError(Exception):
    """No reply: cause is ct, rt, 4xx or 5xx, in the words of the policy."""

    def __init__(self, cause: str, code: int, why: str) -> None:
        super().__init__(why)
        self.cause, self.code, self.why = cause, code, why


class Sender:
    """A small pool of threads; requests of one leg are sent one after the other, those of others side by side."""

    def __init__(self, token: str, deliver: Callable[[WebRequest, Outcome], None]) -> None:
        """`deliver` is called from a thread of the pool with each request's outcome."""
        self._validator = RequestValidator(token)
        self._deliver = deliver
        self.papers = Papers()
        self._ready: SimpleQueue[str | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._legs: dict[str, deque[WebRequest]] = {}
        self._in_flight = 0
        self._local = threading.local()
        for number in range(WORKERS):
            threading.Thread(target=self._work, name=f"carrier-{number}", daemon=True).start()

    @property
    def in_flight(self) -> int:
        """Requests sent or waiting for an earlier one of their leg."""
        return self._in_flight

    def send(self, request: WebRequest) -> None:
        """Queue a request behind those of its leg."""
        with self._lock:
            self._in_flight += 1
            waiting = self._legs.get(request.leg)
            if waiting is not None:
                waiting.append(request)
                return
            self._legs[request.leg] = deque((request,))
        self._ready.put(request.leg)

    def close(self) -> None:
        """Send nothing more; what is on its way ends by itself, unheard."""
        for _ in range(WORKERS):
            self._ready.put(None)

    def _work(self) -> None:
        """One thread of the pool: leg after leg."""
        while (leg := self._ready.get()) is not None:
            self._drain(leg)
        self._http().close()

    def _drain(self, leg: str) -> None:
        while True:
            with self._lock:
                waiting = self._legs[leg]
                if not waiting:
                    del self._legs[leg]
                    return
                request = waiting.popleft()
            try:
                self._deliver(request, self.outcome(request))
            except Exception:
                _log.exception("the outcome of %s could not be delivered", request.url)
            finally:
                with self._lock:
                    self._in_flight -= 1

    def outcome(self, request: WebRequest) -> Outcome:
        """Send one request, with repeats as its policy says, and judge what comes back."""
        try:
            policy = parse_policy(request.policy)
        except BadPolicy as error:
            return Failure(11243, str(error))
        deadline = time.monotonic() + policy.tt / 1000
        for left in range(policy.rc, -1, -1):
            try:
                reply = self._follow(request, policy, deadline)
            except TransportError as error:
                if left and policy.repeats_after(error.cause) and time.monotonic() < deadline:
                    continue
                self.papers.keep(request, why=error.why)
                return Failure(error.code, error.why)
            self.papers.keep(request, reply.status, reply.body)
            return _judge_report(reply) if request.kind is Kind.STATUS else _judge_document(reply)
        raise AssertionError("a policy has at least one attempt")

    def _follow(self, request: WebRequest, policy: Policy, deadline: float) -> Reply:
        """One attempt, redirects included; after one, what the caller keyed is not sent again."""
        method, url, fields = request.method, request.url, list(request.params)
        for _ in range(MOST_REDIRECTS + 1):
            response = self._once(request, method, url, fields, policy, deadline)
            location = response.headers.get("Location")
            if response.status_code not in (301, 302, 303, 307, 308) or not location:
                return _read(response, deadline)
            response.close()
            url = urljoin(url, location)
            fields = [(name, value) for name, value in fields if name != "Digits"]
            method = method if response.status_code in (307, 308) else "GET"
        raise TransportError("none", 11215, f"more than {MOST_REDIRECTS} redirects")

    def _once(
        self,
        request: WebRequest,
        method: str,
        url: str,
        fields: list[tuple[str, str]],
        policy: Policy,
        deadline: float,
    ) -> requests.Response:
        url, body = _addressed(method, url, fields)
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": self._validator.compute_signature(url, dict(body) if body else {}),
            "I-Twilio-Idempotency-Token": f"{request.leg}-{request.id}",
        }
        left = max(0.05, deadline - time.monotonic())
        timeout = (min(policy.ct / 1000, left), min(policy.rt / 1000, left))
        try:
            return self._http().request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True
            )
        except requests.Timeout as error:
            connecting = isinstance(error, requests.ConnectTimeout)
            raise TransportError("ct" if connecting else "rt", 11205, f"no answer from {url} in time") from error
        except requests.RequestException as error:
            if "NewConnectionError" in repr(error):
                raise TransportError("ct", 11205, f"{url} refuses connections") from error
            raise TransportError("rt", 11206, f"{url} broke off: {error}") from error

    def _http(self) -> requests.Session:
        """A connection pool for each thread, deaf to proxies of the environment."""
        http: requests.Session | None = getattr(self._local, "http", None)
        if http is None:
            http = self._local.http = requests.Session()
            http.trust_env = False
        return http


def _addressed(method: str, url: str, fields: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]] | None]:
    """A GET carries its parameters in the address, a POST in the body."""
    if method == "POST":
        return url, fields
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(fields)}", None


def _read(response: requests.Response, deadline: float) -> Reply:
    """The body, as far as it may be long and late."""
    status = response.status_code
    if status >= 400:
        response.close()
        raise TransportError("4xx" if status < 500 else "5xx", 11217, f"{response.url} answered {status}")
    body = b""
    try:
        for chunk in response.iter_content(16_384):
            body += chunk
            if len(body) > LARGEST:
                break
            if time.monotonic() > deadline:
                raise TransportError("rt", 11203, f"{response.url} took too long")
    except requests.RequestException as error:
        raise TransportError("none", 11206, f"{response.url} broke off: {error}") from error
    finally:
        response.close()
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(str(response.url), status, content_type, body)


def _judge_report(reply: Reply) -> Outcome:
    """A status report is answered by 204, or by an empty document (error 15003)."""
    if reply.status == 204 or (reply.content_type in TWIML_TYPES and parse(reply.body) == ()):
        return Document()
    return Failure(15003, f"a status report was answered by {reply.status} {reply.content_type}")


def _judge_document(reply: Reply) -> Outcome:
    """Documents by their type (voice/twiml: MIME types): TwiML, audio to play, or words to speak."""
    if reply.content_type.startswith("audio/"):
        return Document((Verb("Play", {}, reply.url), Verb("Hangup")))
    if reply.content_type not in (*TWIML_TYPES, "text/plain"):
        return Failure(12300, f"the content type {reply.content_type!r} is no document")
    parsed = parse(reply.body)
    if not isinstance(parsed, Unreadable):
        return Document(parsed)
    if reply.content_type == "text/plain" and reply.body and len(reply.body) <= LARGEST:
        return Document((Verb("Say", {}, reply.body.decode("utf-8", "replace")), Verb("Hangup")))
    return Failure(parsed.code, parsed.why)
