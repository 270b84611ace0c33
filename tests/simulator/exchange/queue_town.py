"""A town whose business has one queue, and an agent who dials it as soon as the phone is picked up."""

from ivr.simulator.exchange import Quirks, answers
from tests.simulator.exchange.town import AGENT, Town, V, say

WAIT = (V("Gather", V("Play", text="/m-12s.mp3"), action="app:key", numDigits="1", timeout="1"),)
QUEUE = {
    "app:voice": (V("Enqueue", text="t-1", action="app:left", waitUrl="app:wait"),),
    "app:wait": WAIT,
    "app:key": (say(), V("Leave")),
    "app:left": (say("Goodbye"), V("Hangup")),
    "app:placed": (V("Dial", V("Queue", text="t-1", url="app:joining"), action="app:done", timeout="5"),),
    "app:joining": (say(),),
    "app:done": (say("How was it"), V("Hangup")),
}


def town_with(quirks: Quirks = Quirks(), **answered: object) -> Town:  # noqa: B008
    """A business with a queue whose agent picks up after a second and dials it at once."""
    town = Town({**QUEUE, **{f"app:{name}": answer for name, answer in answered.items()}}, quirks=quirks)  # type: ignore[dict-item]
    town.exchange.phone(AGENT, answers(after=1))
    return town


def joined(town: Town) -> tuple[str, str]:
    """A caller and an agent who talk: three seconds until the agent is on the line, one of words before the bridge."""
    caller = town.call_in()
    agent = town.place()
    town.sleep(4)
    assert town.exchange.leg(caller).bridged_with == agent
    return caller, agent
