"""``waymark training import``: a programme from a file."""

import argparse
from pathlib import Path

from routing.console import CommandError, Exit, Teller
from routing.wording import counted
from travel_training.errors import DocumentError
from travel_training.programme import Programme
from travel_training.programme_files import read_programme


def run(options: argparse.Namespace) -> Exit:
    """Run the command that was asked for."""
    programme = programme_in(options.file)
    stages, milestones = counted(len(programme.stages), "stage"), counted(len(programme.milestone), "milestone")
    Teller(quiet=options.quiet).step(f"{programme.name}, version {programme.version}: {stages}, {milestones}.")
    return Exit.FINE


def programme_in(path: Path) -> Programme:
    """Return the programme that a file describes; ``CommandError`` with a sentence for each thing that is wrong."""
    try:
        return read_programme(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is no text in UTF-8.") from None
    except DocumentError as wrong:
        raise CommandError(str(wrong)) from None
