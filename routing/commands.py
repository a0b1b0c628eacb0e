"""Plan, check and explain one document: what both command lines do once they have read their arguments.

Judging and explaining load no OR-Tools; only ``make_plan`` does, when it is called.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from routing.checker import check
from routing.console import CommandError, Exit, Interrupts
from routing.cost import cost
from routing.files import Document, read_document
from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from routing.rules import Violation
from routing.summary import summarise
from routing.wording import counted, pounds

if TYPE_CHECKING:
    from routing.solver import Locks, Progress

_FEW_PUPILS = 6
_PREPARING = 8000
"""So many iterations go through every step, the proof included: it takes part from four rounds on (``recipe.py``)."""
_USEFUL = 0.5  # a proof that no plan costs less than half says nothing that one did not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to plan.

    Parameters
    ----------
    seconds, iterations
        When to stop; with iterations the plan depends on problem, seed and iterations alone.
    seed
        Of all random choices.
    start
        A plan to begin from.
    executor
        Who works on the parts of a large plan; None for this process.
    """

    seconds: float | None = None
    iterations: int | None = None
    seed: int = 0
    start: Plan | None = None
    executor: Executor | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan that has been made, and what the checker says of it."""

    plan: Plan
    violations: tuple[Violation, ...]
    seconds: float
    interrupted: bool

    @property
    def exit(self) -> Exit:
        """How a command that made this plan ends."""
        if self.violations:
            return Exit.BROKEN
        return Exit.INTERRUPTED if self.interrupted else Exit.FINE


class Ear(Protocol):
    """Who hears how far a plan is: a terminal (``routing.console.Teller``), or a page that shows it."""

    def step(self, text: str) -> None:
        """Hear that a step begins or what it found."""

    def progress(self, progress: "Progress", seconds: float | None = None) -> None:
        """Hear how far the planner is, of so many seconds in all."""

    def end_progress(self) -> None:
        """Hear that the planner is done."""


def make_plan(
    problem: Problem,
    effort: Effort,
    ear: Ear,
    *,
    locks: "Locks | None" = None,
    stop: Callable[[], bool] | None = None,
    again: bool = False,
    keep: Callable[[Plan, float], None] | None = None,
) -> Outcome:
    """Plan, telling how far it is, and have the checker judge the plan; if stopped, the best plan so far counts.

    A plan to begin from that keeps every rule is given back itself where nothing cheaper is found.

    Parameters
    ----------
    effort
        How hard, and from which plan to begin.
    locks
        What a person has decided beforehand.
    stop
        Asked from time to time whether to finish with what there is; if None, Ctrl-C at the terminal says so.
    again
        Whether the plan to begin from has been promised: it is then changed as little as it must be, in less time.
    keep
        Given each better plan on the way that the checker has passed, and the seconds it took: there is one soon.
    """
    from routing.solver import NO_LOCKS, Budget, make_again, solve  # noqa: PLC0415 -- OR-Tools takes a second to load, and judging needs none

    if effort.seconds is not None and not prepare_planner.cache_info().currsize:
        ear.step("Preparing the planner; the first time on a machine this takes some minutes.")
        prepare_planner()
    begin_s = time.perf_counter()
    budget = Budget(seconds=effort.seconds, iterations=effort.iterations, executor=effort.executor)
    with _heard(stop) as asked:
        given: dict[str, Any] = {"budget": budget, "seed": effort.seed, "locks": locks or NO_LOCKS}

        def report(progress: "Progress") -> None:
            ear.progress(progress, effort.seconds)
            if keep is not None and progress.plan is not None and not check(problem, progress.plan):
                keep(progress.plan, progress.seconds)

        given |= {"report": report, "stop": asked}
        if again and effort.start is not None:
            plan = make_again(problem, effort.start, **given)
        else:
            plan = solve(problem, start=effort.start, **given)
        ear.end_progress()
        violations = tuple(check(problem, plan))
        if effort.start is not None and _is_better(problem, effort.start, plan):
            plan, violations = replace(effort.start, bound=plan.bound), ()
        return Outcome(plan, violations, time.perf_counter() - begin_s, asked())


def _is_better(problem: Problem, start: Plan, plan: Plan) -> bool:
    """Say whether a plan to begin from is cheaper than the one found, and keeps every rule."""
    return not check(problem, start) and cost(problem, start) < cost(problem, plan)


@contextmanager
def _heard(stop: Callable[[], bool] | None) -> Iterator[Callable[[], bool]]:
    """Give what says whether to finish: what was given, or else the keyboard."""
    if stop is not None:
        yield stop
        return
    with Interrupts() as interrupts:
        yield interrupts.asked


@cache
def prepare_planner() -> None:
    """Have numba translate the planner's kernels, if it has not yet on this machine, before any clock runs."""
    from routing.solver import Budget, solve  # noqa: PLC0415 -- OR-Tools takes a second to load, and judging needs none
    from routing.synthesis import plane_problem  # noqa: PLC0415 -- only planners need it

    solve(plane_problem(_FEW_PUPILS, 1, 1), budget=Budget(iterations=_PREPARING))


