"""``waymark retention``: what is kept for how long, and how much of it is old enough to be forgotten tonight."""

import argparse

from routing.console import Exit
from web.keeping.retention import report, would_forget
from web.opening import opened
from web.settings import Settings


def run(_options: argparse.Namespace) -> Exit:
    """Say it; forget nothing."""
    with opened() as store:
        settings = Settings.from_environment()
        print("\n".join(report(would_forget(store, settings), settings)))  # noqa: T201 -- the answer of a command
    return Exit.FINE
