"""The one door to the simulated telephone network: what people do, what the carrier asks, REST, and time.

Everything is driven by the owner and nothing happens by itself: no thread, no socket, no real clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.simulator.exchange.behaviour import Behaviour
from ivr.simulator.exchange.values import (
    Bridge,
    CallRecord,
    Fact,
    Leg,
    Limits,
    MemberRecord,
    MessageRecord,
    NumberRecord,
    Params,
    QueueRecord,
    Quirks,
    RestError,
    Truth,
    Verb,
    WebRequest,
)


class Exchange:
    """A telephone network with one customer account, in virtual time."""

    def __init__(
        self,
        account_sid: str,
        start: float,
        *,
        seed: int = 0,
        limits: Limits | None = None,
        quirks: Quirks | None = None,
        strict: bool = False,
    ) -> None:
        """`start` in epoch seconds; equal seeds and equal orders of calls give equal worlds."""
        raise NotImplementedError

    # What the account owns and what stands at the other end of the wires

    def own_number(self, number: str, *, voice_url: str, **properties: str) -> NumberRecord:
        """Give the account a number; properties as in NumberRecord (voice_fallback_url, status_callback, …)."""
        raise NotImplementedError

    def phone(self, number: str, behaviour: Behaviour) -> None:
        """Say what the phone at a number does when it is rung; a number never named rings unanswered."""
        raise NotImplementedError

    # What people do; each raises Impossible when it cannot be done now

    def ring_in(self, from_: str, to: str, **extra: str) -> str:
        """A person phones one of our numbers; extra parameters (StirVerstat=…) go into every request. CallSid."""
        raise NotImplementedError

    def pick_up(self, sid: str) -> None:
        """The person at a ringing phone answers."""
        raise NotImplementedError

    def reject(self, sid: str) -> None:
        """The person at a ringing phone declines: busy."""
        raise NotImplementedError

    def hang_up(self, sid: str) -> None:
        """The person on this leg hangs up (a caller also while it still rings)."""
        raise NotImplementedError

    def press(self, sid: str, digits: str) -> None:
        """The person presses keys (0-9 * #), all at this moment."""
        raise NotImplementedError

    def speak(self, sid: str, text: str, seconds: float = 3.0) -> None:
        """The person says something: heard by a bridged person or a recording, else by nobody."""
        raise NotImplementedError

    def leg(self, sid: str) -> Leg:
        """A look at one leg; KeyError for a SID that never was."""
        raise NotImplementedError

    def live(self) -> list[Leg]:
        """All legs that have not ended, oldest first."""
        raise NotImplementedError

    def ringing_at(self, number: str) -> list[str]:
        """SIDs of the legs that ring at this phone now."""
        raise NotImplementedError

    # Carrier and application

    def requests(self) -> list[WebRequest]:
        """Requests that became due since the last call of this method, in order."""
        raise NotImplementedError

    @property
    def in_flight(self) -> int:
        """Documents asked for and not yet answered, failed or given up."""
        raise NotImplementedError

    def answer(self, request_id: int, document: tuple[Verb, ...] = ()) -> bool:
        """The application's answer; False where nobody is there to execute it. Empty for a status report."""
        raise NotImplementedError

    def fail(self, request_id: int, error_code: int) -> None:
        """The answer could not be had or not be executed: fallback, error result, or apology and hang-up."""
        raise NotImplementedError

    # REST

    def create_call(self, params: Params, document: tuple[Verb, ...] | None = None) -> CallRecord | RestError:
        """POST /Calls; `document` is the parsed Twiml parameter, where there is one."""
        raise NotImplementedError

    def update_call(self, sid: str, params: Params, document: tuple[Verb, ...] | None = None) -> CallRecord | RestError:
        """POST /Calls/{Sid}: Status=canceled|completed, Url or Twiml, TimeLimit."""
        raise NotImplementedError

    def get_call(self, sid: str) -> CallRecord | RestError:
        """GET /Calls/{Sid}."""
        raise NotImplementedError

    def list_calls(
        self, filters: Mapping[str, str] | None = None, page: int = 0, page_size: int = 50
    ) -> list[CallRecord]:
        """GET /Calls, newest first; filters To, From, Status, ParentCallSid, StartTime (a UTC day, with < or >)."""
        raise NotImplementedError

    def list_queues(self, page: int = 0, page_size: int = 50) -> list[QueueRecord]:
        """GET /Queues."""
        raise NotImplementedError

    def get_queue(self, sid: str) -> QueueRecord | RestError:
        """GET /Queues/{Sid}; the friendly name is no key."""
        raise NotImplementedError

    def delete_queue(self, sid: str) -> RestError | None:
        """DELETE /Queues/{Sid}: refused while somebody waits in it."""
        raise NotImplementedError

    def list_members(self, sid: str) -> list[MemberRecord] | RestError:
        """GET /Queues/{Sid}/Members."""
        raise NotImplementedError

    def get_member(self, sid: str, call_sid: str) -> MemberRecord | RestError:
        """GET /Queues/{Sid}/Members/{CallSid or Front}: 20404 once it has left."""
        raise NotImplementedError

    def dequeue_member(self, sid: str, call_sid: str, params: Params) -> MemberRecord | RestError:
        """POST /Queues/{Sid}/Members/{CallSid or Front}: leaves the queue and runs Url."""
        raise NotImplementedError

    def create_message(self, params: Params) -> MessageRecord | RestError:
        """POST /Messages: kept, not sent."""
        raise NotImplementedError

    def get_message(self, sid: str) -> MessageRecord | RestError:
        """GET /Messages/{Sid}."""
        raise NotImplementedError

    def list_messages(self, filters: Mapping[str, str] | None = None) -> list[MessageRecord]:
        """GET /Messages, newest first; filters To, From."""
        raise NotImplementedError

    def list_numbers(self) -> list[NumberRecord]:
        """GET /IncomingPhoneNumbers."""
        raise NotImplementedError

    def update_number(self, sid: str, params: Params) -> NumberRecord | RestError:
        """POST /IncomingPhoneNumbers/{Sid}: VoiceUrl, VoiceFallbackUrl, StatusCallback, …"""
        raise NotImplementedError

    # Time

    @property
    def now(self) -> float:
        """Virtual epoch seconds."""
        raise NotImplementedError

    def next_event(self) -> float | None:
        """When something happens next by itself, None if never."""
        raise NotImplementedError

    def advance(self, to: float) -> None:
        """Run every event up to `to`, in order, and stand there. Never back: ValueError."""
        raise NotImplementedError

    # Ground truth

    @property
    def facts(self) -> Sequence[Fact]:
        """All that happened, in order; grows only."""
        raise NotImplementedError

    @property
    def bridges(self) -> Sequence[Bridge]:
        """All conversations, in order of their beginning."""
        raise NotImplementedError

    def truth(self) -> Truth:
        """A copy of facts and bridges that stays as it is."""
        raise NotImplementedError

    def transcript(self, sid: str) -> list[Fact]:
        """The facts of one leg."""
        raise NotImplementedError

    @property
    def complaints(self) -> Sequence[str]:
        """Breaches of the carrier's rules by the application; a test asserts that there are none."""
        raise NotImplementedError

    @property
    def notifications(self) -> Sequence[str]:
        """The carrier's debugger: errors and warnings by code, in words."""
        raise NotImplementedError
