"""``waymark migrate``: take the tables to those of this program; make them where there are none."""

import argparse

from routing.console import Exit
from web.opening import opened


def run(_options: argparse.Namespace) -> Exit:
    """Take them there."""
    with opened(create=True):
        print("The tables are those of this program.")  # noqa: T201 -- the answer of a command
    return Exit.FINE
