"""``waymark export-subject PUPIL``: all that is kept about a pupil, as a ZIP for a subject access request."""

import argparse

from routing.console import Exit, check_may_write_file
from routing.wording import counted
from web.commands.caller import caller
from web.keeping.subject import export_subject
from web.opening import opened


def run(options: argparse.Namespace) -> Exit:
    """Write it, and say whom else it names."""
    check_may_write_file(options.out)
    with opened() as store:
        answer = export_subject(store, caller(), options.pupil, options.out)
    named = counted(len(answer.third_parties), "other")
    print(f"Written: {options.out}. It names {named}: see third-parties.txt in it before it is given out.")  # noqa: T201 -- the answer of a command
    return Exit.FINE
