"""``waymark synthesise``: draw a lifelike authority on any roads, to try things out without anyone's data."""

import argparse

from geodata.cache import load_roads
from routing.authority import write_authority
from routing.console import Exit, Teller
from routing.synthesis import draw, road_ground


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
