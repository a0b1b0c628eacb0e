"""``waymark demo``: see it all at work, without network and without anyone's data."""

import argparse
from datetime import datetime

from routing.authority import read_authority
from routing.commands import Effort
from routing.console import Exit, Teller
from web.commands.export import imprint
from web.demo import demonstrate, report, write_results
from web.demo_site import fill_office, settings_of, told
from web.server import Listening, clock_beside, serve
from web.whole import whole_folder


def run(options: argparse.Namespace) -> Exit:
    """Build, plan, judge, print, and say what there is to see."""
    teller = Teller(quiet=options.quiet)
    effort = Effort(seconds=options.seconds, seed=options.seed)
    with whole_folder(options.out) as folder:
        day, halves = demonstrate(folder, datetime.now().astimezone().date(), effort, teller)
        authority = read_authority(folder / "authority")
        teller.step("Printing run sheets, maps and tables.")
        for half in halves.values():
            write_results(folder, half, authority, imprint(half.outcome.plan))
        accounts = fill_office(folder, authority, halves.values())
    print("\n".join(report(day, halves, options.out)))  # noqa: T201 -- the answer of a command
    ended = max(half.outcome.exit for half in halves.values())
    if options.no_serve or ended is Exit.INTERRUPTED:
        return ended
    listening = Listening(port=options.port)
    lines = told(accounts, f"http://{listening.host}:{listening.port}/")
    print("\n" + "\n".join(lines), flush=True)  # noqa: T201 -- the answer of a command
    settings = settings_of(options.out)
    with clock_beside(settings):
        serve(settings, listening)
    return ended
