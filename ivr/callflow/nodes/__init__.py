"""The elements of a call flow, one class each, as checked and compiled: what they hold, never what they do.

The class name in snake_case is the YAML key, and the heading in the docs. A stored flow names its nodes by class and
their fields by name: what was published once must still be read, so a field that comes later has a default.
"""

from ivr.callflow.nodes.asking import Collect, Keyed, Survey
from ivr.callflow.nodes.choosing import Choice, Language, Menu
from ivr.callflow.nodes.deciding import Added, Branch, Case, Hours, Item, Set
from ivr.callflow.nodes.outside import Incident, Kept, Listen, Lookup, Sms, Voicemail
from ivr.callflow.nodes.people import Callback, Decline, OpenCallback, Transfer
from ivr.callflow.nodes.speaking import Go, HangUp, Play, Prompt, Say, Todo

__all__ = [
    "Added",
    "Branch",
    "Callback",
    "Case",
    "Choice",
    "Collect",
    "Decline",
    "Go",
    "HangUp",
    "Hours",
    "Incident",
    "Item",
    "Kept",
    "Keyed",
    "Language",
    "Listen",
    "Lookup",
    "Menu",
    "Node",
    "OpenCallback",
    "Play",
    "Prompt",
    "Say",
    "Set",
    "Sms",
    "Survey",
    "Todo",
    "Transfer",
    "Voicemail",
]

Speaking = Say | Play | Go | HangUp
Choosing = Menu | Language
Asking = Collect | Survey
Deciding = Hours | Branch | Set
People = Transfer | Callback | OpenCallback | Decline
Outside = Voicemail | Listen | Lookup | Sms | Incident

Node = Speaking | Choosing | Asking | Deciding | People | Outside
