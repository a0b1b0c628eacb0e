"""``waymark backup``: have the clock's job make a backup now, and restore it in a corner."""

import argparse

from routing.console import Exit
from web.commands.jobs import run_job
from web.opening import opened
from web.settings import Settings


def run(_options: argparse.Namespace) -> Exit:
    """Make it, and say what it holds."""
    with opened() as store:
        return run_job(store, Settings.from_environment(), "backup", None)
