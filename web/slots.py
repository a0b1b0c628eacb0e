"""Slots of the clock: when a job is due, who runs it, and that what it does is kept once.

A slot is a job and the time for which it was scheduled, however late it begins. Whoever claims it gets a token and says
now and then that they live; what the job did is kept in the transaction that ends the slot, which is refused to whoever
has lost it. So two clocks, or one killed half-way, keep each slot's work once.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from threading import Event, Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

from geodata.errors import GeodataError
from routing.authority.records import DAY_NAMES
from routing.console import CommandError
from routing.errors import RoutingError
from routing.wording import listed
from travel_training.errors import TrainingError
from web.access import the_clock
from web.settings import Settings
from web.store import ConflictError, Kept, Store, StoreError
from web.store.tasks import Slot, TaskState

LONDON = ZoneInfo("Europe/London")
BEAT_S = 15.0
"""Whoever runs a slot says so often that they live."""
GRACE = timedelta(minutes=15)
"""A slot that has not begun, or whose holder has been silent, for so long has been missed."""
KNOWN = (StoreError, CommandError, RoutingError, GeodataError, TrainingError, OSError)
"""What may go wrong without a bug; its text is a sentence for a person."""
_LOG = logging.getLogger(__name__)
_EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class At:
    """A time of day on some days of the week, Monday being 0, by the clocks in London.

    Nothing is due between one and two: in spring that hour is left out, in autumn it comes twice.

    Examples
    --------
    >>> monday_noon = datetime(2026, 11, 23, 12, tzinfo=LONDON)
    >>> At(time(18, 0)).latest(monday_noon).isoformat()
    '2026-11-22T18:00:00+00:00'
    >>> str(At(time(18, 0), frozenset({6, 0})))
    'at 18:00 on Monday and Sunday'
    """

    time: time
    days: frozenset[int] = _EVERY_DAY

    def __post_init__(self) -> None:
        if time(1, 0) <= self.time < time(2, 0):
            raise ValueError("no job may be due between 01:00 and 02:00, the hour that clocks leave out or repeat.")
        if not self.days or not self.days <= _EVERY_DAY:
            raise ValueError("days must be some of 0 (Monday) to 6.")

    def __str__(self) -> str:
        days = "" if self.days == _EVERY_DAY else f" on {listed([DAY_NAMES[day] for day in sorted(self.days)])}"
        return f"at {self.time:%H:%M}{days}"

    def latest(self, moment: datetime) -> datetime:
        """Return the newest time at which it was due, at or before a moment."""
        return next(due for due in self._around(moment, -1) if due <= moment)

    def following(self, moment: datetime) -> datetime:
        """Return the next time at which it is due, after a moment."""
        return next(due for due in self._around(moment, 1) if due > moment)

    def _around(self, moment: datetime, step: int) -> Iterator[datetime]:
        day = moment.astimezone(LONDON).date()
        for _ in range(9):
            if day.weekday() in self.days:
                yield datetime.combine(day, self.time, LONDON)
            day += timedelta(days=step)


@dataclass(frozen=True, slots=True)
class Turn:
    """A job's turn: what it stands on, and the time for which it was scheduled."""

    store: Store
    settings: Settings
    due_at: datetime


Effect = Callable[[Kept], str]
"""What a job keeps, and the sentence that says what it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something that the clock does.

    Parameters
    ----------
    name, does
        What commands call it; what it does, in words that follow "It".
    when
        When it is due.
    run
        Does what takes long and changes nothing, and returns what is to be kept in one transaction.
    within
        If the clock stood still, the newest slot is run all the same if it was due so long ago at most. An older one is
        not: the newest does its work too.
    """

    name: str
    does: str
    when: At
    run: Callable[[Turn], Effect]
    within: timedelta = timedelta(days=1)


def at_once(keep: Callable[[Turn, Kept], str]) -> Callable[[Turn], Effect]:
    """Return how a job is run that does nothing before it keeps."""
    return lambda turn: partial(keep, turn)


