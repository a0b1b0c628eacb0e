"""``waymark jobs``: the clock's own process; ``jobs run`` runs one job now, ``jobs list`` says what there is."""

import argparse
import logging
from collections.abc import Iterator
from datetime import datetime

from routing.console import CommandError, Exit
from web.access import the_clock
from web.clock import serve
from web.jobs import JOB, JOBS
from web.opening import opened
from web.settings import Settings
from web.slots import LONDON, new_holder, run_slot, standing_of
from web.store import Store
from web.store.tasks import TaskState
from web.words import moment


def run(options: argparse.Namespace) -> Exit:
    """Serve, run one job, or list all."""
    with opened() as store:
        settings = Settings.from_environment()
        if options.what == "run":
            return run_job(store, settings, options.name, options.at)
        if options.what == "list":
            print("\n".join(lines(store)))  # noqa: T201 -- the answer of a command
            return Exit.FINE
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every look at the clock
        serve(store, settings)
        return Exit.FINE


def run_job(store: Store, settings: Settings, name: str, at: datetime | None) -> Exit:
    """Run a job's slot, now or as of another time; ``CommandError`` if there is no such job, or the slot is taken."""
    if name not in JOB:
        raise CommandError(f"There is no job {name!r}; there are: {', '.join(JOB)}.")
    due_at = (at or store.now()).replace(microsecond=0)
    due_at = due_at if due_at.tzinfo is not None else due_at.replace(tzinfo=LONDON)
    slot = run_slot(store, settings, JOB[name], due_at, new_holder())
    if slot is None:
        raise CommandError(f"{name} of {moment(due_at)} has been run, or another process runs it.")
    if slot.state is not TaskState.DONE:
        raise CommandError(f"{name} failed: {slot.said}")
    print(slot.said)  # noqa: T201 -- the answer of a command
    return Exit.FINE


def lines(store: Store) -> Iterator[str]:
    """Yield a line for each job: when it is due, what it does, how it stands."""
    now = store.now()
    with store.reading(the_clock("list")) as kept:
        slots = kept.tasks.list_slots(min(job.when.latest(now) for job in JOBS))
    for job in JOBS:
        yield f"{job.name:20}{job.when}: {job.does}; {standing_of(job, slots, now)}"
