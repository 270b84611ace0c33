"""What is measured: the product on a database, and a bare Flask route with the library's signature check."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import requests as http
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
AGAIN = {"Digits": "*"}
"""The caller asks to hear the menu again: a turn that stays where it is."""
THREADS = 8


@dataclass
class Side:
    """A server to measure; `number` counts the calls that were begun."""

    name: str
    port: int
    program: subprocess.Popen[bytes]
    backends: Callable[[], list[int]] = list
    first: tuple[dict[str, str], ...] = ({"Digits": "1"},)
    """What a caller keys after the greeting, until they stand where the turns are measured."""
    bare: bool = False
    number: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def expect(self) -> bytes:
        """What every answer holds."""
        return b"<Say" if self.bare else b"<Gather"

    def pids(self) -> list[int]:
        """The server's processes."""
        return tree(self.program.pid)

    def store(self) -> list[int]:
        """The database's processes that work for it."""
        return self.backends()

    def prepare(self, requests: int) -> list[bytes]:
        """Signed requests for one connection: for the product the turns of one call."""
        form = self.caller()
        if self.bare:
            return [self.signed(f"/twilio/voice/turn?call=x&n={n}", form) for n in range(requests)]
        call, n = self.begin(form)
        return [self.turn(call, n + more, form | AGAIN) for more in range(requests)]

    def caller(self) -> dict[str, str]:
        """Of one who never called before."""
        self.number += 1
        return fields(f"CA{os.getpid():08x}{self.port:08x}{self.number:016x}", f"+88017{self.number:08d}")

    def begin(self, form: dict[str, str]) -> tuple[str, int]:
        """A call up to where it is measured: its id, and the number of its next turn."""
        call = re.findall(r"call=([a-z2-7]{16})", self.post("/twilio/voice/incoming", form))[0]
        for n, keyed in enumerate(self.first, 1):
            self.post(f"/twilio/voice/turn?call={call}&n={n}", form | keyed)
        return call, len(self.first) + 1

    def stands(self) -> str:
        """What a caller hears where turns are measured: sides that are compared say the same there."""
        form = self.caller()
        call, n = self.begin(form)
        return self.post(f"/twilio/voice/turn?call={call}&n={n}", form | AGAIN).replace(call, "").replace(self.url, "")

    def post(self, path: str, form: dict[str, str], token: str = TOKEN) -> str:
        """One signed request at leisure: what was answered."""
        signature = RequestValidator(token).compute_signature(self.url + path, form)
        answer = http.post(self.url + path, form, headers={"X-Twilio-Signature": signature}, timeout=20)
        if answer.status_code != 200:
            raise PermissionError(f"{self.name} {path}: {answer.status_code}")
        return answer.text

    def turn(self, call: str, n: int, form: dict[str, str]) -> bytes:
        """One turn of a call, as it goes over the wire."""
        return self.signed(f"/twilio/voice/turn?call={call}&n={n}", form)

    def signed(self, path: str, form: dict[str, str]) -> bytes:
        """A request as it goes over the wire."""
        body = urlencode(form)
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"X-Twilio-Signature: {RequestValidator(TOKEN).compute_signature(self.url + path, form)}",
            "",
            body,
        )
        return "\r\n".join(lines).encode()

    def demand_signatures(self) -> None:
        """AssertionError where somebody else's signature is good enough."""
        path = "/twilio/voice/turn?call=x&n=1"
        try:
            self.post(path, self.caller(), token="b" * 32)
        except PermissionError:
            return
        raise AssertionError(f"{self.name} answers requests that are not Twilio's")

    def stop(self) -> None:
        """Ends the server."""
        self.program.terminate()
        self.program.wait(20)


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in tree(int(child)))]


def fields(sid: str, number: str) -> dict[str, str]:
    """What Twilio sends with every turn, blank ones too."""
    blank = {f"{who}{what}": "" for who in ("Called", "Caller", "From", "To") for what in ("City", "State", "Zip")}
    named = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "CallSid": sid, "CallStatus": "in-progress"}
    ends = {"From": number, "Caller": number, "To": "+12025550100", "Called": "+12025550100", "Direction": "inbound"}
    return blank | named | ends | {"FromCountry": "BD", "ToCountry": "US", "CallerCountry": "BD", "CalledCountry": "US"}


def bare(name: str, folder: Path, workers: int) -> Side:
    """The tutorial, on the server that the product runs on, with as many workers."""
    port = free_port()
    (folder / f"{name}.py").write_text(BARE.format(token=TOKEN, url=f"http://127.0.0.1:{port}"))
    argv = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "-w", str(workers)]
    argv += ["--threads", str(THREADS), "-b", f"127.0.0.1:{port}", "--chdir", str(folder), f"{name}:app"]
    side = started(name, port, argv, {}, folder)
    side.bare = True
    return side


def environment(database: str, port: int, var: Path, **more: str) -> dict[str, str]:
    """Settings of the product, with a carrier that is never asked."""
    return {
        "DATABASE_URL": normalised(database),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
        "PORT": str(port),
        "VAR_DIR": str(var),
        **more,
    }


def ivr(env: dict[str, str], *words: str) -> None:
    """One command of the product's; what it says is shown only where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "ivr", *words], env=os.environ | env, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"ivr {' '.join(words)}: {done.stderr}")


def product(name: str, database: str, folder: Path, **more: str) -> Side:
    """The whole product's web part on this database, with the sample shop published, or CALLFLOWS_DIR."""
    port = free_port()
    env = environment(database, port, folder / name, **more)
    for command in (("db", "upgrade"), ("flows", "publish")):
        ivr(env, *command)
    return started(name, port, [sys.executable, "-m", "ivr", "web"], env, folder)


def background(part: str, env: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Another part of the product, until it is terminated; `folder` has its log."""
    with (folder / f"{part}.log").open("wb") as log:
        words = [sys.executable, "-m", "ivr", part]
        return subprocess.Popen(words, env=os.environ | env, cwd=ROOT, stdout=log, stderr=log)


def started(name: str, port: int, argv: Sequence[str], env: dict[str, str], folder: Path) -> Side:
    """A server that accepts connections; it writes its log, as everywhere, and `folder` has it."""
    with (folder / f"{name}.log").open("wb") as log:
        program = subprocess.Popen(argv, env=os.environ | env, cwd=ROOT, stdout=log, stderr=log)
    for _ in range(200):
        if listens("127.0.0.1", port):
            return Side(name, port, program)
        time.sleep(0.1)
    program.kill()
    raise TimeoutError(f"{name} does not answer")


@contextmanager
def served(*made: Callable[[], Side]) -> Iterator[list[Side]]:
    """Servers until the end of the block."""
    with ExitStack() as stack:
        sides = []
        for make in made:
            sides.append(make())
            stack.callback(sides[-1].stop)
        yield sides
