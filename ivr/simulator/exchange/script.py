"""The execution of documents on a leg: fetch, answer, failure and fallback, verb after verb, and the leg's end.

It knows frames and requests; what each verb does is looked up in a table that it is given.
"""

from __future__ import annotations

from functools import partial

from ivr.simulator.exchange import checks, hearing, wire
from ivr.simulator.exchange.parts import COMPLETED, IN_PROGRESS, RINGING, Call, Document, Frame, Pending
from ivr.simulator.exchange.values import Kind, Verb, WebRequest
from ivr.simulator.exchange.world import World

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
APOLOGY_SECONDS = 4.0
SILENT_FETCHES = 10
"""documents in a row that say nothing before the carrier gives the leg up (11215)"""
MOST_AT_ONCE = 100
"""documents of one leg in one instant of virtual time"""
OK, BROKEN = 200, 502
"""HTTP, as the record of a call's requests tells it"""
NEVER = -1
"""the id of a request that is not made"""
_UNANSWERED = frozenset(("Reject", "Pause", "Redirect"))


def fetch(
    world: World, call: Call, frame: Frame, url: str, method: str, purpose: str, fields: wire.Fields = ()
) -> None:
    """Ask for the document that replaces a frame's present one."""
    if _breathless(world, call):
        frame.awaiting = NEVER
        call.timers.append(world.at(world.now, partial(_apologise, world, call)))
        return
    target = wire.resolve(frame.url, url)
    request = wire.build(world, call, Kind.TWIML, purpose, method or "POST", target, fields)
    frame.awaiting = request.id
    frame.url, frame.method = target, method or "POST"
    _expect(world, call, frame, request)


def _breathless(world: World, call: Call) -> bool:
    """True where documents chase each other on a leg without any time passing: in real life they would, here never."""
    if world.now > call.instant:
        call.instant, call.fetches = world.now, 0
    call.fetches += 1
    if call.fetches <= MOST_AT_ONCE:
        return False
    world.complain(call, f"more than {MOST_AT_ONCE} documents in one instant")
    return True


def fetch_for_nobody(world: World, call: Call, frame: Frame, verb: Verb, fields: wire.Fields) -> None:
    """Request a verb's action although its answer will not be executed."""
    action = verb.attributes.get("action")
    if action is None:
        return
    target = wire.resolve(frame.url, action)
    method = verb.attributes.get("method", "POST")
    request = wire.build(world, call, Kind.TWIML, "action", method, target, fields)
    _expect(world, call, None, request)


def _expect(world: World, call: Call, frame: Frame | None, request: WebRequest) -> None:
    timer = world.at(world.now + world.limits.fetch, partial(fail, world, request.id, 11203))
    world.pending[request.id] = Pending(request, call, frame, timer)


def _claim(world: World, request_id: int) -> Pending | None:
    """The request, once; None where it was answered, failed or given up already."""
    pending = world.pending.pop(request_id, None)
    if pending:
        pending.timer.cancel()
    return pending


def answer(world: World, request_id: int, document: Document) -> bool:
    """Execute an answer if somebody still waits for it."""
    world.outcomes.setdefault(request_id, OK)
    pending = _claim(world, request_id)
    if pending is None or pending.frame is None or pending.frame.awaiting != request_id:
        return False
    frame, call = pending.frame, pending.call
    frame.awaiting = 0
    frame.document, frame.position = document, 0
    for problem in checks.problems(document, frame.place):
        world.complain(call, f"{frame.url}: {problem}")
    proceed(world, call)
    return True


def fail(world: World, request_id: int, code: int, why: str = "") -> None:
    """A document that could not be fetched or executed; a status report leaves nothing but the warning."""
    world.outcomes.setdefault(request_id, BROKEN)
    pending = _claim(world, request_id)
    if pending is None:
        world.notify(None, code, why or f"request {request_id}")
        return
    request, frame = pending.request, pending.frame
    world.notify(pending.call, code, f"{request.purpose} {request.method} {request.url} {why}".rstrip())
    world.write(pending.call, "error", str(code), other=request.purpose)
    if frame is not None and frame.awaiting == request_id:
        frame.awaiting = 0
        frame.on_error(request, code)


def begin(world: World, call: Call, url: str, method: str, purpose: str, document: Document | None = None) -> None:
    """Let a leg execute a document of its own, fetched or given."""
    frame = Frame("main", partial(end, world, call, COMPLETED), partial(_fall_back, world, call))
    call.frames = [frame]
    if document is None:
        fetch(world, call, frame, url, method, purpose)
        return
    frame.document = document
    for problem in checks.problems(document, "main"):
        world.complain(call, problem)
    proceed(world, call)


