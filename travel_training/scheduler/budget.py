"""How long the planner of terms goes on: by the clock or by counted steps; who is told, and who may stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from travel_training.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Budget:
    """How long planning may take: seconds by the clock, or steps of the search, with which the seed decides all."""

    seconds: float | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        given = self.seconds if self.steps is None else self.steps
        if (self.seconds is None) == (self.steps is None) or given is None or given < 0:
            raise TrainingError("a budget is either seconds or steps, and not negative.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the planner has come: what it does, seconds since it began, cost so far and bound, None while unknown."""

    doing: str
    seconds: float
    cost_pence: int | None
    bound_pence: int | None


@dataclass(slots=True)
class Watch:
    """Keeps a budget, tells of progress, and hears that someone wants to stop."""

    budget: Budget
    report: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None
    began_s: float = field(default_factory=time.monotonic)
    stopped: bool = False
    bound_pence: int | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began_s

    def spent(self, steps: int) -> float:
        """Return which share of the budget is spent, after so many steps."""
        if self.budget.seconds is not None:
            return self.seconds / self.budget.seconds if self.budget.seconds else 1.0
        return steps / self.budget.steps if self.budget.steps else 1.0

    @property
    def left_s(self) -> float | None:
        """The seconds that are left; None if the budget is steps."""
        return None if self.budget.seconds is None else max(0.0, self.budget.seconds - self.seconds)

    def say(self, doing: str, cost_pence: int | None = None) -> None:
        """Tell how far it has come."""
        if self.report is not None:
            self.report(Progress(doing, self.seconds, cost_pence, self.bound_pence))

    def is_stopped(self) -> bool:
        """Say whether someone wants it to stop."""
        if not self.stopped and self.stop is not None:
            self.stopped = self.stop()
        return self.stopped
