"""The process of the clock, ``waymark jobs``: wakes each job at its hour, and does the long work that people ask for.

Every minute it looks whether a slot was missed, or whoever ran it has died. Any number of these processes may run:
every slot and every task is done once.
"""

import signal
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from web.jobs import JOBS
from web.settings import Settings
from web.slots import LONDON, At, Job, new_holder, run_due
from web.store import Store
from web.work import WORK, Work
from web.worker import Worker

LOOK_S = 60


def serve(store: Store, settings: Settings, jobs: Iterable[Job] = JOBS, work: Mapping[str, Work] = WORK) -> None:
    """Run jobs and tasks until the process is told to end; what is under way is ended well, or given back."""
    holder = new_holder()
    scheduler = make_scheduler(store, settings, tuple(jobs), holder)
    signal.signal(signal.SIGTERM, _end)
    try:
        with Worker(store, settings, work, holder).at_work():
            scheduler.start()
    except KeyboardInterrupt:
        scheduler.shutdown(wait=True)


def make_scheduler(store: Store, settings: Settings, jobs: tuple[Job, ...], holder: str) -> BlockingScheduler:
    """Return what wakes the jobs, one at a time; it holds no schedule of its own but in memory."""
    scheduler = BlockingScheduler(
        timezone=LONDON,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(run_due, _trigger(job.when), (store, settings, (job,), holder), id=job.name)
    look = IntervalTrigger(seconds=LOOK_S, timezone=LONDON)
    now = datetime.now(LONDON)
    scheduler.add_job(run_due, look, (store, settings, jobs, holder), id="look", next_run_time=now)
    return scheduler


def _trigger(when: At) -> CronTrigger:
    days = ",".join(str(day) for day in sorted(when.days))
    return CronTrigger(day_of_week=days, hour=when.time.hour, minute=when.time.minute, timezone=LONDON)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
