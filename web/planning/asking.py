"""A planner's task: on whose behalf it is done, what its page is told, and whether anybody still wants it."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from web.access import Principal, Role, UserId
from web.store.tasks import Task

if TYPE_CHECKING:
    from routing.solver import Progress

Hear = Callable[[Mapping[str, Any]], bool]
"""Told how far a task is; says whether it is still wanted. Once it is not, nothing may be kept."""

SPOKEN_S = 0.5
"""A task speaks no more often than this: each word is a row written."""
SILENT_S = 5.0
"""And no less often, while the planner lets it speak: who is silent for a minute is taken for dead."""


def on_behalf_of(task: Task) -> Principal:
    """Return the principal of a task: whoever asked for it, with the office's sight."""
    return Principal(user=UserId(task.asked_by), role=Role.MANAGER)


class TaskEar:
    """Tells a task's page what the planner is doing, and hears whether the task is still wanted."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._said: dict[str, Any] = {}
        self._spoken_s = 0.0
        self.is_wanted = True

    def step(self, text: str) -> None:
        """Tell that a step begins or what it found."""
        self._say({"doing": text})

    def progress(self, progress: "Progress", seconds: float | None = None) -> None:
        """Tell how far the planner is."""
        said = {
            "doing": progress.doing,
            "seconds": round(progress.seconds),
            "of_s": None if seconds is None else round(seconds),
            "cost_pence": progress.cost_pence,
            "bound_pence": progress.bound_pence,
        }
        if time.monotonic() - self._spoken_s >= SPOKEN_S:
            self._say(said)
        self._said = said

    def end_progress(self) -> None:
        """Hear that the planner is done; the page hears it from what is kept."""

    def is_unwanted(self) -> bool:
        """Say whether to stop; asked by the planner all the time, it speaks now and then."""
        if time.monotonic() - self._spoken_s >= SILENT_S:
            self._say(self._said)
        return not self.is_wanted

    def _say(self, said: dict[str, Any]) -> None:
        self._said, self._spoken_s = said, time.monotonic()
        self.is_wanted = self.is_wanted and self._hear(said)
