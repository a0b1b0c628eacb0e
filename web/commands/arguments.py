"""Arguments that several commands share."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from routing.console import Exit

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse gives it no public name
else:
    Commands = object


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], Exit], *, does: str, example: str
) -> argparse.ArgumentParser:
    """Add a command with its help, which ends in an example."""
    parser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """Add ``--quiet``."""
    parser.add_argument("--quiet", action="store_true", help="say nothing but what was asked for, and what is wrong")


def add_roads(parser: argparse.ArgumentParser) -> None:
    """Add ``--roads``."""
    parser.add_argument("--roads", type=Path, required=True, metavar="ROADS", help="folder of `waymark roads build`")


def day(text: str) -> date:
    """Return a date written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date as YYYY-MM-DD, not {text!r}") from None
