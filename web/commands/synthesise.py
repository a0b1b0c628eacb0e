"""``waymark synthesise``: draw a lifelike authority on any roads, to try things out without anyone's data."""

import argparse
from pathlib import Path

from geodata.cache import load_roads
from routing.authority import Authority, write_authority
from routing.console import CommandError, Exit, Teller, check_may_write_file
from routing.problem import Direction
from routing.synthesis import SIZES, Size, draw, road_ground
from routing.synthesis.days import draw_days, spare_pupils
from routing.synthesis.days_file import write_days
from routing.synthesis.plane import A_SCHOOL_DAY, plane_travels


def run(options: argparse.Namespace) -> Exit:
    """Draw the authority and write its folder, and its days of change beside it if they are asked for."""
    size, days_file = size_of(options), options.out.with_name(f"{options.out.name}-days.csv")
    if options.days:
        check_may_write_file(days_file)
    spare = spare_pupils(size.pupils, options.days) if options.days else 0
    authority = draw(road_ground(load_roads(options.roads)), size.pupils + spare, size.schools, options.seed)
    write_authority(options.out, authority)
    teller = Teller(quiet=options.quiet)
    teller.step(
        f"{size.pupils + spare} pupils of {size.schools} schools, {len(authority.vehicles)} vehicles and "
        f"{len(authority.assistants)} assistants, all invented. Written to {options.out}."
    )
    if options.days:
        _write_days(authority, size, options.days, options.seed, days_file)
        teller.step(
            f"The last {spare} pupils do not travel yet; what changes on {options.days} days is in {days_file}."
        )
    return Exit.FINE


def size_of(options: argparse.Namespace) -> Size:
    """Return how many pupils and schools are asked for: by the name of a size, or by two numbers."""
    numbers = options.pupils, options.schools
    if options.size is not None and numbers == (None, None):
        return SIZES[options.size]
    if options.size is None and options.pupils is not None and options.schools is not None:
        return Size(options.pupils, options.schools)
    raise CommandError("Say how large: either --size NAME, or both --pupils N and --schools S.")


def _write_days(authority: Authority, size: Size, days: int, seed: int, target: Path) -> None:
    """Draw days of change; no road is asked, since who changes does not depend on any drive."""
    direction = Direction.TO_SCHOOL
    travels = plane_travels(authority.places(A_SCHOOL_DAY, direction))
    problem = authority.problem(A_SCHOOL_DAY, direction, travels)
    write_days(target, draw_days(problem, [pupil.id for pupil in authority.pupils[size.pupils :]], days, seed))
