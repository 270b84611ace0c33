"""`python -m tests.simulation`: a simulated call centre under faults; exit 1 where a promise was broken."""

from __future__ import annotations

import argparse
import sys

from tests.simulation import corpus, prove, run, story
from tests.simulation.bugs import hunt
from tests.simulation.world.plan import Plan, faults
from tests.simulation.world.stores import Level


def main(given: list[str] | None = None) -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    prove.options(commands.add_parser("prove", help="many worlds, and a table"))
    _replay_options(commands.add_parser("replay", help="one world again, told"))
    commands.add_parser("corpus", help="every world again that ever broke a promise")
    hunt.options(commands.add_parser("bugs", help="the same with bugs planted, which must be found"))
    words = sys.argv[1:] if given is None else given
    args = parser.parse_args(words if words[:1] and words[0] in commands.choices else ["prove", *words])
    match args.command:
        case "replay":
            return _replay(args)
        case "corpus":
            return corpus.main()
        case "bugs":
            return hunt.main(args)
    return prove.prove(args)


def _replay_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("world", type=int)
    parser.add_argument("--plain", action="store_true", help="without the habits of its people")
    parser.add_argument("--without-calls", type=_numbers, default=(), metavar="0,3")
    parser.add_argument("--without", type=_numbers, default=(), metavar="12,25", help="faults, by their numbers")
    parser.add_argument("--without-people", action="append", default=[], metavar="NAME")
    parser.add_argument("--level", type=Level, choices=list(Level), default=Level.PROMISE)
    parser.add_argument("--lines", type=int, default=prove.TOLD)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def _replay(args: argparse.Namespace) -> int:
    calls, left_out = frozenset(args.without_calls), faults(args.without)
    plan = Plan(args.world, calls, left_out, frozenset(args.without_people), args.level, args.plain)
    centre, broken = run.live(plan)
    print("\n".join(story.tell(centre, args.lines)))
    print(f"\nBROKEN: {broken[1]}" if broken else "\nevery promise was kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
