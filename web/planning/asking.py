"""A planner's task: on whose behalf it is done, what its page is told, and whether anybody still wants it."""

from typing import TYPE_CHECKING, Any

from web.access import Principal, Role, UserId
from web.store.tasks import Task
from web.work import Hear

if TYPE_CHECKING:
    from routing.solver import Progress
    from travel_training.scheduler import Progress as TermProgress


def on_behalf_of(task: Task) -> Principal:
    """Return the principal of a task: whoever asked for it, with the office's sight."""
    return Principal(user=UserId(task.asked_by), role=Role.MANAGER)


class TaskEar:
    """Tells a task's page what the planner is doing, and hears whether the task is still wanted."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._said: dict[str, Any] = {}
        self.is_wanted = True

    def step(self, text: str) -> None:
        """Tell that a step begins or what it found."""
        self._say({"doing": text})

    def progress(self, progress: "Progress | TermProgress", seconds: float | None = None) -> None:
        """Tell how far the planner is."""
        said = {
            "doing": progress.doing,
            "seconds": round(progress.seconds),
            "of_s": None if seconds is None else round(seconds),
            "cost_pence": progress.cost_pence,
            "bound_pence": progress.bound_pence,
        }
        self._say(said)

    def end_progress(self) -> None:
        """Hear that the planner is done; the page hears it from what is kept."""

    def is_unwanted(self) -> bool:
        """Say whether to stop; the planner asks all the time, so whoever hears must hear quickly."""
        self._say(self._said)
        return not self.is_wanted

    def _say(self, said: dict[str, Any]) -> None:
        self._said = said
        self.is_wanted = self.is_wanted and self._hear(said)
