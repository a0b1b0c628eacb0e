"""``waymark serve``: the pages, for those who may sign in."""

import argparse
from contextlib import nullcontext

from routing.console import CommandError, Exit
from web.opening import open_store
from web.server import Listening, clock_beside, serve
from web.settings import Settings, SettingsError
from web.store import StoreError


def run(options: argparse.Namespace) -> Exit:
    """Serve until someone stops it."""
    try:
        settings = Settings.from_environment()
        open_store(settings, create=True).database.close()  # the home folder is there before anything is written to it
        beside = clock_beside(settings) if options.with_jobs else nullcontext()
        with beside:
            serve(settings, Listening(options.host, options.port, options.workers, options.threads))
    except (SettingsError, StoreError) as error:
        raise CommandError(str(error)) from error
    return Exit.FINE
