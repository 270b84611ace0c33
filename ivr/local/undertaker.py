"""Ends the process groups that a killed supervisor leaves behind; runs as a bare script, standard library only.

Its standard input is a pipe from the supervisor: `+PID` and `-PID` per line. When that closes, what is left is ended.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 5


def living(groups: set[int]) -> set[int]:
    """Return the groups that still have a process."""
    return {group for group in groups if send(group, 0)}


def send(group: int, sign: int) -> bool:
    """Signal a group; False when it has no process any more."""
    try:
        os.killpg(group, sign)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def bury(groups: set[int]) -> None:
    """Ask all groups to end, then end by force those that did not."""
    for group in groups:
        send(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while (groups := living(groups)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        send(group, signal.SIGKILL)


def watch() -> None:
    """Keep the list until standard input closes."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        if line.startswith("+"):
            groups.add(int(line[1:]))
        else:
            groups.discard(int(line[1:]))
    bury(groups)


if __name__ == "__main__":
    watch()
