"""``waymark synthesise``: draw a lifelike authority on any roads, to try things out without anyone's data."""

import argparse
from pathlib import Path

from geodata.cache import load_roads
from routing.arguments import positive_int, whole_number
from routing.authority import write_authority
from routing.console import Exit, Teller
from routing.synthesis import draw, road_ground
from web.commands.arguments import Commands, add_command, add_quiet, add_roads


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "synthesise",
        run,
        does="draw a lifelike authority (schools, pupils, needs, vehicles, assistants) on any roads",
        example="waymark synthesise --roads roads --pupils 200 --schools 10 --seed 1 --out authority",
    )
    add_roads(parser)
    parser.add_argument("--pupils", type=positive_int, required=True, metavar="N", help="how many pupils")
    parser.add_argument("--schools", type=positive_int, required=True, metavar="S", help="how many schools")
    parser.add_argument("--seed", type=whole_number, default=0, metavar="K", help="of all random choices (default: 0)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the CSV files")
    add_quiet(parser)


def run(options: argparse.Namespace) -> Exit:
    """Draw the authority and write its folder."""
    roads = load_roads(options.roads)
    authority = draw(road_ground(roads), options.pupils, options.schools, options.seed)
    write_authority(options.out, authority)
    Teller(quiet=options.quiet).step(
        f"{options.pupils} pupils of {options.schools} schools, {len(authority.vehicles)} vehicles and "
        f"{len(authority.assistants)} assistants, all invented. Written to {options.out}."
    )
    return Exit.FINE
