"""How the clock stands: each job's newest slot, the long work that waits, and what somebody must look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from web.slots import Job, Standing, standing_of
from web.store import Kept
from web.store.tasks import Slot, Task, TaskState
from web.words import moment

BACK = timedelta(days=14)
"""So far back one sees what became of slots and of failed tasks."""
LONG = timedelta(minutes=10)
"""A task that has waited for so long while none runs waits for a worker that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHealth:
    """How one job stands.

    Parameters
    ----------
    next_at
        When it is due next.
    slots
        What became of its slots, the newest first.
    """

    job: Job
    standing: Standing
    due_at: datetime
    next_at: datetime
    slots: tuple[Slot, ...]

    @property
    def said(self) -> str:
        """What the newest slot said, if it is over."""
        return self.slots[0].said if self.slots else ""

    @property
    def last_done(self) -> Slot | None:
        """The newest slot that ended well."""
        return next((slot for slot in self.slots if slot.state is TaskState.DONE), None)

    @property
    def wrong(self) -> str | None:
        """What somebody must look at, in a sentence."""
        if self.standing is Standing.FAILED:
            return f"The job {self.job.name} failed. {self.said}"
        if self.standing is Standing.MISSED:
            return f"The job {self.job.name} was due on {moment(self.due_at)} and has not been done."
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the clock stands.

    Parameters
    ----------
    open, failed
        The tasks that wait or run, the oldest first; those that have failed, the newest first.
    """

    jobs: tuple[JobHealth, ...]
    open: tuple[Task, ...]
    failed: tuple[Task, ...]
    now: datetime

    @property
    def wrong(self) -> tuple[str, ...]:
        """What somebody must look at, in sentences; nothing if all is well."""
        found = [job.wrong for job in self.jobs if job.wrong]
        waiting = [task for task in self.open if task.state is TaskState.QUEUED]
        if waiting and len(waiting) == len(self.open) and self.now - waiting[0].asked_at > LONG:
            since = moment(waiting[0].asked_at)
            found.append(f"Long work has waited since {since}; nobody does it: is the command waymark jobs running?")
        return tuple(found)

    def job(self, name: str) -> JobHealth:
        """Return how the job of a name stands."""
        return next(each for each in self.jobs if each.job.name == name)


def health_of(kept: Kept, jobs: Iterable[Job], now: datetime) -> Health:
    """Return how the clock stands: four questions, however much there is to tell."""
    slots, began_at = kept.tasks.list_slots(now - BACK), kept.audit.began_at()
    found = [
        JobHealth(
            job=job,
            standing=standing_of(job, slots, now, began_at),
            due_at=job.when.latest(now),
            next_at=job.when.following(now),
            slots=tuple(slot for slot in slots if slot.job == job.name),
        )
        for job in jobs
    ]
    return Health(
        jobs=tuple(found),
        open=tuple(kept.tasks.list_open()),
        failed=tuple(kept.tasks.list_failed(now - BACK)),
        now=now,
    )
