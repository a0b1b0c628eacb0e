"""Answers to many what-ifs: the plan made again where a question is felt, for a thousand questions at once.

A question is felt around some pupils, so ruin and recreate goes on around them alone for some hundred iterations, from
the standing plan, in the problem as it would be; and likewise in the problem as it is, each time from the other's plan
too, so that an improvement that has nothing to do with the question is found by both. The difference is the question's.
Assistants are priced as the search prices them, at the pay of the cheapest suitable. Each question has a seed of its
own, so the answers do not depend on who works them out.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from routing.plan import Plan
from routing.problem import Problem
from routing.questions import Question
from routing.risk import PupilId
from routing.solver.compiled import compile_problem
from routing.solver.outlines import routes_of, sketched, state_of
from routing.solver.search import Search, begin_search
from routing.solver.state import State, copy_of, total_pence
from routing.solver.tables import NOBODY, Ints
from routing.solver.workers import in_order

AROUND = 12
"""Ruins begin at one of so many who are nearest to a pupil, themselves among them."""
MOST_AROUND = 30
"""A question about more pupils than that has no more iterations than if it were about so many."""
COOLED = 0.7
"""The annealing begins so far cooled: the plan stands, and is not to be thrown over."""
SEEDS = 15_485_863
BLOCK = 12
"""So many questions are answered together by one worker: enough that the standing plan is compiled once for many."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question comes to, for one direction of one day.

    Parameters
    ----------
    of, said
        As in the question.
    extra_pence
        What the plan costs more, made again around it; below nothing if it costs less.
    unchanged_pence
        The same if nobody plans again: who cannot stay where they are is then unplaced, at the policy's price.
    vehicles, unplaced
        How many vehicles more go out, and how many pupils more are left unplaced, when made again.
    """

    of: str
    said: str
    extra_pence: int
    unchanged_pence: int
    vehicles: int
    unplaced: int


def answers(
    problem: Problem,
    plan: Plan,
    questions: Sequence[Question],
    *,
    iterations: int = 500,
    seed: int = 0,
    executor: Executor | None = None,
    report: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[Answer, ...]:
    """Return the answers to questions about a plan, in their order.

    Parameters
    ----------
    iterations
        Of ruin and recreate for each pupil around whom a question is felt, each of four times.
    executor
        Who works them out, some together; None for this process. The answers are the same.
    report
        Told how many questions are answered, of how many.
    stop
        Asked now and then whether to stop; the answers so far are then returned.

    Examples
    --------
    >>> from routing.questions import About, questions
    >>> from routing.solver import Budget, solve
    >>> from routing.synthesis import plane_problem
    >>> problem = plane_problem(12, 1, seed=1)
    >>> plan = solve(problem, budget=Budget(iterations=500, proof=False))
    >>> asked = questions(problem, plan, About.PUPILS)
    >>> all(each.extra_pence <= 0 for each in answers(problem, plan, asked, iterations=50))
    True
    """
    blocks = [questions[at : at + BLOCK] for at in range(0, len(questions), BLOCK)]
    tasks = [(problem, plan, block, iterations, seed * SEEDS + k * BLOCK) for k, block in enumerate(blocks)]
    found: list[Answer] = []
    for block in in_order(answered, tasks, executor):
        found += block
        if report is not None:
            report(len(found), len(questions))
        if stop is not None and stop():
            break
    return tuple(found)


def answered(
    problem: Problem, plan: Plan, questions: Sequence[Question], iterations: int, first_seed: int
) -> list[Answer]:
    """Return the answers to a few questions, one after another: what a worker is asked to do."""
    standing = _Standing(problem, plan)
    return [standing.answer(each, iterations, (first_seed + k) % 2**31) for k, each in enumerate(questions)]


class _Standing:
    """A plan as it stands, compiled once, and asked about."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.here = begin_search(compile_problem(problem), most_in_pool=1)
        self.state = state_of(self.here.compiled, self.here.work, plan)

    def answer(self, question: Question, iterations: int, seed: int) -> Answer:
        """Make the plan again, in turns as it is and as it would be, and compare the best of either."""
        here, there = self.here, begin_search(compile_problem(question.problem), most_in_pool=1)
        effort = iterations * max(1, min(MOST_AROUND, len(question.around) or MOST_AROUND))
        centres = self._centres(question.around)

        def better(search: Search, state: State) -> State:
            search.state, search.best = copy_of(state), copy_of(state)
            search.improve_around(_rows(search, centres), effort, seed, COOLED)
            return search.best

        as_is = [self.state, better(here, self.state)]
        unchanged = _carried(here, there, self.state)
        would_be = [unchanged, _carried(here, there, as_is[1])]
        would_be += [better(there, state) for state in would_be]
        as_is.append(better(here, _carried(there, here, _best(there, would_be))))
        would_be.append(_carried(here, there, as_is[-1]))
        one, other = _best(here, as_is), _best(there, would_be)
        return Answer(
            of=question.of,
            said=question.said,
            extra_pence=_total(there, other) - _total(here, one),
            unchanged_pence=_total(there, unchanged) - _total(here, self.state),
            vehicles=_vehicles(other) - _vehicles(one),
            unplaced=_unplaced(other) - _unplaced(one),
        )

    def _centres(self, pupils: Sequence[PupilId]) -> list[PupilId]:
        """Return pupils and who is near them; nobody for no pupils."""
        compiled, near = self.here.compiled, self.here.compiled.tables.near
        rows = [compiled.pupil_row[each] for each in pupils if each in compiled.pupil_row]
        close = (row for centre in rows for row in (centre, *near[centre, :AROUND].tolist()))
        return [compiled.pupils[row] for row in dict.fromkeys(close)]


def _rows(search: Search, pupils: Sequence[PupilId]) -> Ints:
    row = search.compiled.pupil_row
    return np.array([row[each] for each in pupils if each in row], np.int64)


def _carried(source: Search, target: Search, state: State) -> State:
    """Return a plan under way in another problem, without those who cannot travel in it as they did."""
    return state_of(target.compiled, target.work, sketched(source.compiled, routes_of(state)))


def _best(search: Search, states: Sequence[State]) -> State:
    return min(states, key=lambda state: _total(search, state))


def _total(search: Search, state: State) -> int:
    return total_pence(search.compiled.tables, state)


def _vehicles(state: State) -> int:
    return int((state.length > 0).sum())


def _unplaced(state: State) -> int:
    return int((state.shift_of == NOBODY).sum())
