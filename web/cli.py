"""The command line: ``waymark roads | synthesise | plan | check | explain | export | demo``.

Exit codes: 0 fine; 1 the plan breaks a rule; 2 bad input or usage; 130 stopped from the keyboard.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from routing.console import guarded
from web.commands import check, demo, explain, export, plan, roads, synthesise

COMMANDS = (roads, synthesise, plan, check, explain, export, demo)
"""In the order in which one meets them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = make_parser().parse_args(arguments)
    return guarded(lambda: options.run(options))


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="waymark",
        description="Plan specialist home-to-school transport on real roads. No pupil's data leave this machine.",
        epilog="Begin with: waymark demo",
    )
    parser.add_argument("--version", action="version", version=f"waymark {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def _version() -> str:
    try:
        return version("waymark")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