def planned(path: Path) -> tuple[Document, Plan]:
    """Return the document of a file that must hold a plan, and the plan."""
    document = read_document(path)
    if document.plan is None:
        raise CommandError(f"{path} holds a problem and no plan of it: make one with `python -m routing plan {path}`.")
    return document, document.plan


def check_file(path: Path) -> Exit:
    """Judge the plan of a file: say one sentence for each way in which it breaks a rule."""
    document, plan = planned(path)
    violations = check(document.problem, plan)
    print_violations(violations)
    if violations:
        return Exit.BROKEN
    print(f"Every rule is kept: {plan_words(plan)}.")  # noqa: T201 -- the answer of a command
    return Exit.FINE


def print_violations(violations: Sequence[Violation]) -> None:
    """Say one sentence for each violation, on standard output."""
    for violation in violations:
        print(violation)  # noqa: T201 -- the answer of a command


def plan_words(plan: Plan) -> str:
    """Return how large a plan is, in words."""
    carried = sum(len(run.pupils) for run in plan.runs)
    parts = f"{counted(carried, 'pupil')} on {counted(len(plan.runs), 'run')} of {counted(len(plan.shifts), 'vehicle')}"
    return f"{parts}, {len(plan.unplaced)} unplaced" if plan.unplaced else parts


def cost_words(problem: Problem, outcome: Outcome) -> str:
    """Return what a plan costs and how far it may be from the cheapest, in words."""
    summary = summarise(problem, outcome.plan, outcome.seconds)
    words = f"{pounds(paid_pence(summary))} for vehicles and assistants"
    words += f", {pounds(summary['cost_pence'])} with preferences and unplaced pupils at their price"
    return f"{words}; {bound_words(summary)}"


PAID = ("vehicle", "miles", "hours", "assistant")
"""The kinds of cost that are money; the others are the prices of preferences and of unplaced pupils."""


def paid_pence(summary: Mapping[str, Any]) -> int:
    """Return the money in a summary's cost: what vehicles and assistants are paid."""
    return sum(summary["cost_by_kind"].get(kind, 0) for kind in PAID)


def bound_words(summary: Mapping[str, Any]) -> str:
    """Return how much cheaper any plan could be at most, in words."""
    if summary["bound_pence"] is None:
        return "nobody has worked out how much cheaper a plan could be"
    share = summary["gap"] or 0.0
    if share > _USEFUL:
        return f"too little time to prove more than that no plan costs less than {pounds(summary['bound_pence'])}"
    words = f"no plan is more than {share:.1%} cheaper (proved: none costs less than {pounds(summary['bound_pence'])})"
    return f"{words}; the proof leaves out {summary['bound_relaxes']}" if summary["bound_relaxes"] else words


def explain_file(path: Path, pupil: str) -> Exit:
    """Say why a pupil travels as they do, or why they have no run."""
    from routing.explain import explain  # noqa: PLC0415 -- only this command needs it

    document, plan = planned(path)
    print(explain(document.problem, plan, PupilId(pupil)))  # noqa: T201 -- the answer of a command
    return Exit.FINE
