"""``waymark serve``: the pages, for those who may sign in."""

import argparse
from contextlib import nullcontext

from routing.console import CommandError, Exit
from web.server import Listening, clock_beside, serve
from web.settings import Settings, SettingsError
from web.store import StoreError


def run(options: argparse.Namespace) -> Exit:
    """Serve until someone stops it."""
    try:
        settings = Settings.from_environment()
        beside = clock_beside(settings) if options.with_jobs else nullcontext()
        with beside:
            serve(settings, Listening(options.host, options.port, options.workers, options.threads))
    except (SettingsError, StoreError) as error:
        raise CommandError(str(error)) from error
    return Exit.FINE
