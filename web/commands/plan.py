"""``waymark plan``: from an authority's folder and roads to a plan that the checker has judged."""

import argparse
from pathlib import Path

from geodata.cache import load_roads
from geodata.postcodes import read_postcodes
from geodata.speeds import british_profile, read_profile
from routing.arguments import add_effort, effort_of, positive_int
from routing.authority import read_authority
from routing.commands import cost_words, plan_words, print_violations
from routing.console import CommandError, Exit, Teller
from routing.files import write_document
from routing.problem import Direction
from web.commands.arguments import Commands, add_command, add_quiet, add_roads, day
from web.morning import Order, plan_day

ORDER_FILE = "order.npz"
"""Beside the roads: the order in which their nodes are contracted, worked out once."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "plan",
        run,
        does="plan one direction of one day and judge the plan; Ctrl-C once ends with the best plan so far",
        example="waymark plan authority --roads roads --day 2026-11-23 --direction to-school --out plan.json",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the authority's folder of CSV files")
    add_roads(parser)
    parser.add_argument("--day", type=day, required=True, metavar="YYYY-MM-DD", help="the school day")
    directions = [direction.value for direction in Direction]
    parser.add_argument("--direction", choices=directions, required=True, help="which way the runs go")
    parser.add_argument("--out", type=Path, required=True, metavar="PLAN.json", help="where to write problem and plan")
    add_effort(parser)
    parser.add_argument("--postcodes", type=Path, metavar="FILE", help="postcodes with eastings and northings (CSV)")
    parser.add_argument("--profile", type=Path, metavar="FILE.toml", help="speeds by road class, area and time of day")
    parser.add_argument("--exempt-school-streets", action="store_true", help="vehicles may enter School Streets")
    parser.add_argument(
        "--closed-way", type=positive_int, action="append", default=[], metavar="ID", help="a closed way of the map"
    )
    add_quiet(parser)


def run(options: argparse.Namespace) -> Exit:
    """Plan, judge, write."""
    teller = Teller(quiet=options.quiet)
    check_may_write(options.out)
    authority = read_authority(options.folder)
    order = Order(
        day=options.day,
        direction=Direction(options.direction),
        effort=effort_of(options),
        speeds=read_profile(options.profile) if options.profile else british_profile(),
        has_permits=options.exempt_school_streets,
        closed_ways=frozenset(options.closed_way),
        find_postcode=read_postcodes(options.postcodes).find if options.postcodes else None,
    )
    roads = load_roads(options.roads)
    document, outcome = plan_day(authority, roads, order, teller, options.roads / ORDER_FILE)
    write_document(options.out, document)
    print_violations(outcome.violations)
    words = f"{plan_words(outcome.plan)}; {cost_words(document.problem, outcome)}"
    teller.step(f"{words[0].upper()}{words[1:]}.\nWritten to {options.out}.")
    return outcome.exit


def check_may_write(target: Path) -> None:
    """Raise before the long work, not after it, if a file cannot be written."""
    if target.is_dir():
        raise CommandError(f"{target} is a folder, and a file is to be written there: name a file.")
    if not target.parent.is_dir():
        raise CommandError(f"{target.parent} is no folder: make it first, or name another.")
