"""What `run` starts: the one list of children, of what is done before them, and of what the person is told.

Each child is a command of its own that production runs too; nothing here runs anything.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ivr.local import claims, redis
from ivr.local.branch import Child
from ivr.local.credentials import Credentials
from ivr.settings import Carrier, Settings

IVR = (sys.executable, "-m", "ivr")


@dataclass(frozen=True, slots=True)
class Preparation:
    """A command that ends by itself before the children start; where it `must` succeed, nothing starts without."""

    name: str
    argv: tuple[str, ...]
    must: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one `run` does, as values. `env` is what every command gets."""

    env: Mapping[str, str]
    preparations: tuple[Preparation, ...]
    stages: tuple[tuple[Child, ...], ...]
    greeting: tuple[str, ...]
    once_up: tuple[Preparation, ...] = ()
    """What is done, and said, after the greeting."""


PREPARATIONS = (
    Preparation("database", (*IVR, "db", "upgrade")),
    # Flows that do not check stay out; what was published before goes on answering.
    Preparation("call flows", (*IVR, "flows", "publish"), must=False),
)
SAMPLE = Preparation("sample agents", (*IVR, "agents", "sample"), must=False)
"""On the simulated carrier only: somebody must be there to be rung."""
WAY_IN = Preparation("the way in", (*IVR, "accounts", "first"), must=False)
"""How the owner comes in: the first time by a link."""


def plan(settings: Settings, environ: Mapping[str, str], kept: Credentials, socket: Path) -> Plan:
    """Return what is to be started for these settings.

    `socket` is the place of the embedded Redis's socket; the simulator gets a port that is free now.
    """
    own: dict[str, str] = {}
    foundations: list[tuple[str, tuple[str, ...], partial[bool]]] = []
    if settings.secret_key is None:
        own["SECRET_KEY"] = kept.secret_key
    if settings.redis_url is None:
        own["REDIS_URL"] = f"unix://{socket}"
        foundations.append(("redis", redis.command(settings.var_dir, socket), partial(redis.answers, socket)))
    if settings.carrier is Carrier.SIMULATED and settings.simulator_token is None:
        port = claims.free_port()
        own |= simulated(kept, port)
        command = simulator(kept, port, settings)
        foundations.append(("simulator", command, partial(claims.listens, "127.0.0.1", port)))
    env = overlaid(environ, own)
    web = partial(claims.listens, settings.host, settings.port)
    parts = (Child("web", (*IVR, "web", "--no-publish"), env, web), Child("worker", (*IVR, "worker"), env))
    return Plan(
        env=env,
        preparations=(*PREPARATIONS, SAMPLE) if settings.carrier is Carrier.SIMULATED else PREPARATIONS,
        stages=(
            tuple(Child(name, argv, env, answers) for name, argv, answers in foundations),
            (*parts, Child("sweep", (*IVR, "sweep"), env)),
        ),
        greeting=greeting(settings),
        once_up=(WAY_IN,),
    )


def simulated(kept: Credentials, port: int) -> dict[str, str]:
    """Return the settings by which every part finds the simulated carrier, and knows that it is simulated."""
    return {
        "TWILIO_ACCOUNT_SID": kept.account_sid,
        "TWILIO_AUTH_TOKEN": kept.auth_token,
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{port}",
        "SIMULATOR_TOKEN": kept.simulator_token,
    }


def simulator(kept: Credentials, port: int, settings: Settings) -> tuple[str, ...]:
    """Return the simulator's command line; its secrets come by environment, where no process list shows them."""
    listen = (
        "--port",
        str(port),
        "--account",
        kept.account_sid,
        "--calls-per-second",
        f"{settings.calls_per_second:g}",
    )
    return (sys.executable, "-m", "ivr.simulator", *listen, "--state-dir", str(settings.var_dir / "simulator"))


def greeting(settings: Settings) -> tuple[str, ...]:
    """Return what the person at the terminal reads once everything answers."""
    simulated = settings.carrier is Carrier.SIMULATED
    phones = f"  phones to try    {settings.public_url}/simulator"
    numbers = f"  Voice URL        {settings.public_url}/twilio/voice/incoming, for your numbers at Twilio"
    lines = ["", phones if simulated else numbers]
    lines += [f"  logs             {settings.var_dir / 'log'}/", "", "  Ctrl-C stops everything.", ""]
    return tuple(lines)


def overlaid(environ: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with our own values; a variable that we set has no …_FILE beside it any more."""
    files = {f"{name}_FILE" for name in own}
    return {name: value for name, value in environ.items() if name not in files} | dict(own)