def proceed(world: World, call: Call) -> None:
    """Run verbs until one must wait."""
    while call.frames:
        frame = call.frames[-1]
        if frame.awaiting or frame.activity:
            return
        if frame.position >= len(frame.document):
            frame.on_end()
            return
        verb = frame.document[frame.position]
        frame.position += 1
        if verb.name not in checks.ALLOWED[frame.place]:
            continue
        if call.status == RINGING and not _leaves_ringing(verb):
            take_up(world, call)
        if not world.verbs[verb.name](world, call, frame, verb):
            return


def _leaves_ringing(verb: Verb) -> bool:
    """True for the verbs that do not answer an incoming call."""
    return verb.name in _UNANSWERED or (verb.name == "Dial" and verb.attributes.get("answerOnBridge") == "true")


def take_up(world: World, call: Call) -> None:
    """A ringing leg is answered, by the application or by a person."""
    call.status = IN_PROGRESS
    call.answered = call.quiet_since = world.now
    longest = call.time_limit or world.limits.longest_call
    call.timers.append(world.at(world.now + longest, partial(end, world, call, COMPLETED)))
    world.write(call, "answers")
    wire.report(world, call, "answered")


def conclude(world: World, call: Call, frame: Frame, verb: Verb, fields: wire.Fields) -> None:
    """A verb with an action is over: its answer goes on; without an action, the next verb does."""
    frame.activity = None
    action = verb.attributes.get("action")
    if action is None:
        proceed(world, call)
    else:
        fetch(world, call, frame, action, verb.attributes.get("method", "POST"), "action", fields)


def redirect(world: World, call: Call, url: str, method: str) -> None:
    """<Redirect>: the current frame goes on with another document."""
    frame = call.frames[-1]
    call.redirects += 1
    if call.redirects > SILENT_FETCHES:
        world.notify(call, 11215, f"more than {SILENT_FETCHES} redirects to {url}")
        _apologise(world, call)
    else:
        fetch(world, call, frame, url, method, "redirect")


def _fall_back(world: World, call: Call, request: WebRequest, code: int) -> None:
    hooks = call.hooks
    call.redirects += 1
    if hooks.fallback_url and request.purpose != "fallback" and call.redirects <= SILENT_FETCHES:
        fields = (("ErrorCode", str(code)), ("ErrorUrl", request.url))
        fetch(world, call, call.frames[-1], hooks.fallback_url, hooks.fallback_method, "fallback", fields)
    else:
        _apologise(world, call)


def _apologise(world: World, call: Call) -> None:
    """The recorded words of the carrier's own, then the end."""
    abandon(strip(call), redirected=False)
    if call.status == RINGING:
        take_up(world, call)
    hearing.sound(world, call, "error", APOLOGY, "en-US", APOLOGY_SECONDS)
    call.timers.append(world.at(world.now + APOLOGY_SECONDS, partial(end, world, call, COMPLETED)))


def abandon(frames: list[Frame], redirected: bool) -> None:
    """Give frames up that a leg had, the innermost first."""
    for frame in reversed(frames):
        frame.awaiting = 0
        activity, frame.activity = frame.activity, None
        if activity is not None:
            activity.abandon(redirected)


def strip(call: Call) -> list[Frame]:
    """Take all frames off a leg."""
    frames, call.frames = call.frames, []
    return frames


def take_over(world: World, call: Call, url: str, method: str, document: Document | None) -> None:
    """A REST redirect: the leg leaves whatever it does and executes another document."""
    frames = strip(call)
    hearing.silence(world, call)
    fetch_first = world.quirks.redirect_first and document is None
    if fetch_first:
        begin(world, call, url, method, "redirect")
    abandon(frames, redirected=True)
    if call.on_leave:
        leave, call.on_leave = call.on_leave, None
        leave(True)
    if not fetch_first:
        begin(world, call, url, method, "redirect", document)


def end(world: World, call: Call, status: str) -> None:
    """The leg is over; once."""
    if not call.live:
        return
    call.status, call.ended = status, world.now
    world.retire(call)
    for timer in call.timers:
        timer.cancel()
    hearing.silence(world, call)
    world.write(call, "ends", status)
    abandon(strip(call), redirected=False)
    if call.on_leave:
        leave, call.on_leave = call.on_leave, None
        leave(False)
    wire.report(world, call, "completed")
