"""``waymark restore FILE``: restore a backup where nothing is kept yet."""

import argparse

from routing.console import CommandError, Exit
from routing.wording import counted
from web.commands.caller import caller
from web.keeping.restore import restore
from web.settings import Settings, SettingsError
from web.store import StoreError
from web.words import moment


def run(options: argparse.Namespace) -> Exit:
    """Restore it, and say what was restored."""
    try:
        found = restore(options.file, Settings.from_environment(), caller())
    except (SettingsError, StoreError) as error:
        raise CommandError(str(error)) from error
    print(f"Restored as it was on {moment(found.label.made_at)}: {counted(found.label.rows, 'row')}.")  # noqa: T201 -- the answer of a command
    if found.erased_again:
        print(f"Erased again, for they had been since: {', '.join(found.erased_again)}.")  # noqa: T201 -- the same
    return Exit.FINE
