"""What is measured: the product on a database, and a bare Flask route with the library's signature check."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twilio.request_validator import RequestValidator

from ivr.local.claims import free_port, listens
from ivr.settings.values import database_url as normalised
from tests.paths import ROOT

ACCOUNT, TOKEN = "AC" + "5" * 32, "a" * 32
BARE = """
from flask import Flask, request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse
app, check = Flask(__name__), RequestValidator({token!r})
@app.post("/twilio/voice/turn")
def turn():
    if not check.validate({url!r} + request.full_path, request.form, request.headers["X-Twilio-Signature"]):
        return Response(status=403)
    said = VoiceResponse()
    said.say("For an order, press 1.", language="en-US")
    return Response(str(said), mimetype="text/xml")
"""
"""The tutorial: stateless, signed, one route."""

Request = tuple[str, dict[str, str], str]


@dataclass
class Side:
    """A server to measure; `sids` counts the calls that were begun."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    calls: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pids(self) -> list[int]:
        """The server's processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def prepare(self, requests: int, index: int) -> list[Request]:
        """Signed requests for one connection: for the product one call, from its first turn through silent repeats."""
        self.calls += 1
        sid = f"CA{self.calls:032x}"
        form = fields(sid, f"+88017{self.calls:08d}"[:14])
        if self.name == "bare":
            return [self._signed(f"/twilio/voice/turn?call=x&n={n}", form) for n in range(requests)]
        return self._turns(form, requests)

    def _turns(self, form: dict[str, str], requests: int) -> list[Request]:
        """Turns that stay in the flow: the caller asks for the menu again and again by `*`."""
        import re

        import requests as http

        def send(request: Request) -> str:
            path, form, signature = request
            return http.post(self.url + path, form, headers={"X-Twilio-Signature": signature}, timeout=20).text

        first = send(self._signed("/twilio/voice/incoming", form))
        call = re.findall(r"call=([a-z2-7]{16})", first)[0]
        send(self._signed(f"/twilio/voice/turn?call={call}&n=1", form | {"Digits": "1"}))
        turns = (f"/twilio/voice/turn?call={call}&n={n}" for n in range(2, requests + 2))
        return [self._signed(turn, form | {"Digits": "*"}) for turn in turns]

    def _signed(self, path: str, form: dict[str, str]) -> Request:
        return path, form, RequestValidator(TOKEN).compute_signature(self.url + path, form)

    def stop(self) -> None:
        """Ends the server."""
        self.process.terminate()
        self.process.wait(15)


def fields(sid: str, number: str) -> dict[str, str]:
    """What Twilio sends with every turn, blank ones too."""
    blank = {f"{who}{what}": "" for who in ("Called", "Caller", "From", "To") for what in ("City", "State", "Zip")}
    named = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "CallSid": sid, "CallStatus": "in-progress"}
    ends = {"From": number, "Caller": number, "To": "+12025550100", "Called": "+12025550100", "Direction": "inbound"}
    return blank | named | ends | {"FromCountry": "BD", "ToCountry": "US", "CallerCountry": "BD", "CalledCountry": "US"}


def bare(folder: Path) -> Side:
    """The tutorial."""
    port = free_port()
    (folder / "bare.py").write_text(BARE.format(token=TOKEN, url=f"http://127.0.0.1:{port}"))
    argv = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "--threads", "8"]
    return _started("bare", port, [*argv, "-b", f"127.0.0.1:{port}", "--chdir", str(folder), "bare:app"], {})


def product(name: str, database: str, folder: Path) -> Side:
    """The whole product's web part on this database, with the sample shop published."""
    port = free_port()
    env: dict[str, Any] = {
        "DATABASE_URL": normalised(database),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
        "PORT": str(port),
        "VAR_DIR": str(folder / name),
    }
    for command in (("db", "upgrade"), ("flows", "publish")):
        subprocess.run([sys.executable, "-m", "ivr", *command], env=os.environ | env, cwd=ROOT, check=True)
    return _started(name, port, [sys.executable, "-m", "ivr", "web"], env)


def _started(name: str, port: int, argv: list[str], env: dict[str, str]) -> Side:
    process = subprocess.Popen(argv, env=os.environ | env, cwd=ROOT)
    for _ in range(200):
        if listens("127.0.0.1", port):
            return Side(name, port, process)
        time.sleep(0.1)
    process.kill()
    raise TimeoutError(f"{name} does not answer")
