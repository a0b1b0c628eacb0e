"""``waymark plan``: from an authority's folder and roads to a plan that the checker has judged."""

import argparse
import os
from functools import partial

from geodata.cache import load_roads
from geodata.postcodes import read_postcodes
from geodata.speeds import british_profile, read_profile
from routing.arguments import effort_of
from routing.authority import read_authority
from routing.commands import cost_words, plan_words, print_violations
from routing.console import Exit, Teller, check_may_write_file
from routing.files import write_document
from routing.hands import hands
from routing.problem import Direction
from web.morning import Order, plan_day

ORDER_FILE = "order.npz"
"""Beside the roads: the order in which their nodes are contracted, worked out once."""


def run(options: argparse.Namespace) -> Exit:
    """Plan, judge, write."""
    teller = Teller(quiet=options.quiet)
    check_may_write_file(options.out)
    authority = read_authority(options.folder)
    roads = load_roads(options.roads)
    cache = options.roads / ORDER_FILE if os.access(options.roads, os.W_OK) else None
    with hands(options) as executor:
        order = Order(
            day=options.day,
            direction=Direction(options.direction),
            effort=effort_of(options, Direction(options.direction), executor),
            speeds=read_profile(options.profile) if options.profile else british_profile(),
            has_permits=options.exempt_school_streets,
            closed_ways=frozenset(options.closed_way),
            find_postcode=read_postcodes(options.postcodes).find if options.postcodes else None,
        )
        keep = partial(write_document, options.out)  # whoever ends it half-way has the best plan so far
        document, outcome = plan_day(authority, roads, order, teller, cache, keep=keep)
    write_document(options.out, document)
    print_violations(outcome.violations)
    words = f"{plan_words(outcome.plan)}; {cost_words(document.problem, outcome)}"
    teller.step(f"{words[0].upper()}{words[1:]}.\nWritten to {options.out}.")
    return outcome.exit
