"""All that the clock does, on one page; and the process that does it: ``waymark jobs``.

One process apart from the web server wakes each job at its hour, looks every minute whether one was missed, and takes
the long work that people ask for. Any number of these processes may run: every slot and every task is done once.
"""

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from types import FrameType
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from routing.problem import Direction
from web.keeping import backup, lapses, retention, verification
from web.settings import Settings
from web.slots import LONDON, At, Job, Turn, at_once, new_holder, run_due
from web.store import Kept, Store
from web.work import WORK, Work
from web.worker import Worker

LOOK_S = 60
"""So often it is looked whether a slot was missed, or whoever ran one has died."""
_SCHOOL_NIGHTS = frozenset({6, 0, 1, 2, 3})
_NAME = "waymark jobs"


def draft_tomorrow(turn: Turn, kept: Kept) -> str:
    """Ask for a draft of each direction of the next day, if a school is open then and nothing is published yet."""
    day = turn.due_at.astimezone(LONDON).date() + timedelta(days=1)
    if not is_school_day(kept, day):
        return f"No school is open on {day:%A %-d %B}."
    wanted = [each for each in Direction if kept.plans.find_published(day, each) is None]
    for direction in wanted:
        kept.tasks.ask("draft", {"day": day.isoformat(), "direction": direction.value})
    return f"{len(wanted)} drafts asked for, of {day:%A %-d %B}"


JOBS: tuple[Job, ...] = (
    Job(
        name="draft-tomorrow",
        does="asks for tomorrow's plans, each evening before a school day",
        when=At(time(18, 0), _SCHOOL_NIGHTS),
        run=at_once(draft_tomorrow),
        within=timedelta(hours=12),
    ),
    Job(
        name="backup",
        does="makes a backup, restores it in a corner and compares",
        when=At(time(2, 30)),
        run=backup.nightly,
    ),
    Job(
        name="retention",
        does="forgets plans, exceptions and actual times that need not be kept",
        when=At(time(3, 30)),
        run=at_once(retention.forget_old),
    ),
    Job(
        name="forget",
        does="forgets old sessions, loaded files and counts of tries",
        when=At(time(4, 0)),
        run=at_once(retention.forget_passing),
    ),
    Job(
        name="verify-audit",
        does="verifies the audit log against the head that the last backup wrote down",
        when=At(time(4, 30)),
        run=verification.verify_audit,
    ),
    Job(
        name="remind-assessments",
        does="reminds of risk assessments that lapse",
        when=At(time(6, 0)),
        run=at_once(lapses.remind_of_assessments),
    ),
    Job(
        name="remind-checks",
        does="reminds of checks of crew, vehicles and operators that lapse",
        when=At(time(6, 15)),
        run=at_once(lapses.remind_of_checks),
    ),
)
"""In the order of a night; times are those of the clocks in London."""

JOB: Mapping[str, Job] = {job.name: job for job in JOBS}
"""By name."""