def new_holder() -> str:
    """Return a name for this process as a holder of slots and tasks; no other has it."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def run_due(store: Store, settings: Settings, jobs: Iterable[Job], holder: str) -> None:
    """Run the newest slot of each job that is due, or was missed not long ago, unless someone runs it or has run it."""
    now = store.now()
    due = {job.name: (job, job.when.latest(now)) for job in jobs}
    open_ = {name: slot for name, slot in due.items() if now - slot[1] <= slot[0].within}
    if not open_:
        return
    with store.reading(the_clock("look")) as kept:
        since = min(due_at for _, due_at in open_.values())
        over = {(slot.job, slot.due_at) for slot in kept.tasks.list_slots(since) if slot.state.is_over}
    for job, due_at in open_.values():
        if (job.name, due_at) not in over:
            run_slot(store, settings, job, due_at, holder)


def run_slot(store: Store, settings: Settings, job: Job, due_at: datetime, holder: str) -> Slot | None:
    """Run a slot if it is free, and return it as it ended; None if it is someone else's, or over, or was lost."""
    who = the_clock(job.name)
    with store.writing(who) as kept:
        slot = kept.tasks.claim_slot(job.name, due_at, holder)
    if slot is None:
        return None
    _LOG.info("%s, due %s: begun", job.name, due_at.isoformat())
    try:
        with beating(lambda: _hear(store, slot)):
            effect = job.run(Turn(store, settings, due_at))
        with store.writing(who) as kept:
            said = effect(kept)
            kept.tasks.end_slot(slot, TaskState.DONE, said)
    except KNOWN as error:
        return _failed(store, slot, error)
    _LOG.info("%s, due %s: %s", job.name, due_at.isoformat(), said)
    return _found(store, slot)


def _failed(store: Store, slot: Slot, error: Exception) -> Slot | None:
    _LOG.error("%s, due %s: %s", slot.job, slot.due_at.isoformat(), error)
    try:
        with store.writing(the_clock(slot.job)) as kept:
            kept.tasks.end_slot(slot, TaskState.FAILED, str(error))
    except ConflictError:
        return None  # another has taken it over, and will say how it ended
    return _found(store, slot)


def _found(store: Store, slot: Slot) -> Slot:
    with store.reading(the_clock(slot.job)) as kept:
        slots = kept.tasks.list_slots(slot.due_at)
    return next(each for each in slots if (each.job, each.due_at) == (slot.job, slot.due_at))


def _hear(store: Store, slot: Slot) -> None:
    with store.writing(the_clock(slot.job)) as kept:
        kept.tasks.hear_slot(slot)


@contextmanager
def beating(beat: Callable[[], object]) -> Iterator[None]:
    """Say again and again that we live, until the block ends."""
    over = Event()

    def go() -> None:
        while not over.wait(BEAT_S):
            try:
                beat()
            except StoreError as error:
                _LOG.warning("a sign of life was not kept: %s", error)

    thread = Thread(target=go, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Standing(StrEnum):
    """How a job stands."""

    DONE = "done"
    RUNNING = "running"
    WAITING = "waiting"
    """Its first hour since the installation began has not come."""
    DUE = "due"
    """It is time, but not for long."""
    MISSED = "missed"
    FAILED = "failed"

    @property
    def is_red(self) -> bool:
        """Whether someone must look."""
        return self in (Standing.MISSED, Standing.FAILED)


def standing_of(job: Job, slots: Sequence[Slot], now: datetime, began_at: datetime | None = None) -> Standing:
    """Return how a job stands: what became of its newest slot, or of a later run that someone asked for.

    Parameters
    ----------
    slots
        Those of all jobs since the newest slot of this one at least, the newest first.
    began_at
        When the installation began: what was due before is not missed.
    """
    due_at = job.when.latest(now)
    states = [slot_standing(slot, now) for slot in slots if slot.job == job.name and slot.due_at >= due_at]
    for best in (Standing.DONE, Standing.RUNNING, Standing.FAILED, Standing.MISSED):
        if best in states:
            return best
    if began_at is not None and due_at < began_at:
        return Standing.WAITING
    return Standing.DUE if now - due_at <= GRACE else Standing.MISSED


def slot_standing(slot: Slot, now: datetime) -> Standing:
    """Return how one slot stands."""
    if slot.state is TaskState.DONE:
        return Standing.DONE
    if slot.state is TaskState.RUNNING:
        return Standing.RUNNING if now - slot.heard_at <= GRACE else Standing.MISSED
    return Standing.FAILED
