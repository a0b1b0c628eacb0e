"""Work for the tests of the worker: functions of a module, so that another process finds them."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from web.access import the_clock
from web.settings import Settings
from web.store import Store
from web.store.errors import UnusableError
from web.store.tasks import Task
from web.work import Hear

ME = the_clock("work")


def say_hello(_store: Store, _settings: Settings, task: Task, hear: Hear) -> Mapping[str, Any]:
    """Tell how far it is, and end."""
    assert hear({"doing": "greeting"})
    return {"said": f"Hello {task.asked['name']}", "niceness": os.nice(0)}


def refuse(_store: Store, _settings: Settings, _task: Task, _hear: Hear) -> Mapping[str, Any]:
    """Fail with a sentence."""
    raise UnusableError("There are no roads.")


def break_off(_store: Store, _settings: Settings, _task: Task, _hear: Hear) -> Mapping[str, Any]:
    """Fail as bugs do."""
    raise ZeroDivisionError


def be_killed(_store: Store, _settings: Settings, _task: Task, _hear: Hear) -> Mapping[str, Any]:
    """End as a process does for which there is too little memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def go_on_until_unwanted(_store: Store, settings: Settings, _task: Task, hear: Hear) -> Mapping[str, Any]:
    """Work for as long as anyone wants it, and say so at the end."""
    (settings.home / "begun").touch()
    while hear({}):
        time.sleep(0.05)
    (settings.home / "ended-politely").touch()
    return {}


def never_listen(_store: Store, settings: Settings, _task: Task, _hear: Hear) -> Mapping[str, Any]:
    """Work on, whatever anyone wants."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (settings.home / "begun").touch()
    while True:
        time.sleep(0.05)


def count_once(store: Store, settings: Settings, task: Task, _hear: Hear) -> Mapping[str, Any]:
    """Count up, slowly, and keep it only if the task is still ours."""
    with (settings.home / "tries").open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    time.sleep(float(task.asked.get("seconds", 0)))
    with store.writing(ME) as kept:
        kept.tasks.hold(task)
        found = kept.options.find("count") or {"tasks": []}
        kept.options.put("count", {"tasks": [*found["tasks"], task.id]})
        kept.tasks.finish(task, {"count": len(found["tasks"]) + 1})
    return {}


WORKS = {
    "hello": say_hello,
    "refuse": refuse,
    "break": break_off,
    "killed": be_killed,
    "go-on": go_on_until_unwanted,
    "deaf": never_listen,
    "count": count_once,
}


def wait_for_file(path: Path) -> None:
    """Wait until a file is there."""
    for _ in range(6000):
        if path.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} never came")
