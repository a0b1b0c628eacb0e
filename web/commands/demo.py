"""``waymark demo``: see it all at work, without network and without anyone's data."""

import argparse
from datetime import datetime
from pathlib import Path

from routing.arguments import positive_seconds, whole_number
from routing.authority import read_authority
from routing.commands import Effort
from routing.console import Exit, Teller
from web.commands.arguments import Commands, add_command, add_quiet
from web.commands.export import imprint
from web.demo import demonstrate, report, write_results
from web.whole import whole_folder

SECONDS = 35.0


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "demo",
        run,
        does="invent a county and its pupils, and plan its next school day, there and back",
        example="waymark demo --out waymark-demo --seconds 35",
    )
    parser.add_argument("--out", type=Path, default=Path("waymark-demo"), metavar="DIR", help="(default: waymark-demo)")
    parser.add_argument(
        "--seconds",
        type=positive_seconds,
        default=SECONDS,
        metavar="T",
        help=f"for each direction (default: {SECONDS:g})",
    )
    parser.add_argument("--seed", type=whole_number, default=1, metavar="K", help="of all random choices (default: 1)")
    add_quiet(parser)


def run(options: argparse.Namespace) -> Exit:
    """Build, plan, judge, print, and say what there is to see."""
    teller = Teller(quiet=options.quiet)
    effort = Effort(seconds=options.seconds, seed=options.seed)
    with whole_folder(options.out) as folder:
        day, halves = demonstrate(folder, datetime.now().astimezone().date(), effort, teller)
        authority = read_authority(folder / "authority")
        teller.step("Printing run sheets, maps and tables.")
        for half in halves.values():
            write_results(folder, half, authority, imprint(half.outcome.plan))
    print("\n".join(report(day, halves, options.out)))  # noqa: T201 -- the answer of a command
    return max(half.outcome.exit for half in halves.values())
