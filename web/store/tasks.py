"""Long work and the slots of the clock: who does it, with what token, and whether they still live.

A task or a slot is claimed by one process, which gets a token and says now and then that it lives. If it falls silent,
another may take over with the next token; whatever the first then says is refused, for its token is old.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from web.access import Principal
from web.store.errors import ConflictError, NotKeptError
from web.store.tables import SlotRow, TaskRow

SILENT = timedelta(seconds=60)
"""Whoever has said nothing for so long is taken for dead."""
TRIES = 3
"""What has been begun so often and never ended is not begun again: it may be what kills those who try it."""
_NEVER_ENDED = f"It was begun {TRIES} times and broke off each time: the server's log says more."


class TaskState(StrEnum):
    """How far a task is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in (TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Long work that someone asked for.

    Parameters
    ----------
    kind, asked
        What is to be done, and with what.
    token
        Of whoever does it; whatever is said with another token is refused.
    progress, result
        What has been said of it; ``result`` holds ``said`` if it failed.
    """

    id: str
    kind: str
    asked: Mapping[str, Any]
    state: TaskState
    asked_by: str
    asked_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    token: int
    progress: Mapping[str, Any]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time at which a job of the clock was due, and what became of it."""

    job: str
    due_at: datetime
    holder: str
    token: int
    state: TaskState
    begun_at: datetime
    heard_at: datetime
    ended_at: datetime | None
    said: str


class Tasks:
    """Tasks and slots, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._now = now

    def ask(self, kind: str, asked: Mapping[str, Any]) -> str:
        """Ask for work; return its id. The same work asked for twice while it waits is one task."""
        waiting = select(TaskRow.id, TaskRow.asked).where(TaskRow.kind == kind, TaskRow.state == TaskState.QUEUED)
        for found in self._connection.execute(waiting):
            if found.asked == dict(asked):
                return str(found.id)
        id_ = uuid4().hex
        row = {
            "id": id_,
            "kind": kind,
            "asked": dict(asked),
            "state": TaskState.QUEUED,
            "asked_by": self._principal.user,
            "asked_at": self._now,
            "token": 0,
            "progress": {},
            "result": {},
        }
        self._connection.execute(insert(TaskRow).values(row))
        return id_

    def get(self, id_: str) -> Task:
        """Return a task; ``NotKeptError`` if there is none."""
        found = self._connection.execute(select(TaskRow.__table__).where(TaskRow.id == id_)).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such task.")
        return _task(found)

    def list_recent(self, most: int = 50) -> list[Task]:
        """Return the newest tasks, newest first."""
        asked = select(TaskRow.__table__).order_by(TaskRow.asked_at.desc(), TaskRow.id).limit(most)
        return [_task(found) for found in self._connection.execute(asked).mappings()]

    def list_open(self) -> list[Task]:
        """Return the tasks that wait or run, the oldest first."""
        asked = select(TaskRow.__table__).where(_LIVE).order_by(TaskRow.asked_at, TaskRow.id)
        return [_task(found) for found in self._connection.execute(asked).mappings()]

    def list_failed(self, since: datetime) -> list[Task]:
        """Return the tasks that have failed since a moment, the newest first."""
        failed = (TaskRow.state == TaskState.FAILED) & (TaskRow.ended_at >= since)
        asked = select(TaskRow.__table__).where(failed).order_by(TaskRow.ended_at.desc(), TaskRow.id)
        return [_task(found) for found in self._connection.execute(asked).mappings()]

    def claim(self, holder: str) -> Task | None:
        """Take the oldest task that waits, or whose holder has fallen silent; None if there is none."""
        silent = (TaskRow.state == TaskState.RUNNING) & (TaskRow.heard_at < self._now - SILENT)
        broken = {"state": TaskState.FAILED, "result": {"said": _NEVER_ENDED}, "ended_at": self._now}
        self._connection.execute(update(TaskRow).where(silent, TaskRow.token >= TRIES).values(broken))
        oldest = (
            select(TaskRow.id)
            .where((TaskRow.state == TaskState.QUEUED) | silent)
            .order_by(TaskRow.asked_at, TaskRow.id)
            .limit(1)
        )
        id_ = self._connection.execute(oldest).scalar_one_or_none()
        if id_ is None:
            return None
        self._connection.execute(
            update(TaskRow)
            .where(TaskRow.id == id_)
            .values(
                state=TaskState.RUNNING,
                holder=holder,
                token=TaskRow.token + 1,
                heard_at=self._now,
                begun_at=self._now,
                progress={},
            )
        )
        return self.get(id_)

    def hear(self, task: Task, progress: Mapping[str, Any]) -> bool:
        """Write down how far a task is; return whether it is still wanted. Nothing else must be done if it is not."""
        return self._said(task, progress=dict(progress), heard_at=self._now)

    def beat(self, task: Task) -> bool:
        """Write down that whoever does a task lives; return whether it is still wanted."""
        return self._said(task, heard_at=self._now)

    def hold(self, task: Task) -> None:
        """Make sure that a task is still theirs who do it, in the transaction that keeps what they made of it.

        Raises
        ------
        ConflictError
            Another has taken it over, or it has been cancelled: then nothing of this transaction may be kept.
        """
        if not self.beat(task):
            raise ConflictError(_NOT_THEIRS)

    def give_back(self, task: Task) -> None:
        """Let another do a task at once, for whoever did it goes away; with the next token, as after a silence."""
        self._said(task, state=TaskState.QUEUED)

    def finish(self, task: Task, result: Mapping[str, Any]) -> None:
        """End a task well; ``ConflictError`` if another has taken it over or it has been cancelled meanwhile."""
        self._end(task, TaskState.DONE, result)

    def fail(self, task: Task, said: str) -> None:
        """End a task badly, with a sentence; raises as ``finish`` does."""
        self._end(task, TaskState.FAILED, {"said": said})

    def cancel(self, id_: str) -> None:
        """Cancel a task that is not over; whoever works on it hears so when they next speak."""
        values = {"state": TaskState.CANCELLED, "ended_at": self._now}
        self._connection.execute(update(TaskRow).where(TaskRow.id == id_, _LIVE).values(values))

    def _end(self, task: Task, state: TaskState, result: Mapping[str, Any]) -> None:
        if not self._said(task, state=state, result=dict(result), ended_at=self._now):
            raise ConflictError(_NOT_THEIRS)

    def _said(self, task: Task, **values: Any) -> bool:
        mine = (TaskRow.id == task.id) & (TaskRow.token == task.token) & (TaskRow.state == TaskState.RUNNING)
        return self._connection.execute(update(TaskRow).where(mine).values(values)).rowcount == 1

    def claim_slot(self, job: str, due_at: datetime, holder: str) -> Slot | None:
        """Take a slot that nobody has, or whose holder has fallen silent; None if it is someone's or over."""
        here = (SlotRow.job == job) & (SlotRow.due_at == due_at)
        found = self._connection.execute(select(SlotRow.__table__).where(here)).mappings().one_or_none()
        values = {
            "holder": holder,
            "state": TaskState.RUNNING,
            "begun_at": self._now,
            "heard_at": self._now,
            "ended_at": None,
            "said": "",
        }
        if found is None:
            self._connection.execute(insert(SlotRow).values(values | {"job": job, "due_at": due_at, "token": 1}))
        elif found["state"] != TaskState.RUNNING or found["heard_at"] >= self._now - SILENT:
            return None
        elif found["token"] >= TRIES:
            broken = {"state": TaskState.FAILED, "said": _NEVER_ENDED, "ended_at": self._now}
            self._connection.execute(update(SlotRow).where(here).values(broken))
            return None
        else:
            self._connection.execute(update(SlotRow).where(here).values(values | {"token": found["token"] + 1}))
        taken = self._connection.execute(select(SlotRow.__table__).where(here)).mappings().one()
        return _slot(taken)

    def hear_slot(self, slot: Slot) -> bool:
        """Write down that a slot's holder lives; return whether the slot is still theirs."""
        return self._slot_said(slot, heard_at=self._now)

    def end_slot(self, slot: Slot, state: TaskState, said: str) -> None:
        """End a slot; ``ConflictError`` if another has taken it over: then nothing of this transaction may be kept."""
        if not self._slot_said(slot, state=state, said=said, ended_at=self._now):
            raise ConflictError("Another process has taken this slot over.")

    def list_slots(self, since: datetime) -> list[Slot]:
        """Return the slots due since a moment, the newest first."""
        asked = select(SlotRow.__table__).where(SlotRow.due_at >= since).order_by(SlotRow.due_at.desc(), SlotRow.job)
        return [_slot(found) for found in self._connection.execute(asked).mappings()]

    def _slot_said(self, slot: Slot, **values: Any) -> bool:
        mine = (SlotRow.job == slot.job) & (SlotRow.due_at == slot.due_at) & (SlotRow.token == slot.token)
        running = mine & (SlotRow.state == TaskState.RUNNING)
        return self._connection.execute(update(SlotRow).where(running).values(values)).rowcount == 1


_LIVE: ColumnElement[bool] = TaskRow.state.in_([TaskState.QUEUED, TaskState.RUNNING])
_NOT_THEIRS = "This task has been cancelled, or another process has taken it over."


def _task(found: RowMapping) -> Task:
    names = ("id", "kind", "asked", "asked_by", "asked_at", "begun_at", "ended_at", "token", "progress", "result")
    return Task(**{name: found[name] for name in names}, state=TaskState(found["state"]))


def _slot(found: RowMapping) -> Slot:
    names = ("job", "due_at", "holder", "token", "begun_at", "heard_at", "ended_at", "said")
    return Slot(**{name: found[name] for name in names}, state=TaskState(found["state"]))
