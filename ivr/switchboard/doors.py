"""The entrances that we hand out to the carrier: one function each, so that a name and its ids are written once."""

from __future__ import annotations

from ivr.line.instructions import Door, door


def turn(call: str, n: int) -> Door:
    """The caller pressed keys or stayed silent."""
    return door("turn", call=call, n=n)


def wait(transfer: str, round: int) -> Door:
    """What does the waiting caller hear next?"""
    return door("wait", transfer=transfer, round=round)


def key(transfer: str, round: int) -> Door:
    """The waiting caller pressed a key, or did not."""
    return door("key", transfer=transfer, round=round)


def left(transfer: str, round: int) -> Door:
    """The caller is no longer held."""
    return door("left", transfer=transfer, round=round)


def joining(offer: str) -> Door:
    """What does the caller hear before the bridge to this agent?"""
    return door("joining", offer=offer)


def brief(offer: str) -> Door:
    """The agent's leg was picked up."""
    return door("brief", offer=offer)


def reply(offer: str) -> Door:
    """The agent said yes or no by key, or nothing."""
    return door("reply", offer=offer)


def agent() -> Door:
    """Where the legs from agents' pages arrive: the carrier is told once, for all of them."""
    return door("agent")


def phone(offer: str) -> Door:
    """The agent has heard what the customer said: now their phone is to ring."""
    return door("phone", offer=offer)


def over(offer: str, after: str) -> Door:
    """The agent's bridge ended, or never began: `after` is `hold` (a waiting caller), `ring` (a customer phoned)
    or `taken` (that customer, who was waiting by themselves)."""
    return door("over", after=after, offer=offer)


def verdict(offer: str) -> Door:
    """The agent's verdict after the talk."""
    return door("verdict", offer=offer)


def gone(offer: str) -> Door:
    """The caller had left: does the agent phone them now?"""
    return door("gone", offer=offer)


def prove(change: str) -> Door:
    """The telephone was picked up to which an agent is to be moved."""
    return door("prove", change=change)


def code(change: str, n: int) -> Door:
    """The n-th code that was keyed there, or silence."""
    return door("code", change=change, n=n)


def proving(change: str) -> Door:
    """Where that leg reports its states."""
    return door("proving", change=change)


def leg(offer: str) -> Door:
    """Where the agent's leg reports its states."""
    return door("leg", offer=offer)


def recorded(recording: str) -> Door:
    """Where the carrier reports what became of a recording."""
    return door("recorded", recording=recording)


def written(recording: str) -> Door:
    """Where the carrier tells what was said in it."""
    return door("written", recording=recording)


def lookup(call: str, n: int) -> Door:
    """The business's own system is asked, and the call goes on with what it said."""
    return door("lookup", call=call, n=n)


def customer(offer: str) -> Door:
    """Where the customer's leg reports its states."""
    return door("customer", offer=offer)
