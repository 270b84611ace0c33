"""What the carrier sends while it is spoken with waits, in its order, and counts as being under way."""

from tests.live.reins import Reins


class Sender:
    """Remembers what it was given to send."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    @property
    def in_flight(self) -> int:
        return len(self.sent)

    def send(self, request: str) -> None:
        self.sent.append(request)


def test_nothing_leaves_while_the_reins_are_tight_and_then_all_of_it_does():
    sender = Sender()
    reins = Reins(sender)
    reins.send("before")
    with reins.tight():
        reins.send("a report")
        reins.send("another")
        assert sender.sent == ["before"]
        assert reins.in_flight == 3
    assert sender.sent == ["before", "a report", "another"]
    assert reins.in_flight == 3
    reins.send("after")
    assert sender.sent[-1] == "after"
