"""The long work that people may ask for, a line each: what a task's kind does. It is done in a process of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from web.settings import Settings
from web.store import Store
from web.store.tasks import Task

Hear = Callable[[Mapping[str, Any]], bool]
"""Told how far a task is; says whether it is still wanted. Once it is not, nothing may be kept."""

Work = Callable[[Store, Settings, Task, Hear], Mapping[str, Any]]
"""Does a task and returns its result; what it keeps, it keeps in one transaction with ``kept.tasks.hold(task)``."""


@dataclass(frozen=True, slots=True)
class Later:
    """Work whose module is loaded when it is done: a planner's takes seconds, and the clock needs none."""

    module: str
    name: str

    def __call__(self, store: Store, settings: Settings, task: Task, hear: Hear) -> Mapping[str, Any]:
        """Do it."""
        work: Work = getattr(import_module(self.module), self.name)
        return work(store, settings, task, hear)


WORK: Mapping[str, Work] = {
    "follow-training": Later("web.training.following", "work"),
    "draft": Later("web.planning.drafting", "draft"),
    "ladder-costs": Later("web.training.ladder", "find_costs"),
    "replan": Later("web.planning.disruption", "replan"),
    "seat-savings": Later("web.training.candidates", "find_savings"),
    "trace": Later("web.planning.drafting", "trace"),
    "training-timetable": Later("web.training.scheduling", "schedule_term"),
    "what-if": Later("web.planning.what_if", "what_if"),
}
"""By kind of task."""
