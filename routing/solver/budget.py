"""How long to go on: by the clock or by counted iterations; who works, who is told, and who may stop it."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from routing.plan import Plan


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a plan may take.

    Parameters
    ----------
    seconds
        By the clock, on every core; the same machine may then find another plan tomorrow.
    iterations
        Of ruin and recreate; problem, seed and iterations then decide the plan.
    proof
        Whether a share of it goes to the proof of what every plan costs at least.
    executor
        Who works on the parts of a large plan side by side: any of ``concurrent.futures``, or a cluster's; None for
        threads of this process, one for each core. With iterations, the plan is the same whoever works, and how many.
    """

    seconds: float | None = None
    iterations: int | None = None
    proof: bool = True
    executor: Executor | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.iterations is None):
            raise ValueError("a budget is either seconds or iterations.")
        if (self.seconds is not None and self.seconds < 0) or (self.iterations is not None and self.iterations < 0):
            raise ValueError("a budget must not be negative.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a planner has come.

    Parameters
    ----------
    doing
        What it does, in words.
    seconds
        Since it began.
    cost_pence, bound_pence
        What the best plan so far costs, and any plan at least; None while unknown.
    plan
        The best plan so far, whole, whenever there is a new one: within seconds, and after each step.
    """

    doing: str
    seconds: float
    cost_pence: int | None
    bound_pence: int | None
    plan: Plan | None = None


@dataclass(slots=True)
class Watch:
    """Keeps a budget, tells of progress, and hears that someone wants to stop."""

    budget: Budget
    report: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None
    began: float = field(default_factory=time.monotonic)
    stopped: bool = False

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def left_s(self, share: float) -> float | None:
        """Return the seconds left until a share of the budget is spent; None if the budget is iterations."""
        return None if self.budget.seconds is None else share * self.budget.seconds - self.seconds

    def is_stopped_or_late(self, share: float) -> Callable[[], bool]:
        """Return what says whether someone wants it to stop, or a share of the budget of seconds is spent."""
        return self.is_stopped_or_past(None if self.budget.seconds is None else share * self.budget.seconds)

    def is_stopped_or_past(self, until_s: float | None) -> Callable[[], bool]:
        """Return what says whether someone wants it to stop, or so many seconds have passed since the beginning."""
        return lambda: self.is_stopped() or (until_s is not None and self.seconds >= until_s)

    def say(
        self, doing: str, cost_pence: int | None = None, bound_pence: int | None = None, plan: Plan | None = None
    ) -> None:
        """Tell how far it has come."""
        if self.report is not None:
            self.report(Progress(doing, self.seconds, cost_pence, bound_pence, plan))

    def is_stopped(self) -> bool:
        """Say whether someone wants it to stop."""
        if not self.stopped and self.stop is not None:
            self.stopped = self.stop()
        return self.stopped
