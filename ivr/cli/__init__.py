"""The command line: one file per group of commands, loaded when it is called for, so that `--help` costs nothing."""

from __future__ import annotations

import importlib
import keyword
import sys

import click

from ivr.cli.exits import UNREACHABLE, USAGE
from ivr.settings import SettingsError

COMMANDS = {
    "run": "serve",
    "web": "serve",
    "worker": "serve",
    "sweep": "serve",
    "db": "db",
    "demo": "demo",
    "check": "check",
    "test": "test",
    "explore": "explore",
    "diff": "diff",
    "graph": "graph",
    "fmt": "fmt",
    "schema": "schema",
    "import": "imports",
    "flows": "flows",
    "agents": "agents",
    "accounts": "accounts",
    "audit": "audit",
    "reconcile": "reconcile",
    "callers": "callers",
    "callbacks": "callbacks",
    "calls": "calls",
    "tasks": "tasks",
    "token": "token",
    "webhooks": "webhooks",
    "forms": "forms",
    "incident": "incident",
    "doctor": "doctor",
    "numbers": "numbers",
    "call": "call",
}
"""Command → the module of ivr.cli that has it, under its own name: an underscore for a dash, and behind a keyword."""


class Commands(click.Group):
    """Finds a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ivr.cli.{COMMANDS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, f"{name}_" if keyword.iskeyword(name) else name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ivr")
def cli() -> None:
    """Phone support that keeps its word: call flows, transfers, callbacks."""


def main() -> None:
    """Runs the command line; what is wrong with the settings, or away, is said in words and by the exit code."""
    try:
        cli()
    except SettingsError as wrong:
        click.echo("\n".join(wrong.problems), err=True)
        sys.exit(USAGE)
    except ConnectionError as away:
        click.echo(f"cannot reach {away}", err=True)
        sys.exit(UNREACHABLE)
