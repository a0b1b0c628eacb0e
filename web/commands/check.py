"""``waymark check``: judge a plan. Loads no OR-Tools."""

import argparse

from routing.commands import check_file
from routing.console import Exit


def run(options: argparse.Namespace) -> Exit:
    """Say one sentence for each way in which the plan breaks a rule."""
    return check_file(options.plan)
