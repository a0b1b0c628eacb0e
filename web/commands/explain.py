"""``waymark explain``: say why a pupil travels as they do. Loads no OR-Tools."""

import argparse

from routing.commands import explain_file
from routing.console import Exit


def run(options: argparse.Namespace) -> Exit:
    """Say why, in plain English."""
    return explain_file(options.plan, options.pupil)
