"""Does the long work that people ask for: the oldest task first, each in a process of its own, gently.

The process may crash, run out of memory or never end: its task fails with a sentence, and nothing else is harmed. The
worker says for it that it lives; a worker that is killed falls silent, and another takes its task over.
"""

import logging
import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from typing import Any

from web.access import Principal, the_clock
from web.opening import open_store
from web.settings import Settings
from web.slots import KNOWN
from web.store import ConflictError, Store, StoreError
from web.store.tasks import Task, TaskState
from web.work import Work

SPOKEN_S = 0.5
"""How far a task is, is written down no more often."""
IDLE_S = 1.0
"""So often the worker looks whether something is wanted."""
WATCH_S = 0.25
BEAT_S = 5.0
"""So often the worker says that a task's process lives, and hears whether it is still wanted."""
GRACE_S = 15.0
"""So long a process that is no longer wanted may take to end by itself."""
MOST_S = 3 * 3600.0
"""No task takes longer."""
NICENESS = 10
"""How far planning stands back: the pages come first."""
WORKER: Principal = the_clock("worker")
_LOG = logging.getLogger(__name__)


class Telling:
    """The ``Hear`` of a task: writes down now and then how far it is, and hears whether it is still wanted."""

    def __init__(self, store: Store, task: Task) -> None:
        self._store = store
        self._task = task
        self._spoken_s = float("-inf")
        self._is_wanted = True

    def __call__(self, progress: Mapping[str, Any]) -> bool:
        """Tell how far the task is; return whether it is still wanted."""
        if time.monotonic() - self._spoken_s >= SPOKEN_S:
            try:
                with self._store.writing(WORKER) as kept:
                    self._is_wanted = kept.tasks.hear(self._task, progress)
            except StoreError as error:
                _LOG.warning("how far task %s is was not kept: %s", self._task.id, error)
            self._spoken_s = time.monotonic()
        return self._is_wanted


class Worker:
    """Takes one task after another.

    Parameters
    ----------
    work
        What each kind of task does; it goes to another process, so it must be a function of a module, or a value.
    holder
        Its name, as no other worker has it.
    """

    def __init__(self, store: Store, settings: Settings, work: Mapping[str, Work], holder: str) -> None:
        self._store = store
        self._settings = settings
        self._work = work
        self._holder = holder
        self._stop = Event()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Take tasks in the background until the block ends; what is under way then is given back."""
        thread = Thread(target=self.run, name="worker")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def run(self) -> None:
        """Take tasks until told to stop."""
        while not self._stop.is_set():
            try:
                task = self._take()
                if task is not None:
                    self.do(task)
                    continue
            except StoreError as error:
                _LOG.error("no task can be taken: %s", error)
            self._stop.wait(IDLE_S)

    def _take(self) -> Task | None:
        with self._store.reading(WORKER) as kept:
            if not kept.tasks.list_open():
                return None
        with self._store.writing(WORKER) as kept:
            return kept.tasks.claim(self._holder)

    def do(self, task: Task) -> None:
        """Do a task that has been claimed, to its end."""
        _LOG.info("task %s (%s): begun", task.id, task.kind)
        work = self._work.get(task.kind)
        if work is None:
            self._fail(task, f"Nobody here knows how to do {task.kind!r}.")
            return
        process = multiprocessing.get_context("spawn").Process(
            target=do_in_process, args=(self._settings, task, work), name=f"waymark {task.kind}"
        )
        process.start()
        try:
            self._watch(process, task)
        finally:
            _end(process)
            process.close()

    def _watch(self, process: BaseProcess, task: Task) -> None:
        """Say that a task's process lives for as long as it does and is wanted; then see how it ended."""
        begun_s = beaten_s = time.monotonic()
        while process.is_alive():
            process.join(WATCH_S)
            now_s = time.monotonic()
            if self._stop.is_set():
                _end(process)
                with self._store.writing(WORKER) as kept:
                    kept.tasks.give_back(task)
                return
            if now_s - begun_s > MOST_S:
                self._fail(task, f"It took longer than {MOST_S / 3600:.0f} hours, and was stopped.")
                return
            if now_s - beaten_s >= BEAT_S:
                beaten_s = now_s
                if not self._beat(task):
                    process.join(GRACE_S)  # it hears so itself when it next speaks
                    return
        if process.exitcode:
            self._fail(task, _how_it_died(process.exitcode))

    def _beat(self, task: Task) -> bool:
        try:
            with self._store.writing(WORKER) as kept:
                return kept.tasks.beat(task)
        except StoreError as error:
            _LOG.warning("a sign of life of task %s was not kept: %s", task.id, error)
            return True

    def _fail(self, task: Task, said: str) -> None:
        _LOG.error("task %s (%s): %s", task.id, task.kind, said)
        with suppress(ConflictError), self._store.writing(WORKER) as kept:
            kept.tasks.fail(task, said)


def _end(process: BaseProcess) -> None:
    """End a process: politely, then not."""
    for end in (process.terminate, process.kill):
        if process.is_alive():
            end()
            process.join(GRACE_S)


def _how_it_died(exit_code: int) -> str:
    if exit_code < 0:
        return (
            f"The planner was ended by the machine (signal {-exit_code}): most likely there was too little memory."
            " Ask again; if it happens again, ask whoever runs the server."
        )
    return "Something went wrong on our side; the server's log says what. Ask again, and tell us if it happens again."


def do_in_process(settings: Settings, task: Task, work: Work) -> None:
    """Do a task, in a process made for it: nobody's keyboard reaches it, and it stands back for the pages."""
    os.setsid()
    os.nice(NICENESS)
    store = open_store(settings, create=False)
    try:
        result = work(store, settings, task, Telling(store, task))
        with store.writing(WORKER) as kept:
            if kept.tasks.get(task.id).state is not TaskState.DONE:  # unless what it kept has ended it already
                kept.tasks.finish(task, result)
    except KNOWN as error:
        with suppress(ConflictError), store.writing(WORKER) as kept:
            kept.tasks.fail(task, str(error))
    finally:
        store.database.close()
