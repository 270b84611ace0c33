"""The simulated telephone network: pure, in virtual time, driven by its owner alone.

It never opens a connection, reads a clock or draws a random number; equal input gives equal output.
"""

from ivr.simulator.exchange.behaviour import (
    Behaviour,
    Ringing,
    answers,
    busy,
    no_answer,
    rejects,
    screening_robot,
    unreachable,
    voicemail,
)
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.exchange.records import (
    ApplicationRecord,
    EventRecord,
    MemberRecord,
    MessageRecord,
    NumberRecord,
    QueueRecord,
    RecordingRecord,
)
from ivr.simulator.exchange.values import (
    BadDocument,
    Bridge,
    CallRecord,
    Fact,
    Impossible,
    Kind,
    Leg,
    Limits,
    Params,
    Quirks,
    RestError,
    Sound,
    Truth,
    Verb,
    WebRequest,
)

__all__ = [
    "ApplicationRecord",
    "BadDocument",
    "Behaviour",
    "Bridge",
    "CallRecord",
    "EventRecord",
    "Exchange",
    "Fact",
    "Impossible",
    "Kind",
    "Leg",
    "Limits",
    "MemberRecord",
    "MessageRecord",
    "NumberRecord",
    "Params",
    "QueueRecord",
    "Quirks",
    "RecordingRecord",
    "RestError",
    "Ringing",
    "Sound",
    "Truth",
    "Verb",
    "WebRequest",
    "answers",
    "busy",
    "no_answer",
    "rejects",
    "screening_robot",
    "unreachable",
    "voicemail",
]
