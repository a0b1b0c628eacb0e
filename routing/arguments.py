"""Arguments that both command lines share: how hard to plan, and numbers that must be positive."""

import argparse
import math
from concurrent.futures import Executor
from pathlib import Path

from routing.commands import Effort, planned
from routing.console import CommandError
from routing.plan import Plan
from routing.problem import Direction

SECONDS = 60.0
"""How long to plan unless told otherwise."""


def add_effort(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how hard to plan."""
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--seconds", type=positive_seconds, help=f"plan for so many seconds (default: {SECONDS:g})")
    budget.add_argument("--iterations", type=positive_int, help="plan for so many iterations: the same plan every time")
    parser.add_argument("--seed", type=whole_number, default=0, help="of all random choices (default: 0)")
    parser.add_argument("--start", type=Path, metavar="PLAN.json", help="begin from the plan of this document")
    hands = parser.add_mutually_exclusive_group()
    add_workers(hands)
    cluster = "a Dask cluster that works on large plans (needs waymark[cluster])"
    hands.add_argument("--cluster", metavar="ADDRESS", help=cluster)


def add_workers(parser: argparse._ActionsContainer) -> None:
    """Add the option that says how many processes work."""
    workers = "processes that work side by side; the result is the same (default: this one alone)"
    parser.add_argument("--workers", type=positive_int, default=1, metavar="N", help=workers)


def effort_of(options: argparse.Namespace, direction: Direction, executor: Executor | None = None) -> Effort:
    """Return the effort that the options ask for, to plan in that direction, with whoever works."""
    start = _start(options.start, direction) if options.start else None
    seconds = SECONDS if options.seconds is None and options.iterations is None else options.seconds
    return Effort(seconds=seconds, iterations=options.iterations, seed=options.seed, start=start, executor=executor)


def _start(path: Path, direction: Direction) -> Plan:
    document, plan = planned(path)
    if document.problem.direction is not direction:
        found = document.problem.direction.value
        raise CommandError(
            f"{path} holds a plan {found}: begin from one that goes {direction.value}, or leave --start out."
        )
    return plan


def positive_int(text: str) -> int:
    """Return a whole number of at least 1."""
    number = whole_number(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, not {text!r}")
    return number


def whole_number(text: str) -> int:
    """Return a whole number that is not negative."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number < 2**31:
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to {2**31 - 1}, not {text!r}")
    return number


def positive_seconds(text: str) -> float:
    """Return a number of seconds above 0."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"expected seconds above 0, not {text!r}")
    return seconds
