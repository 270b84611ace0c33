"""`python -m ivr.simulator`: the simulated carrier as a program of its own, until it is told to stop.

Secrets come by environment (TWILIO_AUTH_TOKEN, SIMULATOR_TOKEN), where no list of programs shows them.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from ivr.simulator.carrier import Mode
from ivr.simulator.exchange import Limits
from ivr.simulator.server import Account, create_server


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ivr.simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--account", required=True, help="account SID, AC and 32 hex digits")
    parser.add_argument("--token", default=os.environ.get("TWILIO_AUTH_TOKEN", ""), help="auth token of the account")
    parser.add_argument("--control-token", default=os.environ.get("SIMULATOR_TOKEN", ""), help="for /simulator/api")
    parser.add_argument("--state-dir", type=Path, help="where the numbers are kept between two runs")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.REAL)
    parser.add_argument("--calls-per-second", type=float, default=1.0)
    parser.add_argument("--calls-at-once", type=int)
    parser.add_argument("--number", action="append", default=[], help="a number of the account; may be repeated")
    parser.add_argument("--voice-url", default="", help="answers the calls of every --number")
    parser.add_argument("--voice-fallback-url", default="")
    parser.add_argument("--status-callback", default="")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; 2 where the port is taken or the token is missing."""
    options = _options(arguments)
    if not options.token:
        print("a token is needed: TWILIO_AUTH_TOKEN", file=sys.stderr)
        return 2
    urls = {
        "voice_url": options.voice_url,
        "voice_fallback_url": options.voice_fallback_url,
        "status_callback": options.status_callback,
    }
    try:
        server = create_server(
            Account(options.account, options.token, options.control_token),
            port=options.port,
            mode=options.mode,
            limits=Limits(calls_per_second=options.calls_per_second or None, calls_at_once=options.calls_at_once),
            numbers=dict.fromkeys(options.number, urls),
            state_dir=options.state_dir,
        )
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with server:
        print(f"simulated carrier on {server.url}", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
