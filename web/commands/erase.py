"""``waymark erase PUPIL``: erase a pupil for good; or put them under legal hold, so that nobody can."""

import argparse
import sys

from routing.console import CommandError, Exit
from web.commands.caller import caller
from web.keeping.erasure import REMAINS, erase
from web.opening import opened
from web.settings import Settings
from web.store import Store


def run(options: argparse.Namespace) -> Exit:
    """Ask, unless told not to; erase; say what was erased and what remains."""
    with opened() as store:
        if options.hold or options.end_hold:
            return hold(store, options.pupil, is_held=options.hold)
        if not options.yes:
            confirm(options.pupil)
        found = erase(store, Settings.from_environment(), caller(), options.pupil)
    if found.erased.is_nothing:
        print(f"{found.pupil} had been erased before; there was nothing left.")  # noqa: T201 -- the answer of a command
        return Exit.FINE
    counts = [f"  {what}: {count}" for what, count in found.erased.rows.items() if count]
    print("\n".join([f"{found.pupil} has been erased:", *counts, *REMAINS]))  # noqa: T201 -- the answer of a command
    return Exit.FINE


def hold(store: Store, pupil: str, *, is_held: bool) -> Exit:
    """Put a pupil under legal hold, or end it."""
    with store.writing(caller()) as kept:
        if not kept.erasing.is_known(pupil):
            raise CommandError(f"No pupil has ever been kept under {pupil}.")
        kept.forgetting.put_hold(pupil, is_held=is_held)
    print(f"{pupil} is {'now' if is_held else 'no longer'} under legal hold.")  # noqa: T201 -- the answer of a command
    return Exit.FINE


def confirm(pupil: str) -> None:
    """Raise ``CommandError`` unless whoever sits there types the reference again."""
    sys.stderr.write(f"This cannot be undone. Type {pupil} again to erase everything about them: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != pupil:
        raise CommandError("That was not the same reference.")
